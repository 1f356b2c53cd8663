namespace Runink.Domain.Analytics;

/// <summary>What somebody noted of a day, as "new policy on 4 West", so that a chart is not read without it.</summary>
public sealed class KpiNote
{
    public const int LongestText = 120;

    public required string Id { get; init; }

    /// <summary>By the site's clocks.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Whose numbers it explains; null for all.</summary>
    public string? Unit { get; init; }

    /// <summary>Of the work, never of a patient.</summary>
    public required string Text { get; init; }

    public required string ById { get; init; }

    public required string ByName { get; init; }

    public required DateTimeOffset At { get; init; }
}
