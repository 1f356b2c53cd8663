using Runink.Domain.Patients;
using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Teams;

namespace Runink.Domain.Referrals;

/// <summary>The three chips of a card. Dossier in percent; authorization and consent as words.</summary>
/// <param name="Authorization">unknown, not-required, required, submitted, pended, modified, approved, denied, appealed.</param>
/// <param name="Consent">unknown, active, withdrawn.</param>
public sealed record ReferralGates(int Dossier, string Authorization, string Consent);

/// <summary>What started a referral: an escalation, a person, a message.</summary>
public sealed record ReferralSource(string Type, string Id);

/// <param name="Priority">urgent, soon or routine.</param>
/// <param name="Recipient">Who is to see the patient; null until somebody chose.</param>
/// <param name="NextAction">What its owner does next, as a sentence without a full stop: "Accept or return".</param>
public sealed record ReferralCard(
    string Id, string Service, PatientCard Patient, ReferralState State, string Priority, PersonRef? Owner, string NextAction,
    DateTimeOffset? DueAt, ReferralGates Gates, IReadOnlyList<string> Exceptions, ReferralSource Source,
    DateTimeOffset EnteredStateAt, DateTimeOffset OpenedAt, int Version, string? Reason, string? Recipient)
{
    /// <summary>When anything last happened to it.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    public DateTimeOffset? VisitAt { get; init; }

    /// <summary>Who has it in hand, until when; null when nobody has.</summary>
    public PersonRef? Worker { get; init; }

    public DateTimeOffset? WorkUntil { get; init; }

    /// <summary>Names of the <see cref="ReferralWorklists"/> in which it stands now.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];
}

/// <param name="Group">Intake, Clinical, Authorization, Access, Loop closure or Set aside.</param>
/// <param name="Limit">How many may stand there before one more needs a reason; null when it does not matter.</param>
/// <param name="All">How many stand there, shown or not: the limit is of these.</param>
public sealed record BoardColumn(ReferralState State, string Title, string Group, int? Limit, int All, IReadOnlyList<ReferralCard> Cards);

/// <param name="Counts">How many cards each worklist has, by its name; "all" is the board.</param>
public sealed record Board(IReadOnlyList<BoardColumn> Columns, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<WorkLimit> LaneLimits);

/// <summary>One thing that this caller may do to this version of a referral, or why not.</summary>
/// <param name="Name">Name of the action in the API, e.g. <c>triage</c>.</param>
/// <param name="To">The column it leads to; null for actions that do not move the card.</param>
/// <param name="WhyNot">Null when allowed.</param>
/// <param name="Group">What it is for: forward, people, authorization, consent, patient, exceptions, aside.</param>
/// <param name="Undo">The action that takes this one back right away; null when there is none.</param>
/// <param name="TakesDate">A date may be given, and means something.</param>
/// <param name="NeedsPerson">A colleague has to be named.</param>
public sealed record ReferralAction(
    string Name, string Label, ReferralState? To, string? WhyNot, bool NeedsReason, bool NeedsDate, string Group, string? Undo = null, bool TakesDate = false, bool NeedsPerson = false)
{
    /// <summary>Words, a date or a colleague belong to it.</summary>
    public bool Asks => NeedsReason || NeedsDate || TakesDate || NeedsPerson;

    /// <summary>Why a reason is needed that is otherwise not: where it leads is full.</summary>
    public string? Full { get; init; }
}

/// <param name="ExpectedVersion">The version that the caller saw; another one now is refused as stale.</param>
/// <param name="Recipient">Entry of the directory that is chosen, by id and name.</param>
/// <param name="To">The colleague who is meant.</param>
/// <param name="Barrier">What keeps the patient from coming: one of <see cref="Scheduling.Barriers"/>.</param>
/// <param name="FromPartner">It comes by a link, and is one of the few things that only a partner does.</param>
public sealed record ReferralInput(int ExpectedVersion, string? Reason = null, DateTimeOffset? Date = null, string? Note = null, bool FromPartner = false, PersonRef? Recipient = null, PersonRef? To = null, string? Barrier = null)
{
    /// <summary>What an approval grants beside its last day, which is the date.</summary>
    public AuthorizedScope? Authorized { get; init; }
}

/// <param name="Date">The date that the action named.</param>
public sealed record ReferralEvent(DateTimeOffset At, string Kind, string Actor, ReferralState? From, ReferralState? To, string? Text, DateTimeOffset? Date);

/// <param name="Waits">Who waited on whom: adds up to the time since it was received.</param>
/// <param name="Twins">Other open referrals of the patient to the same service.</param>
public sealed record ReferralView(
    ReferralCard Card, string? Reason, IReadOnlyList<ReferralAction> Actions, IReadOnlyList<ReferralEvent> Events, ReferralWaits Waits, IReadOnlyList<ReferralCard> Twins);
