using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Domain.Escalations;

/// <summary>
/// Work that concerns no patient: a message that nobody received, a gap in a rota, a trigger or feed that went quiet. It is raised once for its
/// cause, stays until the cause is gone or a person closes it, and says nothing of any patient.
/// </summary>
public sealed class OperationalTask
{
    public const int LongestHeadline = 200;

    public required string Id { get; init; }

    /// <summary><c>delivery-failed</c>, <c>delivery-refused</c>, <c>nobody-reachable</c>, <c>referral-to-tell</c>, <c>rota-gap</c>, <c>trigger-quiet</c>, <c>feed-quiet</c>, <c>feed-contract</c>, <c>device-clock</c>, <c>trigger-approval</c>, <c>trigger-sent-back</c>, <c>trigger-emergency</c>, <c>trigger-not-published</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about; among open tasks of a kind there is one of each.</summary>
    public required string Key { get; init; }

    /// <summary>info, low, moderate, high, critical.</summary>
    public required string Severity { get; set; }

    public required string Headline { get; set; }

    public string? Detail { get; set; }

    /// <summary>Page of this app on which something can be done about it.</summary>
    public string? Href { get; set; }

    public required DateTimeOffset OpenedAt { get; init; }

    public string? OwnerId { get; private set; }

    public string? OwnerName { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Who or what closed it.</summary>
    public string? ClosedBy { get; private set; }

    public string? ClosedReason { get; private set; }

    public int Version { get; private set; } = 1;

    public bool IsOpen => ClosedAt is null;

    public PersonRef? Owner => OwnerId is null ? null : new PersonRef(OwnerId, OwnerName!);

    /// <summary>The cause is the same and looks different now.</summary>
    /// <returns>True when anything changed.</returns>
    public bool Update(string severity, string headline, string? detail, string? href)
    {
        if ((Severity, Headline, Detail, Href) == (severity, headline, detail, href))
            return false;
        (Severity, Headline, Detail, Href) = (severity, headline, detail, href);
        Version++;
        return true;
    }

    public Outcome<string> Claim(PersonRef by)
    {
        if (!IsOpen)
            return new Refusal("not-allowed-now", $"{ClosedBy} closed this already.");
        if (OwnerId is not null)
            return OwnerId == by.Id ? new Refusal("already-done", "You own this already.") : new Refusal("taken", $"{OwnerName} owns this.");
        (OwnerId, OwnerName) = (by.Id, by.Name);
        Version++;
        return "operational_task_claimed";
    }

    public Outcome<string> Release(PersonRef by)
    {
        if (!IsOpen || OwnerId != by.Id)
            return new Refusal("not-allowed-now", OwnerId is null ? "Nobody owns this." : $"{OwnerName} owns this, not you.");
        (OwnerId, OwnerName) = (null, null);
        Version++;
        return "operational_task_released";
    }

    public Outcome<string> Close(string by, string? reason, DateTimeOffset now)
    {
        if (!IsOpen)
            return new Refusal("already-done", $"{ClosedBy} closed this already.");
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say what was done about it.");
        (ClosedAt, ClosedBy, ClosedReason) = (now, by, reason.Trim());
        Version++;
        return "operational_task_closed";
    }
}
