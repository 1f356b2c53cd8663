using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Runink.Domain.Store;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without the host.</summary>
internal sealed class CompanionDbDesign : IDesignTimeDbContextFactory<CompanionDb>
{
    public CompanionDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<CompanionDb>().UseSqlite("Data Source=design.db").Options);
}
