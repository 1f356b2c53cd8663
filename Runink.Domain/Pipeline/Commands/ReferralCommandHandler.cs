using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a person asks for. The patient is one that the caller sees.</summary>
/// <param name="Priority">urgent, soon or routine.</param>
/// <param name="Consent">The patient agreed that it is sent.</param>
public sealed record ReferralDraft(string PatientId, string Service, string Priority, string Reason, bool Consent);

/// <summary>A referral that is asked for, by whomever.</summary>
internal sealed record ReferralOpening(string PatientId, string Service, string Priority, string? Reason, string SourceType, string SourceId)
{
    /// <summary>The values that started it come with it.</summary>
    public bool HasValues { get; init; }
}

/// <summary>Commands on referrals, inside the writing transaction, by the rules of their service.</summary>
public sealed partial class ReferralCommandHandler
{
    public const int LongestService = 200;

    private readonly IntakeRulesCatalog rules;
    private readonly WorkCalendars calendars;
    private readonly ReferralAnnouncer announcer;
    private readonly Payers payers;
    private readonly SiteOptions site;

    internal ReferralCommandHandler(IntakeRulesCatalog rules, WorkCalendars calendars, ReferralAnnouncer announcer, Payers payers, SiteOptions site) =>
        (this.rules, this.calendars, this.announcer, this.payers, this.site) = (rules, calendars, announcer, payers, site);

    public Outcome<string> Open(WriteScope scope, ReferralDraft draft, Actor actor)
    {
        if (draft.Service.Trim() is not { Length: > 0 and <= LongestService } service)
            return new Refusal("invalid", $"Say which service is asked for, in at most {LongestService} characters.");
        if (draft.Priority is not ("urgent" or "soon" or "routine"))
            return new Refusal("invalid", "The priority is urgent, soon or routine.");
        if (draft.Reason.Trim() is not { Length: > 0 } reason)
            return new Refusal("reason-required", "Say why: whoever receives it decides by that.");
        if (scope.Db.Patients.Find(draft.PatientId) is not { } patient)
            return new Refusal("not-found", "There is no such patient.");
        var referral = Open(scope, new ReferralOpening(patient.Id, service, draft.Priority, reason, actor.Kind, actor.Id), actor, Detail.Of(("service", service)));
        return draft.Consent ? Act(scope, referral.Id, "record-consent", new ReferralInput(referral.Version), actor) : referral.Id;
    }

    /// <summary>Two of one patient to one service can both be right: the second is opened too, and says so.</summary>
    internal Referral Open(WriteScope scope, ReferralOpening request, Actor actor, string detail)
    {
        var place = DossierReader.PlaceOf(scope.Db, request.PatientId, scope.Now);
        var service = rules.For(request.Service, place.Payer, place.Unit, calendars);
        var decision = service.Decide(request.Priority, DossierReader.Read(scope.Db, request, service.Documents, scope.Now), scope.Now);
        var referral = Referral.Open(
            scope.Ids.Next(), request.Service, request.PatientId, decision, request.Reason, request.SourceType, request.SourceId, place, scope.Now,
            mayBeDuplicate: ReferralEffects.Twins(scope, request.PatientId, request.Service).Count > 0);
        ReferralEffects.Opened(scope, referral, actor, detail);
        if (decision.PriorityBecause is { } because)
            ReferralEffects.Took(scope, referral, new ReferralStep($"priority-{decision.Priority}", referral.State, referral.State, $"{because} ({decision.Rules})", null), Actor.System);
        return referral;
    }

    public Outcome<string> Act(WriteScope scope, string id, string action, ReferralInput input, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (NotReady(scope.Db, referral, action, input) is { } notReady)
            return notReady;
        var hadVisit = referral.VisitAt is not null;
        var outcome = referral.Apply(action, input, new PersonRef(actor.Id, actor.Name), RulesOf(referral).Clocks, scope.Now);
        if (outcome.Refusal is { } refusal)
            return refusal;
        if (action is "partner-accepts" or "schedule" or "decline" or "seen")
            Choices(scope, id).LastOrDefault()?.Follow(action, scope.Now);
        if (hadVisit)
        {
            SlotBookings.Follow(scope, referral, outcome.Value!, actor);
            VisitMessageEffects.Follow(scope, referral);
        }

        var line = ReferralEffects.Took(scope, referral, outcome.Value!, actor);
        announcer.Announce(scope, referral, outcome.Value!, line, actor);
        if (action is "seen" or "approve-authorization")
            AuthorizationUses.Recount(scope, referral, site.Zone);
        if (action is "record-consent" or "withdraw-consent" or "clear-consent")
            Assess(scope, referral);
        return id;
    }

    /// <summary>It is to be settled though something is missing, and nobody has said why.</summary>
    public Refusal? NotReady(CompanionDb db, Referral referral, string action, ReferralInput input) =>
        action == "settle" && string.IsNullOrWhiteSpace(input.Reason) && referral.State == ReferralState.LoopClosed && input.ExpectedVersion == referral.Version && Financial(db, referral).Missing is { } missing
            ? new Refusal("reason-required", $"{missing} Say why it is settled all the same.") : null;

    /// <summary>Whether it can be billed, and what is missing.</summary>
    public FinancialReadiness Financial(CompanionDb db, Referral referral) => FinancialReadiness.Decide(FinancialFacts(db, referral));

