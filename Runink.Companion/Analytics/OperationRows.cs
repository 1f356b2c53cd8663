using Runink.Companion.Shared.Layout;
using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>The rows behind the numbers of <see cref="OperationFacts"/>. No patient and no text of a message is among them.</summary>
internal static class OperationRows
{
    private const int MostRows = 1000;

    /// <summary>Null when there is no such number.</summary>
    public static KpiTable? Rows(string kpi, KpiFacts facts) => kpi switch
    {
        "would-have-fired" => Table(facts, "Would have fired", ["Trigger", "Held back by"], facts.Operations.Suppressed, row => row.At, row => [row.TriggerId, Labels.Spoken(row.Reason)], row => $"/triggers/{row.TriggerId}"),
        "messages-last-hour" => Table(facts, "Messages in the last hour", ["Kind", "From", "Door"], facts.Operations.LastHour, row => row.At, row => [row.Kind, row.Source, row.Door], _ => null),
        "quarantine-waiting" => Table(facts, "Messages set aside", ["Kind", "From", "Place"], facts.Operations.Quarantine, row => row.At, row => [row.Kind, row.Source, row.Place ?? ""], _ => "/admin/quarantine"),
        "deliveries-failed" => Table(facts, "Undelivered", ["Channel", "Attempts"], facts.Operations.Failed, row => row.At, row => [row.Channel, SlaKpis.Number(row.Attempts)], row => row.EscalationId is { } id ? $"/escalations/{id}" : null),
        "ledger-rows" => new KpiTable(
            facts.EverywhereTitle("Rows of the ledger, by what happened"), ["What happened", "Rows"],
            [.. facts.Operations.LedgerKinds.Select(row => (IReadOnlyList<string>)[Labels.Spoken(row.Kind), SlaKpis.Number(row.Count)])],
            [.. facts.Operations.LedgerKinds.Select(row => $"/audit?kind={Uri.EscapeDataString(row.Kind)}")]),
        _ => null,
    };

    private static KpiTable Table<T>(
        KpiFacts facts, string title, IEnumerable<string> columns, IReadOnlyList<T> rows, Func<T, DateTimeOffset> at, Func<T, IEnumerable<string>> cells, Func<T, string?> link)
    {
        var some = rows.Take(MostRows).ToList();
        return new KpiTable(
            facts.EverywhereTitle(title), [EscalationTable.TimeColumn("When", facts), .. columns],
            [.. some.Select(row => (IReadOnlyList<string>)[EscalationTable.Time(at(row), facts), .. cells(row)])], [.. some.Select(link)]);
    }
}
