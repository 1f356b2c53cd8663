using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="PatientId">Of the patient who stands, not of one who was merged into another.</param>
/// <param name="Unit">Where the patient is, or was last.</param>
/// <param name="Tell">E-mail addresses of those who review the unit.</param>
public sealed record BreakGlassRequest(PersonRef Person, string PatientId, string? Unit, string ReasonCode, string Reason, TimeSpan Lasts, IReadOnlyList<string> Tell);

/// <summary>Opens a patient of another unit for a while, ends it, and keeps what the reviewer says.</summary>
public static class BreakGlassCommandHandler
{
    public static Outcome<BreakGlassGrant> Open(WriteScope scope, BreakGlassRequest request, SiteOptions site, Actor by)
    {
        var now = scope.Now;
        if (scope.Db.BreakGlassGrants.FirstOrDefault(grant => grant.PersonId == request.Person.Id && grant.PatientId == request.PatientId && grant.EndedAt == null && grant.EndsAt > now) is not null)
            return new Refusal("already-done", "You have opened this patient already.");
        var grant = new BreakGlassGrant
        {
            Id = scope.Ids.Next(), PersonId = request.Person.Id, PersonName = request.Person.Name, PatientId = request.PatientId, Unit = request.Unit,
            ReasonCode = request.ReasonCode, Reason = request.Reason, OpenedAt = now, EndsAt = now + request.Lasts,
        };
        scope.Db.BreakGlassGrants.Add(grant);
        scope.Record(
            "break_glass_opened", new Subject("patient", grant.PatientId), by,
            Detail.Of(("grant", grant.Id), ("reasonCode", grant.ReasonCode), ("reason", Detail.HashOf(grant.Reason)), ("unit", grant.Unit), ("endsAt", grant.EndsAt)));
        foreach (var address in request.Tell.Distinct(StringComparer.OrdinalIgnoreCase))
            Tell(scope, grant, address, site);
        scope.Announce(new Change("break-glass", grant.Id, Critical: true));
        return grant;
    }

    /// <param name="why"><c>by-hand</c> or <c>time</c>.</param>
    public static void End(WriteScope scope, BreakGlassGrant grant, string why, Actor by)
    {
        if (grant.EndsAt > scope.Now)
            grant.EndsAt = scope.Now;
        grant.EndedAt = scope.Now;
        scope.Record("break_glass_ended", new Subject("patient", grant.PatientId), by, Detail.Of(("grant", grant.Id), ("why", why)));
        scope.Announce(new Change("break-glass", grant.Id));
    }

    public static Outcome<BreakGlassGrant> Review(WriteScope scope, string id, bool justified, string? note, Actor by)
    {
        if (scope.Db.BreakGlassGrants.Find(id) is not { } grant)
            return new Refusal("not-found", "There is no such opening.");
        if (grant.PersonId == by.Id)
            return new Refusal("forbidden", "Nobody reviews what they opened themselves.");
        if (grant.IsOpen(scope.Now))
            return new Refusal("not-allowed-now", "It is still open; it is reviewed when it is over.");
        if (grant.Verdict != BreakGlassVerdict.Waiting)
            return new Refusal("already-done", $"{grant.ReviewerName} has reviewed it already.");
        grant.Review(justified ? BreakGlassVerdict.Justified : BreakGlassVerdict.NotJustified, new PersonRef(by.Id, by.Name), note, scope.Now);
        scope.Record(
            "break_glass_reviewed", new Subject("patient", grant.PatientId), by,
            Detail.Of(("grant", id), ("verdict", justified ? "justified" : "not-justified"), ("note", Detail.HashOf(note))));
        scope.Announce(new Change("break-glass", id));
        return grant;
    }

    /// <summary>Says who and where, never whom: a mailbox is not a chart.</summary>
    private static void Tell(WriteScope scope, BreakGlassGrant grant, string address, SiteOptions site)
    {
        var place = grant.Unit is { } unit ? $"a patient of {unit}" : "a patient of another unit";
        var mail = new OutboxMessage
        {
            Id = scope.Ids.Next(), Channel = "email", To = address, CreatedAt = scope.Now,
            Subject = $"{grant.PersonName} opened {place} in an emergency",
            Body = $"{grant.PersonName} opened {place} in an emergency, until {TimeZoneInfo.ConvertTime(grant.EndsAt, site.Zone):yyyy-MM-dd HH:mm} ({site.TimeZone}) at the latest.\n"
                + $"Reason: {BreakGlassGrant.Reasons[grant.ReasonCode]}.\n\nSee what was done and say whether it was justified:\n{site.BaseUrl}/audit/break-glass\n",
        };
        mail.Plan(scope.Now);
        scope.Db.Outbox.Add(mail);
        scope.Announce(new Change("delivery", mail.Id));
    }
}
