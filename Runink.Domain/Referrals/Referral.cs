using Runink.Domain.Referrals.Rules;
using Runink.Domain.Teams;

namespace Runink.Domain.Referrals;

/// <summary>A referral on its way from intake to a closed loop.</summary>
public sealed partial class Referral
{
    /// <summary>Said beside what stands in the way, though nobody put it there.</summary>
    public const string Overdue = "Overdue";

    public required string Id { get; init; }

    public required string Service { get; init; }

    public required string PatientId { get; init; }

    public ReferralState State { get; private set; } = ReferralState.Received;

    /// <summary>Where it returns to when a hold ends.</summary>
    public ReferralState? HeldFrom { get; private set; }

    /// <summary>urgent, soon or routine.</summary>
    public required string Priority { get; set; }

    /// <summary>What the order of another system says; people here may have decided otherwise.</summary>
    public string? OrderedPriority { get; set; }

    public string? Reason { get; init; }

    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    /// <summary>Who has it in hand until <see cref="WorkUntil"/>; beside its owner, and for minutes.</summary>
    public string? WorkerId { get; private set; }

    public string? WorkerName { get; private set; }

    public DateTimeOffset? WorkUntil { get; private set; }

    /// <summary>When anything last happened to it.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Percent by weight of what the recipient needs, as it was last looked through; 100 once a person has said that it is enough.</summary>
    public int Dossier { get; private set; }

    /// <summary>When its dossier was last looked through; null while nobody needs to know any more.</summary>
    public DateTimeOffset? AssessedAt { get; private set; }

    /// <summary>A person said that the dossier is complete.</summary>
    public bool DossierConfirmed { get; private set; }

    /// <summary>The rules by which it was taken in: "cardiology v3"; null for the standard.</summary>
    public string? Rules { get; init; }

    /// <summary>Who paid for the patient when it was made; null when nobody is known.</summary>
    public string? Payer { get; init; }

    /// <summary>Where the patient was when it was made; null when nowhere here.</summary>
    public string? Unit { get; init; }

    /// <summary>Who is to see the patient: an entry of the directory of services; null until somebody chose.</summary>
    public string? RecipientId { get; private set; }

    public string? RecipientName { get; private set; }

    /// <summary>How often somebody to whom it was sent said no.</summary>
    public int Declines { get; private set; }

    public string AuthorizationGate { get; private set; } = "unknown";

    public string ConsentGate { get; private set; } = "unknown";

    /// <summary>When the payer was asked; its clock runs from here.</summary>
    public DateTimeOffset? AuthorizationSubmittedAt { get; private set; }

    /// <summary>When the payer answered for good.</summary>
    public DateTimeOffset? AuthorizationDecidedAt { get; private set; }

    /// <summary>By when an appeal is to be answered.</summary>
    public DateTimeOffset? AppealDueAt { get; private set; }

    /// <summary>An approval holds for visits until then; null when it names no end.</summary>
    public DateTimeOffset? AuthorizedUntil { get; private set; }

    /// <summary>Visits before then are not what was approved; null when it names no beginning.</summary>
    public DateTimeOffset? AuthorizedFrom { get; private set; }

    /// <summary>How many visits were approved; null when nobody counts them.</summary>
    public int? AuthorizedUnits { get; private set; }

    /// <summary>How many of them are used, by visits that took place and by charges.</summary>
    public int UnitsUsed { get; private set; }

    /// <summary>The payer's number of the authorization.</summary>
    public string? AuthorizationNumber { get; private set; }

    /// <summary>Of what is running out somebody was told last.</summary>
    public string? AuthorizationWarned { get; private set; }

    public int? UnitsLeft => AuthorizedUnits - UnitsUsed;

    public DateTimeOffset? VisitAt { get; private set; }

    public ReferralExceptions OpenExceptions { get; private set; }

    /// <summary>What somebody let pass with a reason, which stands in the history.</summary>
    public ReferralExceptions Overridden { get; private set; }

    /// <summary>How often the patient was tried in vain since it became ready to schedule, over which channels, since when.</summary>
    public int Attempts { get; private set; }

    public ContactChannels AttemptedBy { get; private set; }

    public DateTimeOffset? FirstAttemptAt { get; private set; }

    /// <summary>What kept the patient from coming when that was last said.</summary>
    public string? Barrier { get; private set; }

    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset EnteredStateAt { get; private set; }

    /// <summary>While it is on hold: when it had entered the state to which it returns.</summary>
    public DateTimeOffset? HeldStateEnteredAt { get; private set; }

    /// <summary>How long its clock of this state has rested.</summary>
    public TimeSpan Paused { get; private set; }

    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public int Version { get; private set; } = 1;

    /// <summary>Who owes the next step; null once it is closed.</summary>
    public string? WaitsOn => ReferralStates.WaitsOn(State, AuthorizationGate);

    /// <summary>Who has it in hand now; a claim that has lapsed is nobody's.</summary>
    public PersonRef? WorkerAt(DateTimeOffset now) => WorkUntil > now ? new PersonRef(WorkerId!, WorkerName!) : null;

    public PersonRef? Owner => OwnerId is null ? null : new PersonRef(OwnerId, OwnerName!);

    /// <summary>The priority of a request in FHIR's words (routine, urgent, asap, stat); without any it follows how severe its cause is.</summary>
    public static string PriorityOf(string? requested, string? severity) => (requested, severity) switch
    {
        ("urgent" or "asap" or "stat", _) => "urgent",
        ("soon", _) => "soon",
        ("routine", _) => "routine",
        (_, "critical" or "high") => "urgent",
        (_, "moderate") => "soon",
        _ => "routine",
    };

