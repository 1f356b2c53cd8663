using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations.Operations;

/// <param name="Status">open or closed.</param>
public sealed record OperationalTaskRow(
    string Id, string Kind, string Key, string Severity, string Headline, string? Detail, string? Href, string Status, PersonRef? Owner,
    DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, string? ClosedBy, string? ClosedReason, int Version);

/// <summary>Work that concerns no patient: undelivered messages, gaps in rotas, triggers and feeds that went quiet.</summary>
public sealed class OperationUseCases(CompanionStore store, StoreWriter writer)
{
    private const int MostRows = 500;

    private const Permission Readers = Permission.ReadWorklist | Permission.ReadDeliveries | Permission.Operate | Permission.ReadLedger | Permission.ReviewAccess;

    /// <summary>Nothing of a patient stands in it: whoever works here, runs this or audits it may see it.</summary>
    public static Refusal? Closed(Caller caller) => (caller.Permissions & Readers) != Permission.None ? null : caller.Lacks(Permission.ReadWorklist);

    private static Refusal? MayNotAct(Caller caller) =>
        caller.May(Permission.ActOnEscalations) || caller.May(Permission.ReadDeliveries) || caller.May(Permission.Operate) ? null : caller.Lacks(Permission.ActOnEscalations);

    public async Task<Outcome<IReadOnlyList<OperationalTaskRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel)
    {
        if (Closed(caller) is { } refusal)
            return refusal;
        if (status is not (null or "" or "open" or "closed"))
            return new Refusal("invalid", "A status is open or closed.");
        await using var db = store.Read();
        var rows = status == "closed"
            ? db.OperationalTasks.Where(row => row.ClosedAt != null).OrderByDescending(row => row.ClosedAt)
            : db.OperationalTasks.Where(row => row.ClosedAt == null)
                .OrderBy(row => row.Severity == "critical" ? 0 : row.Severity == "high" ? 1 : row.Severity == "moderate" ? 2 : 3).ThenBy(row => row.OpenedAt);
        return new Outcome<IReadOnlyList<OperationalTaskRow>>([.. (await rows.Take(MostRows).ToListAsync(cancel)).Select(Row)], null);
    }

    /// <param name="action">claim, release or close.</param>
    public async Task<Outcome<OperationalTaskRow>> ActAsync(Caller caller, string id, string action, string? reason, int? expectedVersion, CancellationToken cancel)
    {
        if (MayNotAct(caller) is { } refusal)
            return refusal;
        var words = WrittenText.Note(reason, "The reason");
        if (words.Refusal is { } unwritable)
            return unwritable;
        return await writer.WriteAsync<Outcome<OperationalTaskRow>>(scope =>
        {
            if (scope.Db.OperationalTasks.Find(id) is not { } task)
                return new Refusal("not-found", "There is no such task.");
            if (expectedVersion is { } expected && expected != task.Version)
                return new Refusal("stale-version", "Somebody changed this meanwhile. Look again, then decide.");
            var done = action switch
            {
                "claim" => task.Claim(caller.Person),
                "release" => task.Release(caller.Person),
                "close" => task.Close(caller.Name, words.Value, scope.Now),
                _ => new Refusal("unknown-action", $"There is no action {action}."),
            };
            if (done.Refusal is { } refused)
                return refused;
            scope.Record(done.Value!, new Subject("operational-task", id), caller.Actor, Detail.Of(("kind", task.Kind), ("key", task.Key), ("reasonHash", Detail.HashOf(words.Value))));
            scope.Announce(new Change("operational-task", id));
            return Row(task);
        }, cancel);
    }

    private static OperationalTaskRow Row(OperationalTask task) => new(
        task.Id, task.Kind, task.Key, task.Severity, task.Headline, task.Detail, task.Href, task.IsOpen ? "open" : "closed", task.Owner,
        task.OpenedAt, task.ClosedAt, task.ClosedBy, task.ClosedReason, task.Version);
}
