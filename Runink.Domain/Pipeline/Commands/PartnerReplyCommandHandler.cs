using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a recipient answers without a page of ours. It names the referral by our number: a patient alone names none.</summary>
public sealed record PartnerReply(string ReferralId, PartnerAnswer Answer);

/// <summary>Answers of recipients by files and by their own systems: the same rules as on the page of a link, on the same referral.</summary>
public static class PartnerReplyCommandHandler
{
    private static readonly Refusal NotTheirs = new("not-found", "There is no such referral, or it is not with them.");

    /// <summary>What would come of it; true when it was said before and nothing follows.</summary>
    /// <param name="parties">Entries of the directory for whom may be answered; null for whoever the referral is with.</param>
    public static Outcome<bool> Try(CompanionDb db, ReferralCommandHandler referrals, PartnerReply reply, IReadOnlyCollection<string>? parties, DateTimeOffset now)
    {
        var found = Find(db.Referrals.AsNoTracking().FirstOrDefault(row => row.Id == reply.ReferralId), reply, db, parties);
        if (found.Refusal is { } refusal)
            return refusal;
        var (referral, party) = found.Value;
        if (WasSaid(db, referral, party.Id, reply.Answer))
            return true;
        if (PartnerCommandHandler.NotNow(referral, reply.Answer, now) is { } not)
            return not;
        var tried = referrals.Try(referral, PartnerCommandHandler.ActionOf(reply.Answer.Kind), PartnerCommandHandler.InputOf(referral, reply.Answer), new PersonRef(party.Id, party.Name), now);
        return tried.Refusal is { } why ? why : false;
    }

    /// <returns>True when it was said before: nothing is written.</returns>
    public static Outcome<bool> Take(WriteScope scope, ReferralCommandHandler referrals, PartnerReply reply, IReadOnlyCollection<string>? parties, Actor by, string way)
    {
        var found = Find(scope.Db.Referrals.Find(reply.ReferralId), reply, scope.Db, parties);
        if (found.Refusal is { } refusal)
            return refusal;
        var (referral, party) = found.Value;
        if (WasSaid(scope.Db, referral, party.Id, reply.Answer))
            return true;
        var done = PartnerCommandHandler.Take(scope, referrals, referral, new Actor("partner", party.Id, party.Name), reply.Answer);
        if (done.Refusal is { } why)
            return why;
        if (reply.Answer.Kind == "decline")
        {
            foreach (var link in scope.Db.PartnerLinks.Where(row => row.ReferralId == referral.Id && row.Recipient == party.Name).ToList())
                link.Revoke(scope.Now);
        }

        scope.Record("partner_reply_taken", new Subject("referral", referral.Id), by, Detail.Of(("party", party.Id), ("answer", reply.Answer.Kind), ("way", way), ("textHash", Detail.HashOf(reply.Answer.Text))));
        return false;
    }

    /// <summary>What a Task in the partner's system says now. What the referral does not allow is a question to whoever owns it, and not lost.</summary>
    public static void Hear(WriteScope scope, ReferralCommandHandler referrals, string referralId, string party, PartnerTaskState task, string way)
    {
        foreach (var said in PartnerTaskWord.Of(task, scope.Now))
        {
            var answer = new PartnerAnswer(said.Kind, said.Text, said.Date);
            var reply = new PartnerReply(referralId, answer);
            if (Take(scope, referrals, reply, [party], Actor.System, way).Refusal is { } refusal && refusal.Code != NotTheirs.Code)
                _ = Take(scope, referrals, new PartnerReply(referralId, new PartnerAnswer("ask", $"Their system says “{task.Status}”{(answer.Text is { } text ? $": {text}" : "")}. Here: {refusal.Message}")), [party], Actor.System, way);
        }
    }

    private static Outcome<(Referral Referral, HealthcareService Party)> Find(Referral? referral, PartnerReply reply, CompanionDb db, IReadOnlyCollection<string>? parties)
    {
        if (referral is null || referral.ConsentGate == "withdrawn")
            return NotTheirs;
        // Who declined has no part in it any more, but may send the same file again.
        var id = referral.RecipientId ?? (reply.Answer.Kind == "decline" ? db.ReferralEvents.Where(row => row.ReferralId == referral.Id && row.Kind == "decline").OrderByDescending(row => row.Id).Select(row => row.ActorId).FirstOrDefault() : null);
        if (id is null)
            return parties is null ? new Refusal("not-allowed-now", "No recipient is chosen: nobody was asked.") : NotTheirs;
        if (parties?.Contains(id) == false || db.HealthcareServices.Find(id) is not { } party)
            return NotTheirs;
        if (!ReferralStates.IsOpen(referral.State))
            return new Refusal("not-allowed-now", $"It is closed: {ReferralStates.Of(referral.State).Title}.");
        return (referral, party);
    }

    /// <summary>A file that is sent again, or a system that is asked again, says nothing new.</summary>
    private static bool WasSaid(CompanionDb db, Referral referral, string party, PartnerAnswer answer)
    {
        var action = PartnerCommandHandler.ActionOf(answer.Kind);
        // Since it was last sent to them: who is asked again may answer again.
        var since = db.ReferralEvents.Where(row => row.ReferralId == referral.Id && (row.Kind == "choose-recipient" || row.Kind == "reroute" || row.Kind == "reopen")).Max(row => (DateTimeOffset?)row.At) ?? DateTimeOffset.MinValue;
        return db.ReferralEvents.Any(row => row.ReferralId == referral.Id && row.Kind == action && row.ActorId == party && row.At >= since
            && (action == "partner-accepts" || action == "decline" || (action == "partner-proposes" ? row.Date == answer.Date : row.Text == answer.Text)));
    }
}
