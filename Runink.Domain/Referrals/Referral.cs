using Runink.Domain.Teams;

namespace Runink.Domain.Referrals;

/// <summary>A referral on its way from intake to a closed loop.</summary>
public sealed partial class Referral
{
    public required string Id { get; init; }

    public required string Service { get; init; }

    public required string PatientId { get; init; }

    public ReferralState State { get; private set; } = ReferralState.Received;

    /// <summary>Where it returns to when a hold ends.</summary>
    public ReferralState? HeldFrom { get; private set; }

    /// <summary>urgent, soon or routine.</summary>
    public required string Priority { get; set; }

    public string? Reason { get; init; }

    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    /// <summary>Percent of what the recipient needs: who, why, and the values behind it.</summary>
    public int Dossier { get; private set; }

    public string AuthorizationGate { get; private set; } = "unknown";

    public string ConsentGate { get; private set; } = "unknown";

    public DateTimeOffset? VisitAt { get; private set; }

    public required string SourceType { get; init; }

    public required string SourceId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public DateTimeOffset EnteredStateAt { get; private set; }

    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public int Version { get; private set; } = 1;

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

    /// <param name="priority">As <see cref="PriorityOf"/> answers it.</param>
    /// <param name="hasMrn">Whether the recipient can be told who the patient is.</param>
    /// <param name="hasEvidence">Whether the values behind the referral come with it.</param>
    public static Referral Open(
        string id, string service, string patientId, string priority, string? reason, string sourceType, string sourceId,
        bool hasMrn, bool hasEvidence, DateTimeOffset now) => new()
        {
            Id = id,
            Service = service,
            PatientId = patientId,
            Priority = priority,
            Reason = reason,
            SourceType = sourceType,
            SourceId = sourceId,
            OpenedAt = now,
            EnteredStateAt = now,
            DueAt = ReferralStates.DueAt(ReferralState.Received, priority, now),
            Dossier = (hasMrn ? 40 : 0) + (string.IsNullOrWhiteSpace(reason) ? 0 : 30) + (hasEvidence ? 30 : 0),
        };

    public IReadOnlyList<string> Exceptions(DateTimeOffset now)
    {
        var found = new List<string>(2);
        if (AuthorizationGate == "denied")
            found.Add("Authorization denied");
        if (ConsentGate == "withdrawn")
            found.Add("No consent");
        if (State == ReferralState.AwaitingInformation && Dossier < 100)
            found.Add("Information missing");
        if (DueAt < now && ReferralStates.IsOpen(State))
            found.Add("Overdue");
        return found;
    }

    internal void Move(ReferralState to, DateTimeOffset now)
    {
        HeldFrom = to == ReferralState.OnHold ? State : null;
        State = to;
        EnteredStateAt = now;
        DueAt = ReferralStates.DueAt(to, Priority, now);
        ClosedAt = ReferralStates.IsOpen(to) ? null : now;
    }
}

/// <summary>One line of a referral's way: who moved it, from where, why.</summary>
public sealed class ReferralEventRecord
{
    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required string ActorName { get; init; }

    public ReferralState? From { get; init; }

    public ReferralState? To { get; init; }

    public string? Text { get; init; }
}
