using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>
/// Requests to payers and their answers, inside the writing transaction. The referral moves by its own table of moves; what a payer says and the table does
/// not allow is kept with the request and shows as an exception.
/// </summary>
public sealed class AuthorizationCommandHandler(ReferralCommandHandler referrals, AuthorizationPlans plans)
{
    private const int LargestControlNumber = 999_999_999;

    /// <summary>Puts a request where the worker finds it; nothing has left yet.</summary>
    /// <returns>The trace number.</returns>
    public Outcome<string> Submit(WriteScope scope, string id, AuthorizationAsk ask, int version, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (referral.Version != version)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (WhyNot(scope, referral) is { } whyNot)
            return whyNot;
        if (ask.Fault() is { } fault)
            return new Refusal("invalid", fault);
        var planned = plans.Of(scope.Db, referral, ask, scope.Now);
        if (planned.Value is not { } plan)
            return planned.Refusal!;
        var trace = scope.Ids.Next();
        int? control = plan.Payer.Channel == PayerChannel.X12 ? NextControlNumber(scope) : null;
        var request = new AuthorizationRequest
        {
            Id = trace, ReferralId = id, Payer = plan.Payer.Name, Channel = plan.Payer.Channel, ServiceType = ask.ServiceType, Procedure = ask.Procedure, Diagnoses = string.Join(' ', ask.Diagnoses), Units = ask.Units,
            From = ask.From, Until = ask.Until, IsUrgent = plan.IsUrgent, MemberId = plan.Party.MemberId, Content = plan.Write(trace, control ?? 0), ControlNumber = control, PreparedAt = scope.Now, PreparedBy = actor.Name,
        };
        // A file that nobody fetches from a folder waits for the person who downloads it.
        if (plan.Payer is not { Channel: PayerChannel.X12, Route.Folder.Length: 0 })
            request.Queue(scope.Now);
        scope.Db.AuthorizationRequests.Add(request);
        Note(scope, referral, "authorization-prepared", $"{(ask.Units == 1 ? "1 visit" : $"{ask.Units} visits")} from {ask.From:yyyy-MM-dd} until {ask.Until:yyyy-MM-dd}, to {plan.Payer.Name}", actor);
        scope.Record("authorization_prepared", new Subject("referral", id), actor, Detail.Of(("request", trace), ("payer", plan.Payer.Name), ("channel", plan.Payer.Channel.ToString()), ("contentHash", Detail.HashOf(request.Content))));
        return trace;
    }

    /// <summary>Why this referral cannot be submitted now; null when it can.</summary>
    public static Refusal? WhyNot(WriteScope scope, Referral referral)
    {
        scope.Db.AuthorizationRequests.Where(row => row.ReferralId == referral.Id).Load();
        return WhyNot(referral, scope.Db.AuthorizationRequests.Local.FirstOrDefault(row => row.ReferralId == referral.Id && row.IsOpen), scope.Now);
    }

    public static Refusal? WhyNot(Referral referral, AuthorizationRequest? open, DateTimeOffset now)
    {
        if (open is not null)
            return new Refusal("not-allowed-now", $"A request to {open.Payer} is on its way already.");
        return ReferralFlow.Actions(referral, now).FirstOrDefault(action => action.Name == "submit-authorization") switch
        {
            null => new Refusal("not-allowed-now", $"In {ReferralStates.Of(referral.State).Title} no authorization is sought."),
            { WhyNot: { } why } => new Refusal("not-allowed-now", why),
            _ => null,
        };
    }

