using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What somebody with a link says.</summary>
/// <param name="Kind">accept, decline, ask, propose or report.</param>
public sealed record PartnerAnswer(string Kind, string? Text = null, DateTimeOffset? Date = null, FileDraft? File = null);

/// <summary>Links to one referral, and what comes back by them, inside the writing transaction.</summary>
public static class PartnerCommandHandler
{
    /// <summary>The same words whether it never was, is over or was taken back: a link says nothing about others.</summary>
    public static readonly Refusal NotValid = new("not-found", "This link is not valid, or not any more. Ask whoever sent it for a new one.");

    private const int LongestRecipient = 120;

    /// <returns>The token, which is nowhere kept.</returns>
    public static Outcome<string> Make(WriteScope scope, string referralId, string recipient, int days, Actor actor)
    {
        if (PlainText.Line(recipient).Trim() is not { Length: > 0 and <= LongestRecipient } name)
            return new Refusal("invalid", $"Say to whom it goes, in at most {LongestRecipient} characters.");
        if (days is < 1 or > PartnerLink.MostDays)
            return new Refusal("invalid", $"A link lasts 1 to {PartnerLink.MostDays} days.");
        if (scope.Db.Referrals.Find(referralId) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (!ReferralStates.IsOpen(referral.State))
            return new Refusal("not-allowed-now", "It is closed: nobody is asked any more.");
        if (referral.ConsentGate == "withdrawn")
            return new Refusal("not-allowed-now", "The patient withdrew consent: it is shown to nobody outside.");
        if (scope.Db.ReferralEvents.Any(one => one.ReferralId == referralId && one.Kind == "decline" && one.ActorName == name))
            return new Refusal("not-allowed-now", $"{name} has declined this referral. Choose another recipient.");
        var token = PartnerLink.NewToken();
        var link = new PartnerLink
        {
            Id = scope.Ids.Next(), ReferralId = referralId, TokenHash = PartnerLink.HashOf(token), Recipient = name,
            CreatedAt = scope.Now, CreatedBy = actor.Name, ExpiresAt = scope.Now.AddDays(days),
        };
        scope.Db.PartnerLinks.Add(link);
        scope.Record("partner_link_made", new Subject("referral", referralId), actor, Detail.Of(("link", link.Id), ("until", link.ExpiresAt)));
        scope.Announce(new Change("referral", referralId));
        return token;
    }

    public static Outcome<string> Revoke(WriteScope scope, string referralId, string linkId, Actor actor)
    {
        if (scope.Db.PartnerLinks.Find(linkId) is not { } link || link.ReferralId != referralId)
            return new Refusal("not-found", "There is no such link.");
        link.Revoke(scope.Now);
        scope.Record("partner_link_revoked", new Subject("referral", referralId), actor, Detail.Of(("link", linkId)));
        scope.Announce(new Change("referral", referralId));
        return linkId;
    }

    /// <summary>Somebody opens it, or takes a document: the ledger knows when, and by which link.</summary>
    /// <param name="what">Kind of the row in the ledger.</param>
    public static Outcome<(PartnerLink Link, Referral Referral)> Open(WriteScope scope, string token, string what)
    {
        var found = Find(scope, token);
        if (found.Refusal is null)
        {
            found.Value.Link.Seen(scope.Now);
            scope.Record(what, new Subject("referral", found.Value.Referral.Id), ActorOf(found.Value.Link), Detail.Of(("link", found.Value.Link.Id)));
        }

        return found;
    }

    public static Outcome<string> Answer(WriteScope scope, ReferralCommandHandler referrals, string token, PartnerAnswer answer)
    {
        var opened = Find(scope, token);
        if (opened.Refusal is { } closed)
            return closed;
        var (link, referral) = opened.Value;
        var taken = Take(scope, referrals, referral, ActorOf(link), answer);
        // Whoever has said no needs to know nothing more of the patient.
        if (taken.Ok && answer.Kind == "decline")
            link.Revoke(scope.Now);
        return taken;
    }

    /// <summary>The row of the table of moves that an answer is.</summary>
    internal static string ActionOf(string kind) => kind switch { "accept" => "partner-accepts", "propose" => "partner-proposes", "ask" => "partner-asks", "report" => "partner-reports", _ => kind };

    internal static ReferralInput InputOf(Referral referral, PartnerAnswer answer) => new(referral.Version, answer.Text, answer.Date, FromPartner: answer.Kind != "decline");

    /// <summary>What an answer needs beside what its move needs; null when it has that.</summary>
    internal static Refusal? NotNow(Referral referral, PartnerAnswer answer, DateTimeOffset now) => answer.Kind switch
    {
        "decline" when ReferralFlow.Actions(referral, now).All(action => action.Name != "decline") => new Refusal("not-allowed-now", "It is booked or under way already. Call whoever sent it."),
        "propose" when answer.Date < now => new Refusal("invalid", "That time is over. Propose one that is still to come."),
        _ => null,
    };

    /// <summary>Somebody who was let in answers, by whatever way.</summary>
    internal static Outcome<string> Take(WriteScope scope, ReferralCommandHandler referrals, Referral referral, Actor actor, PartnerAnswer answer)
    {
        if (!ReferralStates.IsOpen(referral.State))
            return new Refusal("not-allowed-now", "This referral is closed. Call whoever sent it.");
        if (NotNow(referral, answer, scope.Now) is { } not)
            return not;
        switch (answer.Kind)
        {
            // Pressed twice it is said once.
            case "accept" when scope.Db.ReferralEvents.Any(one => one.ReferralId == referral.Id && one.ActorId == actor.Id && one.Kind == "partner-accepts"):
                return referral.Id;
            case "accept":
                var accepted = Act(scope, referrals, referral, "partner-accepts", actor, answer);
                // What waits for a first look only is looked at by this; whatever stands in the way there is the coordinator's.
                if (accepted.Ok && referral.State == ReferralState.Received)
                    referrals.Act(scope, referral.Id, "triage", new ReferralInput(referral.Version, Note: $"Accepted by {actor.Name}"), actor);
                return accepted;
            case "decline":
                return Act(scope, referrals, referral, "decline", actor, answer);
            case "ask":
                return Act(scope, referrals, referral, "partner-asks", actor, answer);
            case "propose":
                return Act(scope, referrals, referral, "partner-proposes", actor, answer);
            case "report" when answer.File is { } file:
                var kept = ReferralDocuments.Add(scope, referral.Id, file, actor, isReport: true);
                if (kept.Refusal is { } unfit)
                    return unfit;
                var reported = Act(scope, referrals, referral, "partner-reports", actor, answer with { Text = answer.Text ?? kept.Value!.Name });
                if (reported.Ok && referral.State == ReferralState.ReportDue)
                    referrals.Act(scope, referral.Id, "report-received", new ReferralInput(referral.Version, Note: kept.Value!.Name), actor);
                return reported;
            default:
                return new Refusal("invalid", "Choose a file, or one of the answers on the page.");
        }
    }

    private static Outcome<(PartnerLink Link, Referral Referral)> Find(WriteScope scope, string token)
    {
        var hash = PartnerLink.HashOf(token);
        if (scope.Db.PartnerLinks.FirstOrDefault(row => row.TokenHash == hash) is not { } link || !link.IsOpen(scope.Now) || scope.Db.Referrals.Find(link.ReferralId) is not { } referral)
            return NotValid;
        return referral.ConsentGate == "withdrawn" || referral.State is ReferralState.Cancelled or ReferralState.Duplicate ? NotValid : (link, referral);
    }

    private static Actor ActorOf(PartnerLink link) => new("partner", link.Id, link.Recipient);

    private static Outcome<string> Act(WriteScope scope, ReferralCommandHandler referrals, Referral referral, string action, Actor actor, PartnerAnswer answer) =>
        referrals.Act(scope, referral.Id, action, InputOf(referral, answer), actor);
}
