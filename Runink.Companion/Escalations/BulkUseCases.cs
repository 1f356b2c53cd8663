using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <param name="Reason">Why not; null when it was done, or would be.</param>
/// <param name="Row">As it is afterwards; null in a dry run and where it was refused.</param>
public sealed record BulkResult(string Id, bool Ok, string? Reason, EscalationRow? Row);

/// <summary>One command on many escalations: each is decided by itself, and each answers for itself.</summary>
public sealed class BulkUseCases(EscalationUseCases work, CompanionStore store, PeopleDirectory people, TimeProvider time)
{
    public const int Most = 200;

    /// <param name="dryRun">Says what would happen, and changes nothing.</param>
    public async Task<Outcome<IReadOnlyList<BulkResult>>> ActAsync(Caller caller, IReadOnlyList<string> ids, EscalationCommand command, bool dryRun, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnEscalations) is { } refusal)
            return refusal;
        if (ids.Count is 0 or > Most)
            return new Refusal("invalid", $"Choose from 1 to {Most} rows.");
        if (command is EscalationCommand.Check or EscalationCommand.Escalate)
            return new Refusal("invalid", $"{Shared.Layout.Labels.Spoken(command.Name)} is done one by one.");
        var results = new List<BulkResult>(ids.Count);
        foreach (var id in ids.Distinct(StringComparer.Ordinal))
        {
            if (dryRun)
            {
                results.Add(await WouldAsync(caller, id, command, cancel));
                continue;
            }

            var done = await work.ActAsync(caller, id, command, expectedVersion: null, cancel);
            results.Add(new BulkResult(id, done.Ok, done.Refusal?.Message, done.Value));
        }

        return results;
    }

    /// <summary>Asks a copy that nobody keeps.</summary>
    private async Task<BulkResult> WouldAsync(Caller caller, string id, EscalationCommand command, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.Escalations.SeenBy(caller, Permission.ActOnEscalations).AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } copy)
            return new BulkResult(id, false, "There is no such escalation.", null);
        var now = time.GetUtcNow();
        var decided = command is EscalationCommand.HandOver handOver
            ? people.TakerOf(handOver.To) is { } taker && taker.Permissions.HasFlag(Permission.ActOnEscalations) ? copy.Offer(taker.Person.Ref, handOver.Note, caller.Person, now) : new Refusal("invalid", "Choose a colleague to hand over to.")
            : copy.Apply(command, caller.Person, now);
        return new BulkResult(id, decided.Ok, decided.Refusal?.Message, null);
    }
}