    /// <summary>Written down before the first byte leaves.</summary>
    /// <returns>Null when it need not be sent any more.</returns>
    public static AuthorizationRequest? Begin(WriteScope scope, string request)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { IsOpen: true } row || row.Next(scope.Now) != AuthorizationStep.Submit)
            return null;
        row.Begin();
        return row;
    }

    /// <summary>The payer has it; its clock runs.</summary>
    public void Sent(WriteScope scope, string request, string receipt)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { IsOpen: true } row || scope.Db.Referrals.Find(row.ReferralId) is not { } referral)
            return;
        if (row.Channel == PayerChannel.X12)
            row.Written(scope.Now);
        else
            row.Sent(scope.Now);
        if (referral is { State: ReferralState.Authorization, AuthorizationGate: not ("submitted" or "pended" or "appealed" or "approved") })
            Follow(scope, referral, row, "submit-authorization", receipt, null, null);
        scope.Announce(new Change("referral", referral.Id));
    }

    /// <summary>It did not get through, this time or for good.</summary>
    /// <param name="isNotThere">The payer's server said itself that it did not take it.</param>
    public void Failed(WriteScope scope, string request, string problem, bool isNotThere, TimeSpan? wait, bool isFinal = false)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { IsOpen: true } row || scope.Db.Referrals.Find(row.ReferralId) is not { } referral)
            return;
        var before = row.Problem;
        if (isFinal && isNotThere)
            row.Refuse(problem);
        else if (isFinal)
            row.GiveUp(problem);
        else
            row.Fail(problem, isNotThere, wait, scope.Now);
        if (!row.IsOpen)
            Raise(scope, referral, row.State == AuthorizationRequestState.Refused ? $"{row.Payer} does not take the request: {problem} Mend it and send it anew, or ask by telephone, fax or portal." : $"The request did not get to {row.Payer}: {problem} Ask by telephone, fax or portal, or send it again.", PayerActor(row));
        else if (problem != before)
            Note(scope, referral, "authorization-not-answered", problem, PayerActor(row));
        scope.Announce(new Change("referral", referral.Id));
    }

    /// <summary>The payer knows nothing of it: it goes again, under the same number.</summary>
    public static void NotThere(WriteScope scope, string request)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is { State: AuthorizationRequestState.Waiting or AuthorizationRequestState.Sending } row)
            row.NotThere(scope.Now);
    }

    /// <summary>Whoever has left the board waits for no payer.</summary>
    /// <returns>Whether it need not be asked any more.</returns>
    public static bool Drop(WriteScope scope, string request)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { IsOpen: true } row || scope.Db.Referrals.Find(row.ReferralId) is not { } referral || ReferralStates.IsOpen(referral.State))
            return false;
        row.Withdraw();
        Note(scope, referral, "authorization-withdrawn", $"{row.Payer}: the referral has ended", Actor.System);
        return true;
    }

    public static void Inquired(WriteScope scope, string request) => scope.Db.AuthorizationRequests.Find(request)?.Inquired();

    /// <summary>The payer answered, by whatever way. The same answer again changes nothing.</summary>
    /// <param name="hash">Of the answer as it came; null where a person heard it.</param>
    public Outcome<string> Hear(WriteScope scope, string request, PayerAnswer answer, string? hash, Actor? actor = null, PayerWord? word = null)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { } row || scope.Db.Referrals.Find(row.ReferralId) is not { } referral)
            return new Refusal("not-found", "There is no such request.");
        if (row.State == AuthorizationRequestState.Withdrawn)
            return new Refusal("not-allowed-now", "The request was taken back.");
        if (row.AnswerHash is not null && row.AnswerHash == hash && row.State == AuthorizationRequestState.Decided)
            return row.Id;
        answer = answer.Against(row.Ask);
        var wasDecided = row.State == AuthorizationRequestState.Decided;
        if (!row.Hear(answer, hash, word?.How, word?.From, scope.Now))
            return row.Id;
        var by = actor ?? PayerActor(row);
        var ask = row.Channel == PayerChannel.Hand ? null : row.Ask;
        var text = word is null ? answer.Line(ask) : $"{answer.Line(ask)} ({word.From} by {AnnouncementCommandHandler.Ways.GetValueOrDefault(word.How, word.How)})";
        scope.Record("authorization_answered", new Subject("referral", referral.Id), by, Detail.Of(("request", row.Id), ("action", answer.Action), ("decision", answer.Decision.ToString()), ("answerHash", hash), ("textHash", Detail.HashOf(text))));
        scope.Announce(new Change("referral", referral.Id));
        if (wasDecided)
        {
            Raise(scope, referral, $"{row.Payer} answered again, and otherwise: {text}", by);
            return row.Id;
        }

        if (referral is { State: ReferralState.Authorization, AuthorizationGate: not ("submitted" or "pended" or "appealed") } && answer.Decision != PayerDecision.NotRequired)
            Follow(scope, referral, row, "submit-authorization", $"To {row.Payer}", null, null, by);
        Take(scope, referral, row, answer, text, by);
        return row.Id;
    }

    /// <summary>A person heard it from the payer, while a request is under way or without one.</summary>
    public Outcome<string> HearByHand(WriteScope scope, string id, PayerWord word, int version, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (referral.Version != version)
            return new Refusal("stale-version", "Somebody changed this referral meanwhile. Look again, then decide.");
        if (referral.State != ReferralState.Authorization)
            return new Refusal("not-allowed-now", $"In {ReferralStates.Of(referral.State).Title} no answer of a payer is waited for.");
        scope.Db.AuthorizationRequests.Where(row => row.ReferralId == id).Load();
        var row = scope.Db.AuthorizationRequests.Local.Where(one => one.ReferralId == id).OrderByDescending(one => one.Id, StringComparer.Ordinal).FirstOrDefault(one => one.IsOpen || one.State is AuthorizationRequestState.GivenUp);
        if (row is null)
        {
            var today = LocalTimes.Day(scope.Now, plans.Site.Zone);
            row = new AuthorizationRequest
            {
                Id = scope.Ids.Next(), ReferralId = id, Payer = plans.Payers.Find(referral.Payer)?.Name ?? referral.Payer ?? "Payer", Channel = PayerChannel.Hand, ServiceType = "", Diagnoses = "", Units = word.Answer.Units ?? 0,
                From = word.Answer.From ?? today, Until = word.Answer.Until ?? today, IsUrgent = referral.Priority == "urgent", MemberId = "", PreparedAt = referral.AuthorizationSubmittedAt ?? scope.Now, PreparedBy = actor.Name,
            };
            scope.Db.AuthorizationRequests.Add(row);
        }

        return Hear(scope, row.Id, word.Answer, null, actor, word);
    }

    /// <summary>A person sends once more what did not get through; whether it is there is asked first.</summary>
    public static Outcome<string> Again(WriteScope scope, string id, string request, Actor actor)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { } row || row.ReferralId != id || scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such request.");
        if (row.State != AuthorizationRequestState.GivenUp)
            return new Refusal("not-allowed-now", "Only what did not get through can be sent again.");
        if (WhyNot(scope, referral) is { } refusal)
            return refusal;
        row.Again(scope.Now);
        Note(scope, referral, "authorization-sent-again", $"To {row.Payer}", actor);
        return row.Id;
    }

    /// <summary>The file was handed to the payer by a person.</summary>
    public Outcome<string> HandOver(WriteScope scope, string id, string request, Actor actor)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { Channel: PayerChannel.X12 } row || row.ReferralId != id)
            return new Refusal("not-found", "There is no such file.");
        if (row.State != AuthorizationRequestState.Waiting)
            return new Refusal("already-done", "It was handed over already.");
        Sent(scope, request, $"{row.FileName} handed over by {actor.Name}");
        return row.Id;
    }

    /// <summary>Takes a request back that the payer has not decided. What the payer says of it later counts no more.</summary>
    public static Outcome<string> Withdraw(WriteScope scope, string id, string request, string reason, Actor actor)
    {
        if (scope.Db.AuthorizationRequests.Find(request) is not { } row || row.ReferralId != id || scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such request.");
        if (!row.IsOpen)
            return new Refusal("not-allowed-now", "It is not under way any more.");
        row.Withdraw();
        Note(scope, referral, "authorization-withdrawn", $"{row.Payer}: {reason}{(row.MayBeThere ? ". The payer may have it: tell them." : "")}", actor);
        return row.Id;
    }

    private void Take(WriteScope scope, Referral referral, AuthorizationRequest row, PayerAnswer answer, string text, Actor by)
    {
        var ask = row.Ask;
        switch (answer.Decision)
        {
            case PayerDecision.Approved:
                // Certified in total, without more words, is what was asked.
                var granted = row.Channel == PayerChannel.Hand ? answer : answer with { Units = answer.Units ?? ask.Units, From = answer.From ?? ask.From, Until = answer.Until ?? ask.Until };
                Follow(scope, referral, row, "approve-authorization", text, End(granted.Until), Scope(granted), by);
                AuthorizationUses.Recount(scope, referral, plans.Site.Zone);
                break;
            case PayerDecision.Modified:
                Follow(scope, referral, row, "modify-authorization", text, End(answer.Until), Scope(answer), by);
                break;
            case PayerDecision.Denied:
                Follow(scope, referral, row, "deny-authorization", text, null, null, by);
                break;
            case PayerDecision.NotRequired:
                Follow(scope, referral, row, "waive-authorization", text, null, null, by);
                break;
            case PayerDecision.Pended when referral.AuthorizationGate == "pended":
                Note(scope, referral, "pend-authorization", text, by);
                break;
            default:
                Follow(scope, referral, row, "pend-authorization", text, null, null, by);
                break;
        }
    }

    private void Follow(WriteScope scope, Referral referral, AuthorizationRequest row, string action, string text, DateTimeOffset? date, AuthorizedScope? authorized, Actor? actor = null)
    {
        var by = actor ?? PayerActor(row);
        if (referrals.Act(scope, referral.Id, action, new ReferralInput(referral.Version, text, date) { Authorized = authorized }, by).Refusal is { } refusal)
            Raise(scope, referral, $"{row.Payer}: {text}. That could not be followed: {refusal.Message}", by);
    }

    private void Raise(WriteScope scope, Referral referral, string text, Actor by)
    {
        if (referrals.Act(scope, referral.Id, "raise-integration", new ReferralInput(referral.Version, text), by).Refusal is not null)
            referrals.Act(scope, referral.Id, "comment", new ReferralInput(referral.Version, text), by);
    }

    private static void Note(WriteScope scope, Referral referral, string kind, string text, Actor actor) => ReferralEffects.Note(scope, referral.Id, kind, text, null, actor);

    private static Actor PayerActor(AuthorizationRequest row) => new("payer", row.Id, row.Payer);

    private AuthorizedScope Scope(PayerAnswer answer) => new(answer.Number, answer.Units, answer.From is { } from ? At(from) : null);

    /// <summary>The whole last day counts.</summary>
    private DateTimeOffset? End(DateOnly? until) => until is { } last ? At(last.AddDays(1)).AddSeconds(-1) : null;

    private DateTimeOffset At(DateOnly day) => LocalTimes.StartOf(day, plans.Site.Zone);

    /// <summary>Never given twice, over all payers: a number that two interchanges share says nothing.</summary>
    private static int NextControlNumber(WriteScope scope)
    {
        var last = scope.Db.AuthorizationRequests.Max(row => row.ControlNumber) ?? 0;
        var local = scope.Db.AuthorizationRequests.Local.Max(row => row.ControlNumber) ?? 0;
        return Math.Max(last, local) is var highest && highest < LargestControlNumber ? highest + 1 : throw new InvalidOperationException("All control numbers of X12 interchanges are used.");
    }
}
