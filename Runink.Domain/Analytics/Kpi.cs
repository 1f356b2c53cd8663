namespace Runink.Domain.Analytics;

/// <summary>A number with what it means. Every tile carries its definition and opens into its rows.</summary>
/// <param name="Name">kebab-case, stable, also its address: <c>acknowledged-in-time</c>.</param>
/// <param name="Value">For people: "94.2 %", "5 min 48 s", "–" when nothing was counted.</param>
/// <param name="Trend">Change against the previous period of the same length, for people; null when it cannot be told.</param>
/// <param name="TrendIsGood">Null when there is no trend or it is neither.</param>
public sealed record KpiTile(
    string Name, string Title, string Value, string Detail, string Definition, int Version, string? Target,
    string? Trend, bool? TrendIsGood, bool OffTarget);

public readonly record struct KpiPoint(DateOnly Day, decimal? Value, int Count);

/// <param name="Target">The same unit as the points; null when there is none.</param>
public sealed record KpiSeries(string Name, string Title, string Unit, decimal? Target, IReadOnlyList<KpiPoint> Points);

/// <summary>A table of a dashboard. <see cref="Links"/> has one address a row, or null; "?name=value" changes the address of the dashboard itself.</summary>
public sealed record KpiTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<string?> Links);

/// <summary>Counts by unit and two-hour slot of the day.</summary>
public sealed record KpiHeat(string Title, IReadOnlyList<string> Units, IReadOnlyList<IReadOnlyList<int>> Counts);

public sealed record Dashboard(
    string Name, string Title, IReadOnlyList<KpiTile> Tiles, IReadOnlyList<KpiSeries> Series, IReadOnlyList<KpiTable> Tables,
    KpiHeat? Heat);

/// <param name="Days">Length of the period that ends now.</param>
/// <param name="Day">Narrows the rows behind a chart to one local day; null for the whole period.</param>
/// <param name="Slot">Narrows them to a two-hour slot of the local day, 0 to 11; null for all hours.</param>
public sealed record KpiQuery(int Days = 14, string? Unit = null, DateOnly? Day = null, int? Slot = null);
