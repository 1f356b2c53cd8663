using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a person says of charges, inside the writing transaction.</summary>
public sealed class ChargeCommandHandler(MessagePipeline pipeline)
{
    /// <summary>To which referral a charge belongs; null for none. The patient has to be the same.</summary>
    public Outcome<string> Assign(WriteScope scope, string id, string? referralId, Actor actor)
    {
        if (scope.Db.ReferralCharges.Find(id) is not { } charge || scope.Db.FhirResources.FirstOrDefault(row => row.Type == "ChargeItem" && row.Id == id) is not { } item)
            return new Refusal("not-found", "There is no such charge.");
        if (referralId is not null && (scope.Db.Referrals.Find(referralId) is not { } referral || referral.PatientId != item.PatientId))
            return new Refusal("invalid", "That referral is of another patient, or there is none.");
        if (charge.ReferralId == referralId)
            return new Refusal("already-done", "That is how it stands already.");
        scope.Record("charge_assigned", new Subject("referral", referralId ?? charge.ReferralId!), actor, Detail.Of(("charge", id), ("before", charge.ReferralId), ("after", referralId)));
        pipeline.Charges.Belongs(scope, charge, referralId, actor.Name);
        return id;
    }
}
