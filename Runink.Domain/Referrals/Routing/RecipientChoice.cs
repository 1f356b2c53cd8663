namespace Runink.Domain.Referrals.Routing;

/// <summary>That somebody chose a recipient for a referral, why, and what came of it. The newest one of a referral counts.</summary>
public sealed class RecipientChoice
{
    public required string ReferralId { get; init; }

    public required int Ordinal { get; init; }

    /// <summary>Id of the entry in the directory.</summary>
    public required string ServiceId { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    /// <summary>Where it stood among those who could be chosen; 1 is the first.</summary>
    public required int Rank { get; init; }

    public required int Points { get; init; }

    /// <summary>Why; given wherever it was not the first.</summary>
    public string? Reason { get; init; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public DateTimeOffset? DeclinedAt { get; private set; }

    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>What an action on the referral says of it.</summary>
    public void Follow(string action, DateTimeOffset now)
    {
        switch (action)
        {
            case "partner-accepts" or "schedule":
                AcceptedAt ??= now;
                break;
            case "decline":
                DeclinedAt ??= now;
                break;
            case "seen":
                SeenAt ??= now;
                break;
        }
    }
}
