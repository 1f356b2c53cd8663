using Runink.Domain.Foundation;

namespace Runink.Domain.Triggers.Backtesting;

/// <summary>Adds up what the replays of the patients found.</summary>
internal sealed class BacktestTally(BacktestMeasures measures)
{
    private const string NoUnit = "no unit";

    private readonly List<BacktestItem> items = [];
    private readonly SortedDictionary<string, decimal> unitDays = new(StringComparer.Ordinal);
    private int outcomes;
    private int missed;

    public BacktestOutcome? Outcome => measures.Outcome;

    public IReadOnlyList<BacktestItem> Items
    {
        get
        {
            items.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Patient, b.Patient));
            return items;
        }
    }

    public void Add(IReadOnlyList<BacktestItem> found, IReadOnlyDictionary<string, decimal> days, IReadOnlyList<DateTimeOffset> happened)
    {
        foreach (var (unit, length) in days)
            unitDays[unit] = unitDays.GetValueOrDefault(unit) + length;
        var within = measures.Outcome?.Within ?? TimeSpan.Zero;
        outcomes += happened.Count;
        missed += happened.Count(at => !found.Any(i => i.Verdict == Verdict.True && i.At <= at && at - i.At <= within));
        foreach (var item in found)
        {
            var lead = item.Verdict == Verdict.True ? happened.Where(at => at >= item.At && at - item.At <= within).Select(at => (TimeSpan?)(at - item.At)).FirstOrDefault() : null;
            items.Add(lead is { } length ? item with { LeadHours = Hours(length) } : item);
        }
    }

    public IReadOnlyList<BacktestShare> Units() =>
    [
        .. unitDays.Keys.Union(items.Select(i => i.Unit ?? NoUnit), StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(unit => Share(unit, items.Where(i => (i.Unit ?? NoUnit) == unit), unitDays.GetValueOrDefault(unit))),
    ];

    public IReadOnlyList<BacktestShare> Shifts() => [.. DayShift.Names.Select(shift => Share(shift, items.Where(i => DayShift.Of(i.At, measures.Zone) == shift), null))];

    public ForetoldOutcome? Foretold()
    {
        if (measures.Outcome is not { } outcome)
            return null;
        var leads = items.Select(i => i.LeadHours).OfType<decimal>().Order().ToArray();
        var firings = items.Count(i => i.Verdict == Verdict.True);
        return new(
            outcome.Text, (decimal)outcome.Within.TotalHours, outcomes, leads.Length, missed, firings == 0 ? null : decimal.Round((decimal)leads.Length / firings, 4),
            leads.Length == 0 ? null : leads.Length % 2 == 1 ? leads[leads.Length / 2] : (leads[(leads.Length / 2) - 1] + leads[leads.Length / 2]) / 2);
    }

    private static BacktestShare Share(string name, IEnumerable<BacktestItem> of, decimal? days)
    {
        var counts = of.CountBy(i => i.Verdict).ToDictionary();
        var firings = counts.GetValueOrDefault(Verdict.True);
        return new(
            name, firings, counts.GetValueOrDefault(Verdict.Unknown), counts.GetValueOrDefault(Verdict.False),
            days is { } length ? decimal.Round(length, 3) : null, days > 0 ? decimal.Round(firings * 100 / days.Value, 2) : null);
    }

    private static decimal Hours(TimeSpan length) => decimal.Round((decimal)length.TotalHours, 2);
}
