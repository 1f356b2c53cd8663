using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Intake;
using Runink.Domain.Store;

namespace Runink.Companion.Analytics;

/// <summary>What is counted of the installation as a whole: none of it belongs to a unit.</summary>
internal sealed record OperationFacts(
    IReadOnlyList<OperationFacts.Suppression> Suppressed, IReadOnlyList<OperationFacts.Message> LastHour, IReadOnlyList<OperationFacts.Held> Quarantine,
    IReadOnlyList<OperationFacts.Undelivered> Failed, IReadOnlyList<(string Kind, int Count)> LedgerKinds)
{
    public sealed record Suppression(DateTimeOffset At, string TriggerId, string Reason);

    public sealed record Message(DateTimeOffset At, string Kind, string Source, string Door);

    public sealed record Held(DateTimeOffset At, string Kind, string Source, string? Place);

    public sealed record Undelivered(DateTimeOffset At, string Channel, int Attempts, string? EscalationId);

    public static async Task<OperationFacts> ReadAsync(CompanionDb db, DateTimeOffset from, DateTimeOffset now, CancellationToken cancel)
    {
        var hourAgo = now.AddHours(-1);
        var suppressed = await db.Ledger.Where(row => row.Kind == "escalation_suppressed" && row.At >= from).OrderByDescending(row => row.Seq)
            .Select(row => new { row.At, row.SubjectId, row.Detail }).ToListAsync(cancel);
        return new OperationFacts(
            [.. suppressed.Select(row => new Suppression(row.At, row.SubjectId, Reason(row.Detail)))],
            await db.Messages.Where(row => row.ReceivedAt >= hourAgo).OrderByDescending(row => row.ReceivedAt).Select(row => new Message(row.ReceivedAt, row.Kind, row.Source, row.Door)).ToListAsync(cancel),
            await db.Quarantine.Where(row => row.Status == QuarantineStatus.Waiting).OrderByDescending(row => row.At).Select(row => new Held(row.At, row.Kind, row.Source, row.Place)).ToListAsync(cancel),
            await db.Outbox.Where(row => row.Status == OutboxStatus.Failed).OrderByDescending(row => row.CreatedAt).Select(row => new Undelivered(row.CreatedAt, row.Channel, row.Attempts, row.EscalationId)).ToListAsync(cancel),
            [.. (await db.Ledger.GroupBy(row => row.Kind).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancel)).OrderByDescending(row => row.Count).Select(row => (row.Key, row.Count))]);
    }

    private static string Reason(string detail)
    {
        using var kept = JsonDocument.Parse(detail);
        return kept.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "";
    }
}
