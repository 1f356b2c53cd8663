using System.Globalization;
using Runink.Domain.Analytics;
using Runink.Domain.Store.Archive;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Facts;

/// <summary>Reads the facts of days, of one moment of the store and row by row, as texts for a file.</summary>
/// <param name="pseudonyms">What stands in the place of ids; null for the ids themselves.</param>
public sealed class AnalyticsReader(CompanionStore store, TimeZoneInfo zone, Pseudonyms? pseudonyms) : IDisposable
{
    private readonly StoreSnapshot snapshot = new(store);

    /// <summary>The rows of one day of the site, oldest first.</summary>
    public IEnumerable<string[]> Rows(AnalyticsFact fact, DateOnly day) =>
        snapshot.Query(Statement(fact, store.Dialect), Start(day, zone).UtcTicks, Start(day.AddDays(1), zone).UtcTicks)
            .Select(row => fact.Columns.Select((column, at) => Text(row[at], column.Kind)).ToArray());

    /// <summary>With the first instant that is wanted and the first that is not any more.</summary>
    internal static string Statement(AnalyticsFact fact, StoreDialect dialect) =>
        $"{AnalyticsViews.Select(fact, dialect, column => column.Sql)}\n{(fact.Where is null ? "WHERE" : "AND")} {fact.At} >= $0 AND {fact.At} < $1\nORDER BY {fact.At}, {fact.Columns[0].Sql}, {fact.Columns[1].Sql}";

    /// <summary>When a day begins there, also where clocks are put forward at midnight.</summary>
    public static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }

    public void Dispose() => snapshot.Dispose();

    private string Text(object? value, FactKind kind) => (kind, value) switch
    {
        (_, null) => "",
        (FactKind.Id, _) => pseudonyms is null ? Invariant(value) : pseudonyms.Of(Invariant(value)),
        (FactKind.Instant, _) => new DateTime(Math.Clamp(Number(value), 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        (FactKind.Seconds, _) => (Number(value) / (decimal)TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture),
        _ => Invariant(value),
    };

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static string Invariant(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
