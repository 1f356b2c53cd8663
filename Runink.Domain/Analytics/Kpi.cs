namespace Runink.Domain.Analytics;

/// <summary>A number with what it means. Every tile carries its definition and opens into its rows.</summary>
/// <param name="Name">kebab-case, stable, also its address: <c>acknowledged-in-time</c>.</param>
/// <param name="Amount">Percent, seconds or how many, as <paramref name="Measure"/> says; null when nothing was counted.</param>
public sealed record KpiTile(string Name, string Title, KpiMeasure Measure, decimal? Amount, string Detail, string Definition, int Version)
{
    /// <summary>Null when more is neither good nor bad.</summary>
    public bool? MoreIsBetter { get; init; }

    /// <summary>What was agreed to reach, in the measure of the amount; null when nothing was.</summary>
    public decimal? TargetAmount { get; init; }

    /// <summary>Who set the target and why; null while it is the shipped one.</summary>
    public string? TargetNote { get; init; }

    /// <summary>The same number of the time it is compared with; null when it cannot be told.</summary>
    public decimal? Before { get; init; }

    /// <summary>For people: "94.2 %", "5 min 48 s", "–" when nothing was counted.</summary>
    public string Value => Measure.Words(Amount);

    public string? Target => TargetAmount is { } target ? Measure.Words(target) : null;

    public bool OffTarget => (Amount, TargetAmount, MoreIsBetter) switch
    {
        ({ } amount, { } target, true) => amount < target,
        ({ } amount, { } target, false) => amount > target,
        _ => false,
    };

    /// <summary>Change against the time it is compared with, for people; null when it cannot be told.</summary>
    public string? Trend => Amount - Before is { } change ? Measure.Change(change) : null;

    /// <summary>Null when there is no change or it is neither.</summary>
    public bool? TrendIsGood => Amount - Before is { } change and not 0 && MoreIsBetter is { } more ? change > 0 == more : null;
}

/// <param name="Value">Null when nothing was counted.</param>
public readonly record struct KpiPoint(DateOnly Day, decimal? Value, int Count);

/// <summary>A table of a dashboard. <see cref="Links"/> has one address a row, or null; "?name=value" changes the address of the dashboard itself.</summary>
public sealed record KpiTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string?> Links);

/// <summary>Counts by unit and two-hour slot of the day.</summary>
public sealed record KpiHeat(string Title, IReadOnlyList<string> Units, IReadOnlyList<IReadOnlyList<int>> Counts);

public sealed record Dashboard(
    string Name, string Title, IReadOnlyList<KpiTile> Tiles, IReadOnlyList<KpiSeries> Series, IReadOnlyList<KpiTable> Tables,
    KpiHeat? Heat)
{
    /// <summary>What people noted of days of the period, oldest first.</summary>
    public IReadOnlyList<KpiNote> Notes { get; init; } = [];
}
