using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What people made of suggestions, what became of it, and whether a kind of them is still shown.</summary>
public sealed class AssistedCommandHandler(ReferralCommandHandler referrals, AssistedOptions options)
{
    private const int MostSettledAtOnce = 500, MostCounted = 200;

    /// <summary>One key: what is accepted is done by the ordinary action, and what is not is remembered too.</summary>
    public Outcome<string> Answer(WriteScope scope, string referralId, AssistedSuggestion suggestion, int version, bool accepted, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (suggestion.Value is not { } value)
            return new Refusal("not-allowed-now", "Nothing is suggested.");
        if (referral.Version != version)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (scope.Db.AssistedRecords.Any(row => row.ReferralId == referralId && row.Kind == suggestion.Kind && row.Suggested == value && row.SettledAt == null))
            return new Refusal("already-done", "This suggestion was answered already.");
        var done = (suggestion.Kind, accepted) switch
        {
            (AssistedKind.Priority, true) => referrals.Act(scope, referralId, $"priority-{value}", new ReferralInput(version, suggestion.Reasons[0].Words), actor),
            (AssistedKind.Service, true) when value != referral.Service => referrals.Act(scope, referralId, "raise-wrong-service", new ReferralInput(version, $"The reason reads like {value}"), actor),
            _ => referralId,
        };
        if (done.Refusal is { } refused)
            return refused;
        scope.Db.AssistedRecords.Add(new AssistedRecord
        {
            Id = scope.Ids.Next(), ReferralId = referralId, Kind = suggestion.Kind, Suggested = value, Words = suggestion.Words, Points = suggestion.Points, At = scope.Now, Accepted = accepted, By = actor.Name,
        });
        scope.Record(accepted ? "suggestion_accepted" : "suggestion_overridden", new Subject("referral", referralId), actor, Detail.Of(("kind", suggestion.Kind.ToString()), ("points", suggestion.Points), ("reasonsHash", Detail.HashOf(string.Join('\n', suggestion.Reasons.Select(reason => reason.Words))))));
        scope.Announce(new Change("referral", referralId));
        return referralId;
    }

    /// <summary>Looks what became of the referrals, and switches off what is right too seldom.</summary>
    public int Settle(WriteScope scope)
    {
        var settled = 0;
        foreach (var record in scope.Db.AssistedRecords.Where(row => row.SettledAt == null).OrderBy(row => row.At).Take(MostSettledAtOnce).ToList())
        {
            if (scope.Db.Referrals.Find(record.ReferralId) is not { } referral || WasRight(scope.Db, record, referral) is not { } right)
                continue;
            record.Settle(right, scope.Now);
            settled++;
        }

        scope.Flush();
        foreach (var kind in settled == 0 ? [] : Enum.GetValues<AssistedKind>())
        {
            if (scope.Db.AssistedSwitches.Find(kind) is { OffSince: not null } || Accuracy(scope.Db, kind).Falls(options) is not { } why)
                continue;
            Switch(scope, kind).Off(why, scope.Now);
            scope.Record("suggestions_switched_off", new Subject("suggestion", kind.ToString()), Actor.System, Detail.Of(("why", why)));
            scope.Announce(new Change("suggestion", kind.ToString()));
        }

        return settled;
    }

    /// <summary>A person wants them again; only what is judged from now on counts.</summary>
    public static bool SwitchOn(WriteScope scope, AssistedKind kind, Actor actor)
    {
        Switch(scope, kind).On(scope.Now);
        scope.Record("suggestions_switched_on", new Subject("suggestion", kind.ToString()), actor);
        scope.Announce(new Change("suggestion", kind.ToString()));
        return true;
    }

    public static AssistedAccuracy Accuracy(CompanionDb db, AssistedKind kind)
    {
        var from = db.AssistedSwitches.AsNoTracking().Where(row => row.Kind == kind).Select(row => row.CountedFrom).FirstOrDefault();
        var judged = db.AssistedRecords.AsNoTracking().Where(row => row.Kind == kind && row.Right != null && row.SettledAt >= from).OrderByDescending(row => row.SettledAt).Take(MostCounted).Select(row => row.Right).ToList();
        return new AssistedAccuracy(judged.Count(right => right == true), judged.Count);
    }

    private static AssistedSwitch Switch(WriteScope scope, AssistedKind kind)
    {
        if (scope.Db.AssistedSwitches.Find(kind) is { } known)
            return known;
        var made = new AssistedSwitch { Kind = kind };
        scope.Db.AssistedSwitches.Add(made);
        return made;
    }

    /// <summary>Null while nobody can tell.</summary>
    private static bool? WasRight(CompanionDb db, AssistedRecord record, Referral referral) => record.Kind switch
    {
        AssistedKind.Breach => WentLate(db, record, referral) is { } late ? late == (record.Suggested == "late") : null,
        AssistedKind.Authorization => referral.AuthorizationGate switch { "denied" or "appealed" => record.Suggested == "denied", "approved" or "modified" or "not-required" => record.Suggested == "agreed", _ => null },
        AssistedKind.Priority => referral.ClosedAt is null ? null : referral.Priority == record.Suggested,
        _ when referral.State == ReferralState.Redirected => referral.Service != record.Suggested,
        _ => referral.State is ReferralState.ReportDue or ReferralState.ReportReview or ReferralState.LoopClosed or ReferralState.FinanciallyReady ? referral.Service == record.Suggested : null,
    };

    /// <summary>The stage in which it stood when it was suggested: whether it left it after its hour.</summary>
    private static bool? WentLate(CompanionDb db, AssistedRecord record, Referral referral)
    {
        var segments = db.ReferralSegments.AsNoTracking().Where(row => row.ReferralId == referral.Id).OrderBy(row => row.Ordinal).ToList();
        var at = segments.FindLastIndex(segment => segment.StartedAt <= record.At);
        var left = at < 0 ? null : segments.Skip(at + 1).FirstOrDefault(segment => segment.State != segments[at].State);
        return left is null || segments[at].DueAt is not { } due ? null : left.StartedAt > due;
    }
}
