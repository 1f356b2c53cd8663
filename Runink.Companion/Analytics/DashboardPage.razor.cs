using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

/// <summary>One dashboard, or the rows behind one of its numbers; the address says which.</summary>
public sealed partial class DashboardPage
{
    internal static readonly (string Name, string Title)[] Dashboards = [("sla", "SLA dashboard"), ("referrals", "Referral process"), ("triggers", "Trigger quality"), ("command", "Command centre"), ("audit", "Audit")];
    private Dashboard? board;
    private KpiTable? behind;
    private Refusal? refusal;
    private IReadOnlyList<string> units = [];
    private KpiTile? target;

    [Parameter] public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "days")] public int? Period { get; set; }

    [SupplyParameterFromQuery] public string? Unit { get; set; }

    /// <summary>day, evening or night.</summary>
    [SupplyParameterFromQuery] public string? Shift { get; set; }

    /// <summary>Whose work is counted, by id.</summary>
    [SupplyParameterFromQuery] public string? Person { get; set; }

    /// <summary>before or year.</summary>
    [SupplyParameterFromQuery] public string? Compare { get; set; }

    /// <summary>A number whose rows are shown in place of the dashboard.</summary>
    [SupplyParameterFromQuery] public string? Rows { get; set; }

    /// <summary>The one day whose rows are shown.</summary>
    [SupplyParameterFromQuery(Name = "day")] public string? DayText { get; set; }

    /// <summary>The two-hour slot of the day whose rows are shown.</summary>
    [SupplyParameterFromQuery] public int? Slot { get; set; }

    private DateOnly? Day => DateOnly.TryParseExact(DayText, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    [Inject] public required KpiUseCases UseCases { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    private string Current => Name ?? "sla";

    private int Days => Period is > 0 and <= 366 ? Period.Value : 14;

    private KpiQuery Asked => new(Days, Given(Unit), Day, Slot) { Shift = Given(Shift), Person = Given(Person), Compare = Given(Compare) ?? "before" };

    private IEnumerable<(string Name, string Title)> Mine => Dashboards.Where(dashboard => dashboard.Name != "audit" || Caller.May(Permission.ReadLedger));

    /// <summary>What of the address makes a view, as it is kept.</summary>
    private string SavedQuery => string.Join('&', new (string Name, string? Value)[] { ("compare", Compare), ("days", Period?.ToString(CultureInfo.InvariantCulture)), ("shift", Shift), ("unit", Unit) }
        .Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));

    private string Query => new Uri(Nav.GetUriWithQueryParameters(new Dictionary<string, object?> { ["rows"] = null, ["day"] = null, ["slot"] = null })).Query;

    // Numbers are read again at most every five seconds: a dashboard is looked at, not worked from.
    protected override void OnInitialized() => Watch(change => change.Kind is "escalation" or "referral" or "kpi", _ => Rows is null ? LoadAsync() : Task.CompletedTask, TimeSpan.FromSeconds(5));

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.DashboardAsync(Caller, Current, Asked, Gone);
        (board, refusal, behind) = (outcome.Value, outcome.Refusal, null);
        if (refusal is not null)
            return;
        units = await UseCases.UnitsAsync(Gone);
        if (Rows is { Length: > 0 })
        {
            var rows = await UseCases.RowsAsync(Caller, Rows, Asked, Gone);
            (behind, refusal) = (rows.Value, rows.Refusal);
        }
    }

    private static string? Given(string? part) => string.IsNullOrEmpty(part) ? null : part;

    private EventCallback Targeting(KpiTile tile) => Caller.May(Permission.ManageKpis) ? EventCallback.Factory.Create(this, () => target = tile) : default;

    private Task TargetedAsync()
    {
        target = null;
        return LoadAsync();
    }

    private void Go(string name, string? value) => Nav.NavigateTo(Address(name, Given(value)));

    private string RowsAt(string name, DateOnly? day, string? unit, int? slot) => Nav.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["rows"] = name, ["day"] = day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["unit"] = unit ?? Unit, ["slot"] = slot?.ToString(CultureInfo.InvariantCulture),
    });

    private string Address(string name, object? value) => Nav.GetUriWithQueryParameters(new Dictionary<string, object?> { [name] = value?.ToString() });
}
