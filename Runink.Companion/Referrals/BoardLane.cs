using Runink.Companion.Shared.Layout;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>A strip across the board: what has one service, owner, priority, recipient or exception.</summary>
public sealed record BoardLane(string Key, string Title, IReadOnlyList<BoardColumn> Columns)
{
    public static string By(string by) => by switch { "service" => "Service", "owner" => "Owner", "priority" => "Priority", "exception" => "In the way", _ => "Recipient" };

    public int Count => Columns.Sum(column => column.Cards.Count);

    /// <summary>Who has nobody, or something in the way, comes first: that is what a coordinator looks for. Every lane has every column.</summary>
    public static IReadOnlyList<BoardLane> Of(Board board, string by) =>
    [
        .. board.Columns.SelectMany(column => column.Cards).GroupBy(card => ReferralLanes.KeyOf(by, card), StringComparer.Ordinal)
            .Select(group => new BoardLane(group.Key, Name(by, group.Key, group.First()),
            [
                .. board.Columns.Select(column => column with
                {
                    Cards = [.. column.Cards.Where(card => ReferralLanes.KeyOf(by, card) == group.Key)],
                    Limit = board.LaneLimits.FirstOrDefault(limit => limit.State == column.State && limit.LaneBy == by && limit.Lane == group.Key)?.Most,
                    All = column.Cards.Count(card => ReferralLanes.KeyOf(by, card) == group.Key),
                }),
            ]))
            .OrderBy(lane => by switch { "priority" => ReferralPriority.Rank(lane.Key), "exception" => lane.Key.Length == 0 ? 1 : 0, _ => lane.Key.Length == 0 ? 0 : 1 }).ThenBy(lane => lane.Title, StringComparer.OrdinalIgnoreCase),
    ];

    private static string Name(string by, string key, ReferralCard card) => by switch
    {
        "owner" => card.Owner?.Name ?? "Nobody",
        "recipient" => key.Length == 0 ? "No recipient yet" : key,
        "priority" => Labels.Spoken(key),
        "exception" => key.Length == 0 ? "Nothing in the way" : key,
        _ => key,
    };
}