    /// <param name="decision">What the rules of the service say of it.</param>
    public static Referral Open(
        string id, string service, string patientId, IntakeDecision decision, string? reason, string sourceType, string sourceId, ReferralPlace place, DateTimeOffset now, bool mayBeDuplicate = false) => new()
        {
            Id = id,
            Service = service,
            PatientId = patientId,
            Priority = decision.Priority,
            Reason = reason,
            SourceType = sourceType,
            SourceId = sourceId,
            OpenedAt = now,
            EnteredStateAt = now,
            ChangedAt = now,
            DueAt = decision.Clocks.DueAt(ReferralState.Received, decision.Priority, now, TimeSpan.Zero),
            Dossier = decision.Dossier.Percent,
            AssessedAt = now,
            AuthorizationGate = decision.Authorization,
            Rules = decision.Rules,
            Payer = place.Payer,
            Unit = place.Unit,
            OpenExceptions = (decision.Dossier.IsTooLittle ? ReferralExceptions.DocMissing : 0) | (mayBeDuplicate ? ReferralExceptions.Duplicate : 0),
        };

    /// <summary>Whether what is there still matters: somebody has to decide by it.</summary>
    public static bool IsAssessed(ReferralState state) => state is ReferralState.Draft or ReferralState.Received or ReferralState.AwaitingInformation or ReferralState.Triage;

    /// <summary>
    /// Its dossier was looked through again. What a person has said about it stands: what was asked for by hand is only here once somebody says so.
    /// </summary>
    /// <returns>Null when nothing is otherwise than it was.</returns>
    public ReferralStep? Assess(DossierAssessment dossier, DateTimeOffset now)
    {
        // Resources are kept to the millisecond, and what comes later within this one is looked at too.
        AssessedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        if (!IsAssessed(State) || DossierConfirmed)
            return null;
        var before = (Dossier, OpenExceptions);
        Dossier = dossier.Percent;
        if (State != ReferralState.AwaitingInformation)
            OpenExceptions = dossier.IsTooLittle && !Overridden.HasFlag(ReferralExceptions.DocMissing) ? OpenExceptions | ReferralExceptions.DocMissing : OpenExceptions & ~ReferralExceptions.DocMissing;
        if (before == (Dossier, OpenExceptions))
            return null;
        ChangedAt = now;
        Version++;
        return new ReferralStep("dossier-assessed", State, State, dossier.Request ?? "Everything that is needed is here.", null);
    }

    /// <summary>What stands in its way, as badges say it; the last is its clock.</summary>
    public IReadOnlyList<string> Exceptions(DateTimeOffset now) =>
    [
        .. ReferralExceptionCodes.In(OpenExceptions).Select(info => info.Label),
        .. DueAt < now && ReferralStates.IsOpen(State) ? (string[])[Overdue] : [],
    ];

    private void Enter(ReferralState to, ReferralClocks clocks, DateTimeOffset now)
    {
        (State, EnteredStateAt, Paused, HeldFrom, HeldStateEnteredAt) = (to, now, TimeSpan.Zero, null, null);
        ClosedAt = ReferralStates.IsOpen(to) ? null : now;
        if (ClosedAt is not null)
            (WorkerId, WorkerName, WorkUntil) = (null, null, null);
        SetDue(clocks);
    }

    private void Hold(DateTimeOffset until, DateTimeOffset now) =>
        (HeldFrom, HeldStateEnteredAt, State, EnteredStateAt, DueAt) = (State, EnteredStateAt, ReferralState.OnHold, now, until);

    /// <summary>Back to where it stood, with the time that had passed there.</summary>
    private void Resume(ReferralClocks clocks, DateTimeOffset now)
    {
        Paused += clocks.Between(HeldFrom ?? ReferralState.Received, Priority, EnteredStateAt, now);
        (State, EnteredStateAt, HeldFrom, HeldStateEnteredAt) = (HeldFrom ?? ReferralState.Received, HeldStateEnteredAt ?? EnteredStateAt, null, null);
        SetDue(clocks);
    }

    /// <summary>A payer's time runs from when it was asked, and does not rest while we do.</summary>
    private void SetDue(ReferralClocks clocks) => DueAt = (State, AuthorizationGate) switch
    {
        (ReferralState.Authorization, "appealed") => AppealDueAt,
        (ReferralState.Authorization, "submitted" or "pended") => ReferralStates.DueAt(State, Priority, AuthorizationSubmittedAt ?? EnteredStateAt),
        _ => clocks.DueAt(State, Priority, EnteredStateAt, Paused),
    };
}

/// <summary>One line of a referral's way: who moved it, from where, why.</summary>
public sealed class ReferralEventRecord
{
    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public string? ActorId { get; init; }

    public required string ActorName { get; init; }

    /// <summary>The date that the action named: of the visit, of the end of a hold, of an authorization.</summary>
    public DateTimeOffset? Date { get; init; }

    public ReferralState? From { get; init; }

    public ReferralState? To { get; init; }

    public string? Text { get; init; }

    /// <summary>What keeps the patient from coming, where it was said.</summary>
    public string? Barrier { get; init; }

    /// <summary>Triggers were told of it.</summary>
    public bool Evaluated { get; set; }
}

/// <summary>What of its surroundings decides which rules hold for a referral.</summary>
public readonly record struct ReferralPlace(string? Payer, string? Unit);
