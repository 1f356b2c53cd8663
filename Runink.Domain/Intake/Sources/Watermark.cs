using System.Globalization;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Domain.Intake.Sources;

/// <summary>What a source tells later rows from earlier ones by.</summary>
public enum WatermarkKind
{
    /// <summary>By nothing: all of it is read each time.</summary>
    None,

    /// <summary>A time with its zone.</summary>
    Instant,

    /// <summary>What a clock on the wall showed (timestamp without time zone).</summary>
    LocalTime,

    /// <summary>A number that rises.</summary>
    Number,
}

/// <summary>Up to where a source is read.</summary>
/// <param name="Position">A number, or ticks: of UTC, or of the clock on the wall.</param>
public readonly record struct Watermark(WatermarkKind Kind, decimal Position) : IComparable<Watermark>
{
    public static Watermark? Parse(WatermarkKind kind, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return kind switch
        {
            WatermarkKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new Watermark(kind, number) : null,
            // Without an offset an instant is UTC; a wall clock's offset says nothing, its digits do.
            WatermarkKind.Instant => Hl7Time.TryParse(text, TimeZoneInfo.Utc, out var instant) ? new Watermark(kind, instant.UtcTicks) : null,
            WatermarkKind.LocalTime => Hl7Time.Offset(text) is null && Hl7Time.TryParse(text, TimeZoneInfo.Utc, out var local) ? new Watermark(kind, local.UtcTicks) : null,
            _ => null,
        };
    }

    public static Watermark Of(DateTimeOffset instant) => new(WatermarkKind.Instant, instant.UtcTicks);

    /// <summary>The same text gives the same watermark.</summary>
    public string Text => Kind switch
    {
        WatermarkKind.Number => Position.ToString(CultureInfo.InvariantCulture),
        WatermarkKind.Instant => Time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        WatermarkKind.LocalTime => Time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        _ => "",
    };

    public DateTime Time => new((long)Position, Kind == WatermarkKind.Instant ? DateTimeKind.Utc : DateTimeKind.Unspecified);

    /// <summary>
    /// From where to read so that what comes late is still found. The hour that a wall clock shows twice is read from its beginning as long as
    /// any of it is meant: nobody can tell which of the two it was.
    /// </summary>
    public Watermark Back(TimeSpan overlap, long count, TimeZoneInfo zone)
    {
        if (Kind == WatermarkKind.Number)
            return this with { Position = Position - count };
        var from = Math.Max(0, Position - overlap.Ticks);
        if (Kind == WatermarkKind.LocalTime && (Ambiguous(from, zone) ?? Ambiguous(Position, zone)) is { } begin)
            from = Math.Min(from, begin - overlap.Ticks);
        return this with { Position = from };
    }

    /// <summary>One that lies ahead would hide everything that is written until then.</summary>
    public Watermark NotAhead(DateTimeOffset now, TimeZoneInfo zone) => Kind switch
    {
        WatermarkKind.Instant => this with { Position = Math.Min(Position, now.UtcTicks) },
        WatermarkKind.LocalTime => this with { Position = Math.Min(Position, TimeZoneInfo.ConvertTime(now, zone).DateTime.Ticks) },
        _ => this,
    };

    public int CompareTo(Watermark other) => Position.CompareTo(other.Position);

    private static decimal? Ambiguous(decimal ticks, TimeZoneInfo zone)
    {
        var local = new DateTime((long)ticks, DateTimeKind.Unspecified);
        if (!zone.IsAmbiguousTime(local))
            return null;
        while (zone.IsAmbiguousTime(local.AddMinutes(-1)))
            local = local.AddMinutes(-1);
        return local.Ticks;
    }
}
