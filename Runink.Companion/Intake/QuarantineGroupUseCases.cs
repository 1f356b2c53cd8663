using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake;

/// <summary>Waiting messages that were refused for one cause.</summary>
/// <param name="Key">Names the group in addresses, as long as the cause is this one.</param>
/// <param name="NewestId">The newest of them.</param>
public sealed record QuarantineGroup(string Key, string Source, string Kind, string? Place, string Reason, int Count, DateTimeOffset OldestAt, DateTimeOffset NewestAt, string NewestId);

/// <summary>What became of a group that was dealt with at once.</summary>
/// <param name="Total">So many were taken up, oldest first; <see cref="QuarantineGroupUseCases.MostAtOnce"/> at most.</param>
/// <param name="Accepted">Went through, or were set aside.</param>
/// <param name="Refused">Were refused again, and go on waiting.</param>
/// <param name="Passed">Were dealt with by somebody else meanwhile.</param>
/// <param name="Left">Of the group wait still, untouched.</param>
/// <param name="Stopped">Why it ended early; null when it did not.</param>
public sealed record QuarantineProgress(int Total, int Accepted, int Refused, int Passed, int Left, string? Stopped)
{
    public int Done => Accepted + Refused + Passed;
}

/// <summary>Refused messages by their cause, and what is done with all of one cause at once.</summary>
public sealed class QuarantineGroupUseCases(CompanionStore store, QuarantineUseCases messages)
{
    /// <summary>More are a day's work of a sender: it is done in several goes, and looked at between them.</summary>
    public const int MostAtOnce = 1000;

    private const int MostWaiting = 50_000;
    private const int MostRows = 200;

    /// <summary>The groups of all that waits, the largest first.</summary>
    public async Task<Outcome<IReadOnlyList<QuarantineGroup>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var groups = (await WaitingAsync(cancel)).GroupBy(row => row.Cause).Select(group => new QuarantineGroup(
            group.Key.Key, group.Key.Source, group.Key.Kind, group.First() is var first && group.Skip(1).Any() ? group.Key.Place : first.Place,
            group.Skip(1).Any() ? group.Key.Reason : first.Reason, group.Count(), group.Min(row => row.At), group.Max(row => row.At), first.Id));
        return new Outcome<IReadOnlyList<QuarantineGroup>>([.. groups.OrderByDescending(group => group.Count).ThenByDescending(group => group.NewestAt)], null);
    }

    /// <summary>The newest messages of a group; none when nothing waits for that cause any more.</summary>
    public async Task<Outcome<IReadOnlyList<QuarantineRow>>> RowsAsync(Caller caller, string key, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var ids = (await WaitingAsync(cancel)).Where(row => row.Cause.Key == key).Select(row => row.Id).Take(MostRows).ToList();
        return await messages.RowsAsync(caller, ids, cancel);
    }

    /// <summary>Sends all of a group through their doors again, as they came, in the order in which they came. Cancelled, it ends between two.</summary>
    public Task<Outcome<QuarantineProgress>> ReplayAsync(Caller caller, string key, IProgress<QuarantineProgress>? progress, CancellationToken cancel) =>
        EachAsync(caller, key, async id =>
        {
            var answer = await messages.ReplayAsItCameAsync(caller, id, cancel);
            return answer.Refusal ?? (answer.Value!.Accepted ? null : Again);
        }, progress, cancel);

    /// <summary>Sets all of a group aside with one reason.</summary>
    public async Task<Outcome<QuarantineProgress>> DiscardAsync(Caller caller, string key, string reason, IProgress<QuarantineProgress>? progress, CancellationToken cancel)
    {
        var why = WrittenText.Note(reason, "The reason");
        if (caller.Lacks(Permission.MendQuarantine) is null && (why.Refusal is not null || string.IsNullOrEmpty(why.Value)))
            return why.Refusal ?? new Refusal("reason-required", "Say why they are not needed.");
        return await EachAsync(caller, key, async id => (await messages.DiscardAsync(caller, id, reason, cancel)).Refusal, progress, cancel);
    }

    private static readonly Refusal Again = new("refused-again", "The door refused it again.");

    private async Task<Outcome<QuarantineProgress>> EachAsync(
        Caller caller, string key, Func<string, Task<Refusal?>> act, IProgress<QuarantineProgress>? progress, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var all = (await WaitingAsync(cancel)).Where(row => row.Cause.Key == key).Select(row => row.Id).Reverse().ToList();
        if (all.Count == 0)
            return new Refusal("not-found", "Nothing waits for this cause any more.");
        var ids = all.Take(MostAtOnce).ToList();
        var state = new QuarantineProgress(ids.Count, 0, 0, 0, all.Count, null);
        foreach (var id in ids)
        {
            Refusal? problem;
            try
            {
                cancel.ThrowIfCancellationRequested();
                problem = await act(id);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return state with { Stopped = "It was stopped. What was done stays done." };
            }

            if (problem?.Code == "unavailable")
                return state with { Stopped = problem.Message };
            state = problem switch
            {
                null => state with { Accepted = state.Accepted + 1, Left = state.Left - 1 },
                { Code: "refused-again" } => state with { Refused = state.Refused + 1, Left = state.Left - 1 },
                _ => state with { Passed = state.Passed + 1, Left = state.Left - 1 },
            };
            progress?.Report(state);
        }

        return state;
    }

    /// <summary>Newest first, without their bytes.</summary>
    private async Task<IReadOnlyList<(string Id, QuarantineCause Cause, string? Place, string Reason, DateTimeOffset At)>> WaitingAsync(CancellationToken cancel)
    {
        await using var db = store.Read();
        var rows = await db.Quarantine.Where(row => row.Status == QuarantineStatus.Waiting).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(MostWaiting)
            .Select(row => new { row.Id, row.Source, row.Kind, row.Place, row.Reason, row.At }).ToListAsync(cancel);
        return [.. rows.Select(row => (row.Id, QuarantineCause.Of(row.Source, row.Kind, row.Place, row.Reason), row.Place, row.Reason, row.At))];
    }
}
