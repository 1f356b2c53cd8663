using Runink.Domain.Teams;

namespace Runink.Domain.Referrals.Tray;

public enum TrayState
{
    /// <summary>Nobody has agreed to anything yet.</summary>
    Waiting,

    /// <summary>Its files belong to a referral.</summary>
    Taken,

    /// <summary>It is no referral; it can be put back.</summary>
    SetAside,
}

/// <summary>Something that arrived and may be a referral, or belong to one. It says nothing of any patient until a person agrees.</summary>
public sealed class TrayItem
{
    /// <summary>For so long after somebody took it in hand others are asked to leave it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    public required string Id { get; init; }

    /// <summary>upload, key, mail or hl7.</summary>
    public required string Door { get; init; }

    /// <summary>The subject of a mail, the title of a document, the name of a file.</summary>
    public required string Name { get; init; }

    /// <summary>Who sent it, as the document's envelope says; who brought it where it says nothing.</summary>
    public required string FromName { get; init; }

    /// <summary>The person or key that brought it; null for messages.</summary>
    public string? BroughtById { get; init; }

    /// <summary>Of the whole as it came, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Whose it is by a number of the register that the message names; null: nobody has said.</summary>
    public string? PatientId { get; init; }

    /// <summary>The DocumentReference of the record that it came as; null when it came as a file.</summary>
    public string? DocumentId { get; init; }

    /// <summary>Why it is here though a message said whose it is.</summary>
    public string? Remark { get; init; }

    public TrayState State { get; private set; } = TrayState.Waiting;

    public string? WorkerId { get; private set; }

    public string? WorkerName { get; private set; }

    public DateTimeOffset? WorkUntil { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? DecidedBy { get; private set; }

    /// <summary>Why it was set aside.</summary>
    public string? Reason { get; private set; }

    public string? ReferralId { get; private set; }

    public int Version { get; private set; } = 1;

    /// <summary>Who has it in hand; a claim that has lapsed is nobody's.</summary>
    public PersonRef? WorkerAt(DateTimeOffset now) => WorkUntil > now ? new PersonRef(WorkerId!, WorkerName!) : null;

    /// <summary>Taken over from whoever had it: they see it.</summary>
    public void Work(PersonRef by, DateTimeOffset now)
    {
        (WorkerId, WorkerName, WorkUntil) = (by.Id, by.Name, now + Lease);
        Version++;
    }

    public void StopWork()
    {
        (WorkerId, WorkerName, WorkUntil) = (null, null, null);
        Version++;
    }

    public void Take(string referralId, string by, DateTimeOffset now) => Decide(TrayState.Taken, by, now, null, referralId);

    public void SetAside(string reason, string by, DateTimeOffset now) => Decide(TrayState.SetAside, by, now, reason, null);

    public void PutBack()
    {
        (State, DecidedAt, DecidedBy, Reason, ReferralId) = (TrayState.Waiting, null, null, null, null);
        StopWork();
    }

    private void Decide(TrayState state, string by, DateTimeOffset now, string? reason, string? referralId)
    {
        (State, DecidedBy, DecidedAt, Reason, ReferralId) = (state, by, now, reason, referralId);
        StopWork();
    }
}
