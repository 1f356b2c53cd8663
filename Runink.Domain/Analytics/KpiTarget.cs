namespace Runink.Domain.Analytics;

/// <summary>What a hospital agreed to reach in place of the shipped target. The newest of a number and unit is in force; earlier ones stay to be read.</summary>
public sealed class KpiTarget
{
    public const int LongestReason = 500;

    public required string Id { get; init; }

    /// <summary>The name of the number.</summary>
    public required string Kpi { get; init; }

    /// <summary>For this unit only; null for the hospital, and every unit without one of its own.</summary>
    public string? Unit { get; init; }

    /// <summary>In the measure of the number; null returns to the shipped one.</summary>
    public decimal? Amount { get; init; }

    public required string Reason { get; init; }

    public required string SetById { get; init; }

    public required string SetByName { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    /// <summary>The tile held against what is in force for it.</summary>
    /// <param name="unit">Whose numbers are counted; null for all.</param>
    public static KpiTile Judge(KpiTile tile, IReadOnlyList<KpiTarget> targets, string? unit)
    {
        var newest = targets.Where(target => target.Kpi == tile.Name && (target.Unit is null || target.Unit == unit))
            .GroupBy(target => target.Unit).Select(group => group.MaxBy(target => target.Id, StringComparer.Ordinal)!)
            .Where(target => target.Amount is not null).MaxBy(target => target.Unit is not null);
        return newest is null ? tile : tile with
        {
            TargetAmount = newest.Amount,
            TargetNote = $"Set by {newest.SetByName}{(newest.Unit is { } own ? $" for {own}" : "")}: {newest.Reason}",
        };
    }
}
