using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Views;

/// <summary>A list of which views can be saved; each feature brings its own.</summary>
/// <param name="Name">worklist, referrals, dashboard-sla and so on.</param>
/// <param name="Path">Its page.</param>
/// <param name="Parameters">What of its address makes a view. Anything else – a chosen row, a patient – is left out.</param>
/// <param name="CountAsync">How many this caller would see there; null when the view can no longer be shown. Null itself where nothing is counted.</param>
public sealed record ViewArea(string Name, string Path, Permission Reads, IReadOnlyList<string> Parameters, Func<Caller, IReadOnlyDictionary<string, string>, CancellationToken, Task<int?>>? CountAsync);
