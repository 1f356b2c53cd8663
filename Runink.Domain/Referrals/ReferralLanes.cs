namespace Runink.Domain.Referrals;

/// <summary>What a board is cut across by: each lane has the referrals that share a key.</summary>
public static class ReferralLanes
{
    public static IReadOnlyList<string> All { get; } = ["service", "owner", "priority", "recipient"];

    /// <summary>Empty for whoever has no owner or no recipient yet.</summary>
    public static string KeyOf(string by, ReferralCard card) => KeyOf(by, card.Service, card.Owner?.Id, card.Priority, card.Recipient);

    public static string KeyOf(string by, Referral referral) => KeyOf(by, referral.Service, referral.OwnerId, referral.Priority, referral.RecipientName);

    private static string KeyOf(string by, string service, string? owner, string priority, string? recipient) => by switch
    {
        "service" => service,
        "owner" => owner ?? "",
        "priority" => priority,
        "recipient" => recipient ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no such lane."),
    };
}
