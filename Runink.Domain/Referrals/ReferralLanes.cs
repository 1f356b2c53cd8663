namespace Runink.Domain.Referrals;

/// <summary>What a board is cut across by: each lane has the referrals that share a key.</summary>
public static class ReferralLanes
{
    public static IReadOnlyList<string> All { get; } = ["service", "owner", "priority", "recipient", "exception"];

    /// <summary>Empty for whoever has no owner, no recipient yet, or nothing in the way; of what stands in the way the first counts, and being late is none of it.</summary>
    public static string KeyOf(string by, ReferralCard card) => KeyOf(by, card.Service, card.Owner?.Id, card.Priority, card.Recipient, card.Exceptions.FirstOrDefault(label => label != Referral.Overdue));

    public static string KeyOf(string by, Referral referral) => KeyOf(by, referral.Service, referral.OwnerId, referral.Priority, referral.RecipientName, ReferralExceptionCodes.In(referral.OpenExceptions).FirstOrDefault()?.Label);

    private static string KeyOf(string by, string service, string? owner, string priority, string? recipient, string? exception) => by switch
    {
        "service" => service,
        "owner" => owner ?? "",
        "priority" => priority,
        "recipient" => recipient ?? "",
        "exception" => exception ?? "",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "There is no such lane."),
    };
}
