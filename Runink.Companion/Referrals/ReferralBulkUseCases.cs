using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <param name="ExpectedVersion">The version that the caller saw.</param>
public sealed record ReferralBulkRow(string Id, int ExpectedVersion);

/// <param name="Action">What is done to this one; with <c>forward</c> each has its own. Null where nothing can be.</param>
/// <param name="To">Where it goes; null when it stays.</param>
/// <param name="Reason">Why not; null when it was done, or would be.</param>
/// <param name="Card">As it is afterwards; null in a dry run and where it was refused.</param>
public sealed record ReferralBulkResult(string Id, bool Ok, string? Action, ReferralState? To, string? Reason, ReferralCard? Card);

/// <summary>One action on many referrals: each by the ordinary command, by its own version and its own gates, and each answers for itself.</summary>
public sealed class ReferralBulkUseCases(ReferralUseCases useCases, ReferralCommandHandler referrals, CompanionStore store, TimeProvider time)
{
    public const int Most = 200;

    /// <param name="input">What all have in common; its version is not looked at.</param>
    /// <param name="dryRun">Says what would happen, and changes nothing.</param>
    public async Task<Outcome<IReadOnlyList<ReferralBulkResult>>> ActAsync(Caller caller, IReadOnlyList<ReferralBulkRow> rows, string action, ReferralInput input, bool dryRun, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnReferrals) is { } refusal)
            return refusal;
        if (rows.Count is 0 or > Most)
            return new Refusal("invalid", $"Choose from 1 to {Most} referrals.");
        if (!ReferralFlow.InBulk.Contains(action))
            return new Refusal("invalid", $"{Shared.Layout.Labels.Spoken(action)} is not done to many at once; there is {string.Join(", ", ReferralFlow.InBulk)}.");
        var results = new List<ReferralBulkResult>(rows.Count);
        var ahead = new Dictionary<ReferralState, int>();
        foreach (var row in rows.DistinctBy(row => row.Id, StringComparer.Ordinal))
        {
            var (would, sent) = await TryAsync(caller, row, action, input, ahead, cancel);
            if (would is { Ok: true, To: { } to } && dryRun)
                ahead[to] = ahead.GetValueOrDefault(to) + 1;
            if (!dryRun && would.Ok)
            {
                var done = await useCases.ActAsync(caller, row.Id, would.Action!, sent, cancel);
                would = would with { Ok = done.Ok, Reason = done.Refusal?.Message, Card = done.Value };
            }

            results.Add(would);
        }

        return results;
    }

    /// <summary>What would come of it, and what has to be said so that it does.</summary>
    private async Task<(ReferralBulkResult Would, ReferralInput Sent)> TryAsync(
        Caller caller, ReferralBulkRow row, string action, ReferralInput input, Dictionary<ReferralState, int> ahead, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        input = input with { ExpectedVersion = row.ExpectedVersion };
        await using var db = store.Read();
        if (await db.Referrals.SeenBy(db, caller).AsNoTracking().FirstOrDefaultAsync(one => one.Id == row.Id, cancel) is not { } copy || ReferralUseCases.MayAct(db, caller, row.Id) is not null)
            return (No("There is no such referral."), input);
        if (copy.Version == row.ExpectedVersion && copy.WorkerAt(now) is { } other && other.Id != caller.Id)
            return (No($"{other.Name} is working on this. Do it on its page, where both see it."), input);
        if (action == ReferralFlow.Forward)
        {
            var onward = ReferralFlow.Onward(copy, now);
            if (onward.Value is not { } step)
                return (No(onward.Refusal!.Message), input);
            action = step.Name;
        }
        else if (action == "request-information" && string.IsNullOrWhiteSpace(input.Reason))
        {
            if (referrals.Dossier(db, copy, now).Request is not { } lacks)
                return (No("Its dossier lacks nothing; say what to ask for."), input);
            input = input with { Reason = lacks };
        }

        var to = ReferralFlow.Actions(copy, now).FirstOrDefault(one => one.Name == action)?.To;
        var (from, sent) = (copy.State, input);
        if ((useCases.Taker(db, row.Id, ref input) ?? ReferralUseCases.NeedsRoom(db, copy, action, input, now, to is { } state ? ahead.GetValueOrDefault(state) : 0)) is { } refused)
            return (No(refused.Message), input);
        if (referrals.NotReady(db, copy, action, input) is { } notReady)
            return (No(notReady.Message), input);
        var tried = referrals.Try(copy, action, input, caller.Person, now);
        return (new ReferralBulkResult(row.Id, tried.Ok, action, tried.Ok && copy.State != from ? copy.State : null, tried.Refusal?.Message, null), sent);

        ReferralBulkResult No(string why) => new(row.Id, false, null, null, why, null);
    }
}
