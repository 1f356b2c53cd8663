using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Runink.Domain.Store.Dialects;

internal static class ModelWarnings
{
    /// <summary>Comparing the model with its migrations takes a tenth of a second of each start; a test does it once for all.</summary>
    public static DbContextOptionsBuilder<T> ModelIsTested<T>(this DbContextOptionsBuilder<T> options)
        where T : DbContext => options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}
