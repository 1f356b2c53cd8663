namespace Runink.Domain.Referrals.Assisting;

/// <summary>That a suggestion was shown, what a person made of it, and what became of the referral.</summary>
public sealed class AssistedRecord
{
    public required string Id { get; init; }

    public required string ReferralId { get; init; }

    public required AssistedKind Kind { get; init; }

    public required string Suggested { get; init; }

    /// <summary>As it was shown.</summary>
    public required string Words { get; init; }

    public required int Points { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>True when it was accepted, false when somebody decided otherwise.</summary>
    public required bool Accepted { get; init; }

    public required string By { get; init; }

    /// <summary>What came of it: whether it was right; null while nobody can tell.</summary>
    public bool? Right { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    public void Settle(bool right, DateTimeOffset now) => (Right, SettledAt) = (right, now);
}

/// <summary>Whether a kind of suggestion is shown. It goes off by itself, and on again by a person only.</summary>
public sealed class AssistedSwitch
{
    public required AssistedKind Kind { get; init; }

    /// <summary>Null while it is on.</summary>
    public DateTimeOffset? OffSince { get; private set; }

    public string? Why { get; private set; }

    /// <summary>Only what was settled since then is counted: a new beginning.</summary>
    public DateTimeOffset CountedFrom { get; private set; }

    public void Off(string why, DateTimeOffset now) => (OffSince, Why) = (now, why);

    public void On(DateTimeOffset now) => (OffSince, Why, CountedFrom) = (null, null, now);
}
