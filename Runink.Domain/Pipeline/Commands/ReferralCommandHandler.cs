using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Commands of people on referrals, inside the writing transaction.</summary>
public static class ReferralCommandHandler
{
    public static Outcome<string> Act(WriteScope scope, string id, string action, ReferralInput input, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        var outcome = referral.Apply(action, input, new PersonRef(actor.Id, actor.Name), scope.Now);
        if (outcome.Refusal is { } refusal)
            return refusal;

        var step = outcome.Value!;
        scope.Db.ReferralEvents.Add(new ReferralEventRecord
        {
            Id = scope.Ids.Next(),
            ReferralId = id,
            At = scope.Now,
            Kind = step.Kind,
            ActorName = actor.Name,
            From = step.From,
            To = step.To,
            Text = step.Text,
        });
        scope.Record(
            step.From == step.To ? $"referral_{step.Kind.Replace('-', '_')}" : "referral_moved", new Subject("referral", id), actor,
            Detail.Of(("action", step.Kind), ("from", step.From.ToString()), ("to", step.To.ToString()), ("textHash", Detail.HashOf(step.Text))));
        scope.Announce(new Change("referral", id));
        return id;
    }
}
