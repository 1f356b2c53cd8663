using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>A column of the table by which it can be ordered.</summary>
/// <param name="Name">In addresses; after a hyphen from the highest down.</param>
public sealed record ReferralOrder(string Name, string Title, Func<ReferralCard, IComparable?> By, bool IsNumber = false)
{
    /// <summary>Columns of the table from left to right. Ages grow as instants fall, so the oldest is the highest.</summary>
    public static IReadOnlyList<ReferralOrder> All { get; } =
    [
        new("service", "Service", card => card.Service),
        new("patient", "Patient", card => card.Patient.Initials),
        new("priority", "Priority", card => ReferralPriority.Rank(card.Priority)),
        new("stage", "Stage", card => (int)card.State),
        new("owner", "Owner", card => card.Owner?.Name),
        new("recipient", "Recipient", card => card.Recipient),
        new("due", "Due", card => card.DueAt ?? DateTimeOffset.MaxValue),
        new("in-stage", "In stage", card => -card.EnteredStateAt.UtcTicks, IsNumber: true),
        new("quiet", "Quiet", card => -card.ChangedAt.UtcTicks, IsNumber: true),
        new("age", "In all", card => -card.OpenedAt.UtcTicks, IsNumber: true),
    ];

    /// <summary>The order of the board where nothing else is asked for. Equal ones stay as they stand on it.</summary>
    public static IReadOnlyList<ReferralCard> Of(IEnumerable<ReferralCard> cards, string? sort)
    {
        if (All.FirstOrDefault(order => order.Name == sort?.TrimStart('-')) is not { } by)
            return [.. cards];
        return [.. sort!.StartsWith('-') ? cards.OrderByDescending(by.By) : cards.OrderBy(by.By)];
    }
}