    public FinancialFacts FinancialFacts(CompanionDb db, Referral referral) => FinancialReader.Read(db, referral, payers, site.Zone);

    /// <summary>What would come of it: asks a copy that nobody keeps.</summary>
    public Outcome<ReferralStep> Try(Referral copy, string action, ReferralInput input, PersonRef by, DateTimeOffset now) => copy.Apply(action, input, by, RulesOf(copy).Clocks, now);

    /// <summary>Who of the directory could see the patient, the best first.</summary>
    public IReadOnlyList<RoutingCandidate> Candidates(CompanionDb db, Referral referral, DateTimeOffset now) => RoutingReader.Read(db, rules, referral, now);

    /// <summary>A person chooses; whoever takes another than the first says why.</summary>
    public Outcome<string> Choose(WriteScope scope, string id, string serviceId, ReferralInput input, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        var candidates = Candidates(scope.Db, referral, scope.Now);
        var rank = candidates.TakeWhile(candidate => candidate.Id != serviceId).Count();
        if (rank == candidates.Count)
            return new Refusal("not-found", "The directory has no such entry for this service.");
        var chosen = candidates[rank];
        if (chosen.WhyNot is { } whyNot)
            return new Refusal("not-allowed-now", $"{chosen.Name} cannot be chosen: {whyNot}");
        if (rank > 0 && string.IsNullOrWhiteSpace(input.Reason))
            return new Refusal("reason-required", $"{candidates[0].Name} stands before it: say why {chosen.Name}.");
        if (Act(scope, id, "choose-recipient", input with { Recipient = new PersonRef(chosen.Id, chosen.Name), Note = chosen.Name, Reason = input.Reason is { Length: > 0 } why ? $"{chosen.Name}: {why}" : null }, actor).Refusal is { } refusal)
            return refusal;
        scope.Db.RecipientChoices.Add(new RecipientChoice
        {
            ReferralId = id, Ordinal = Choices(scope, id).Count, ServiceId = chosen.Id, Name = chosen.Name, At = scope.Now, By = actor.Name, Rank = rank + 1, Points = chosen.Points, Reason = input.Reason,
        });
        return id;
    }

    /// <summary>What the dossier has of what is needed, now.</summary>
    public DossierAssessment Dossier(CompanionDb db, Referral referral, DateTimeOffset now)
    {
        var items = RulesOf(referral).Documents;
        return DossierAssessment.Of(items, DossierReader.Read(db, OpeningOf(referral), items, now, referral), now);
    }

    /// <summary>By when its visit should be, counted from when it became ready; null while nothing says so.</summary>
    public DateTimeOffset? AccessDueAt(Referral referral) => referral.State switch
    {
        ReferralState.ReadyToSchedule => RulesOf(referral).Clocks.DueAt(ReferralState.Scheduled, referral.Priority, referral.EnteredStateAt, TimeSpan.Zero),
        ReferralState.Scheduled => referral.DueAt,
        _ => null,
    };

    /// <summary>What the recipient of this referral needs, by its rules.</summary>
    public IReadOnlyList<DossierItem> Needs(Referral referral) => RulesOf(referral).Documents;

    /// <summary>Words of a reason that raise a priority, by its rules.</summary>
    public PriorityWords PriorityWordsOf(Referral referral) => RulesOf(referral).Priority;

    /// <summary>Who owns the state in which it stands, by its rules; null when they do not say.</summary>
    public string? TeamOf(Referral referral) => RulesOf(referral).Owners.GetValueOrDefault(referral.State);

    public Outcome<string> AddDocument(WriteScope scope, string id, FileDraft file, Actor actor)
    {
        if (scope.Db.Referrals.Find(id) is not { } referral)
            return new Refusal("not-found", "There is no such referral.");
        if (file.Item is { } item && !RulesOf(referral).Documents.Any(one => string.Equals(one.Name, item, StringComparison.OrdinalIgnoreCase)))
            return new Refusal("invalid", $"{item} is not among what this service needs.");
        var kept = ReferralDocuments.Add(scope, id, file, actor, isReport: false);
        if (kept.Value is not { } document)
            return kept.Refusal!;
        scope.Flush();
        Assess(scope, referral);
        return document.Id;
    }

    /// <summary>Looks through the dossier again: something came, or grew old.</summary>
    internal void Assess(WriteScope scope, Referral referral)
    {
        if (referral.Assess(Dossier(scope.Db, referral, scope.Now), scope.Now) is { } step)
            ReferralEffects.Took(scope, referral, step, Actor.System);
    }

    private static List<RecipientChoice> Choices(WriteScope scope, string id)
    {
        scope.Db.RecipientChoices.Where(row => row.ReferralId == id).Load();
        return [.. scope.Db.RecipientChoices.Local.Where(row => row.ReferralId == id).OrderBy(row => row.Ordinal)];
    }

    private static ReferralOpening OpeningOf(Referral referral) =>
        new(referral.PatientId, referral.Service, referral.Priority, referral.Reason, referral.SourceType, referral.SourceId) { HasValues = referral.SourceType == "escalation" };

    private ServiceRules RulesOf(Referral referral) => rules.For(referral.Service, referral.Payer, referral.Unit, calendars);
}
