using System.Globalization;
using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>Escalations behind a number: instants and outcome, each linked; no patient, because the question is about time.</summary>
internal static class EscalationTable
{
    private const int MostRows = 1000;

    public static KpiTable Make(string title, IEnumerable<EscalationTimes> rows, KpiFacts facts)
    {
        var some = rows.Take(MostRows).ToList();
        return new KpiTable(
            title, [TimeColumn("Opened", facts), "Trigger", "Unit", "Severity", "Due", "Acknowledged", "Took", "Seconds", "In time", "Id"],
            [.. some.Select(row => (IReadOnlyList<string>)
            [
                Time(row.OpenedAt, facts), row.TriggerName, row.Unit ?? "", row.Severity, Time(row.AcknowledgeDueAt, facts), Time(row.AcknowledgedAt, facts),
                SlaKpis.Words(row.TimeToAcknowledge), row.TimeToAcknowledge?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) ?? "", row.InTime(facts.Now) switch { true => "yes", false => "no", null => "open" }, row.Id,
            ])],
            [.. some.Select(row => $"/escalations/{row.Id}")]);
    }

    /// <summary>The same for another clock than that of acknowledgement.</summary>
    public static KpiTable Clock(
        string title, IEnumerable<EscalationTimes> rows, Func<EscalationTimes, DateTimeOffset?> due, Func<EscalationTimes, DateTimeOffset?> done, Func<EscalationTimes, bool?> inTime, KpiFacts facts)
    {
        var some = rows.Where(row => inTime(row) is not null).Take(MostRows).ToList();
        return new KpiTable(
            title, [TimeColumn("Opened", facts), "Trigger", "Unit", "Severity", "Due", "Done", "In time", "Id"],
            [.. some.Select(row => (IReadOnlyList<string>)
                [Time(row.OpenedAt, facts), row.TriggerName, row.Unit ?? "", row.Severity, Time(due(row), facts), Time(done(row), facts), inTime(row) == true ? "yes" : "no", row.Id])],
            [.. some.Select(row => $"/escalations/{row.Id}")]);
    }

    /// <summary>A column of instants says in whose time they are.</summary>
    public static string TimeColumn(string title, KpiFacts facts) => $"{title} ({facts.Zone.Id})";

    public static string Time(DateTimeOffset? instant, KpiFacts facts) =>
        instant is { } at ? TimeZoneInfo.ConvertTime(at, facts.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
}
