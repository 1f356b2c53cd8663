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
            title, ["Opened", "Trigger", "Unit", "Severity", "Due", "Acknowledged", "Took", "In time"],
            [.. some.Select(row => (IReadOnlyList<string>)
            [
                Time(row.OpenedAt, facts), row.TriggerName, row.Unit ?? "", row.Severity, Time(row.AcknowledgeDueAt, facts), Time(row.AcknowledgedAt, facts),
                SlaKpis.Words(row.TimeToAcknowledge), row.InTime(facts.Now) switch { true => "yes", false => "no", null => "open" },
            ])],
            [.. some.Select(row => $"/escalations/{row.Id}")]);
    }

    public static string Time(DateTimeOffset? instant, KpiFacts facts) =>
        instant is { } at ? TimeZoneInfo.ConvertTime(at, facts.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
}
