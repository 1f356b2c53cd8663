using Runink.Domain.Foundation;

namespace Runink.Domain.Store.Writing;

/// <summary>What somebody saw or did because a patient of another unit was opened in an emergency says so in the ledger, with the id of the grant.</summary>
internal static class BreakGlassTag
{
    private const string Name = "break-glass";

    public static Fact On(WriteScope scope, Fact fact)
    {
        if (fact.Actor.Kind != "person" || fact.Subject.Type is not ("patient" or "escalation" or "referral" or "worklist" or "board" or "patients"))
            return fact;
        var (person, now) = (fact.Actor.Id, scope.Now);
        var open = scope.Db.BreakGlassGrants.Where(grant => grant.PersonId == person && grant.EndedAt == null && grant.EndsAt > now).Select(grant => new { grant.Id, grant.PatientId }).ToList();
        if (open.Count == 0)
            return fact;
        // A list holds whoever may be seen.
        var patient = PatientOf(scope, fact.Subject);
        var ids = string.Join(' ', open.Where(grant => patient is null || grant.PatientId == patient).Select(grant => grant.Id));
        return ids.Length == 0 ? fact : fact with { Detail = $"{fact.Detail[..^1]}{(fact.Detail == "{}" ? "" : ",")}\"{Name}\":\"{ids}\"}}" };
    }

    private static string? PatientOf(WriteScope scope, Subject subject) => subject.Type switch
    {
        "patient" => subject.Id,
        "escalation" => scope.Db.Escalations.Where(row => row.Id == subject.Id).Select(row => row.PatientId).FirstOrDefault() ?? subject.Id,
        "referral" => scope.Db.Referrals.Where(row => row.Id == subject.Id).Select(row => row.PatientId).FirstOrDefault() ?? subject.Id,
        _ => null,
    };
}
