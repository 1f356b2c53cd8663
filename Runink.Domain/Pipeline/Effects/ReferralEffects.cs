using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What a referral leaves behind at each step: a line of its history, a stretch of its time, a row of the ledger, word to whoever looks.</summary>
internal static class ReferralEffects
{
    /// <summary>Other open referrals of the same patient to the same service: two can be right, so none is dropped.</summary>
    public static List<Referral> Twins(WriteScope scope, string patientId, string service)
    {
        var same = scope.Db.Referrals.Where(row => row.PatientId == patientId && row.Service == service).ToList();
        return [.. scope.Db.Referrals.Local.Union(same).Where(row => row.PatientId == patientId && row.Service == service && ReferralStates.IsOpen(row.State))];
    }

    public static void Opened(WriteScope scope, Referral referral, Actor actor, string detail)
    {
        scope.Db.Referrals.Add(referral);
        scope.Db.ReferralSegments.Add(ReferralSegment.Of(referral, 0, "received", scope.Now));
        Tell(scope, referral, new ReferralStep("received", null, referral.State, referral.Reason, null), actor);
        scope.Record("referral_received", new Subject("referral", referral.Id), actor, detail);
    }

    /// <returns>The id of the line of its history.</returns>
    public static string Took(WriteScope scope, Referral referral, ReferralStep step, Actor actor)
    {
        var line = Tell(scope, referral, step, actor);
        _ = scope.Db.ReferralSegments.Where(segment => segment.ReferralId == referral.Id).OrderByDescending(segment => segment.Ordinal).FirstOrDefault();
        var last = scope.Db.ReferralSegments.Local.Where(segment => segment.ReferralId == referral.Id).MaxBy(segment => segment.Ordinal);
        if (last?.Still(referral) != true)
            scope.Db.ReferralSegments.Add(ReferralSegment.Of(referral, (last?.Ordinal ?? -1) + 1, step.Kind, scope.Now));
        scope.Record(
            step.From == step.To ? $"referral_{step.Kind.Replace('-', '_')}" : "referral_moved", new Subject("referral", referral.Id), actor,
            Detail.Of(("action", step.Kind), ("from", step.From?.ToString()), ("to", step.To.ToString()), ("textHash", Detail.HashOf(step.Text))));
        return line;
    }

    private static string Tell(WriteScope scope, Referral referral, ReferralStep step, Actor actor)
    {
        var line = new ReferralEventRecord
        {
            Id = scope.Ids.Next(),
            ReferralId = referral.Id,
            At = scope.Now,
            Kind = step.Kind,
            ActorId = actor.Id,
            ActorName = actor.Name,
            Date = step.Date,
            From = step.From,
            To = step.To,
            Text = step.Text,
            Barrier = step.Barrier,
        };
        scope.Db.ReferralEvents.Add(line);
        scope.Announce(new Change("referral", referral.Id));
        return line.Id;
    }

    /// <summary>A line of the history that moves nothing.</summary>
    public static void Note(WriteScope scope, string referralId, string kind, string? text, DateTimeOffset? date, Actor actor)
    {
        if (scope.Db.Referrals.Find(referralId) is { } referral)
            Took(scope, referral, new ReferralStep(kind, referral.State, referral.State, text, date), actor);
    }
}
