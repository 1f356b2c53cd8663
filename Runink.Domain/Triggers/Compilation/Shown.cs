using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Values as people read them.</summary>
internal static class Shown
{
    /// <summary>UCUM's year, a.</summary>
    private const decimal YearSeconds = 31_557_600;

    public static string Value(Value value, ExprType type)
    {
        if (!value.Known)
            return "unknown";
        if (value.Text is { } text)
            return text;
        return type.Kind switch
        {
            TypeKind.Duration when value.Number.IsPoint => DurationText.Words(TimeSpan.FromTicks((long)(value.Number.Low * TimeSpan.TicksPerSecond))),
            TypeKind.Instant => Instants.Shown(value.Number.Low),
            TypeKind.Quantity => Number(value.Number, type.Unit),
            _ => value.Number.ToString(),
        };
    }

    /// <summary>By the clocks of a place; UTC says that it is UTC.</summary>
    /// <param name="seconds">Since 1970.</param>
    public static string Instant(decimal seconds, TimeZoneInfo zone) => zone.Equals(TimeZoneInfo.Utc)
        ? Instants.Shown(seconds)
        : TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)), zone).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The same where it stands alone: from the second birthday on nobody counts a life in days or months, whatever its limit is counted in.</summary>
    public static string Alone(Value value, ExprType type) =>
        value.Known && value.Number.IsPoint && type is { Kind: TypeKind.Quantity, Unit: { Code: "min" or "h" or "d" or "wk" or "mo", Factor: var seconds } } && value.Number.Low * seconds / YearSeconds is >= 2 and var years
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Floor(years):0} y")
            : Value(value, type);

    /// <summary>Years are shown bare: an age needs no unit.</summary>
    public static string Number(Interval number, Unit unit) =>
        unit.Code == "a" || unit.Display.Length == 0 ? number.ToString() : $"{number} {unit.Display}";

    /// <summary>Names of what kept a truth unknown.</summary>
    public static IEnumerable<string> Causes(UnknownCauses causes)
    {
        if (causes.HasFlag(UnknownCauses.Missing))
            yield return "missing";
        if (causes.HasFlag(UnknownCauses.Stale))
            yield return "too old";
        if (causes.HasFlag(UnknownCauses.NonNumeric))
            yield return "not a number";
        if (causes.HasFlag(UnknownCauses.UnitUnknown))
            yield return "without a unit that fits";
        if (causes.HasFlag(UnknownCauses.Implausible))
            yield return "not plausible";
        if (causes.HasFlag(UnknownCauses.Preliminary))
            yield return "only preliminary";
        if (causes.HasFlag(UnknownCauses.Straddles))
            yield return "not exact enough";
        if (causes.HasFlag(UnknownCauses.PartsMissing))
            yield return "lacking parts";
        if (causes.HasFlag(UnknownCauses.TooFewSamples))
            yield return "measured too seldom";
        if (causes.HasFlag(UnknownCauses.TooCostly))
            yield return "too costly to work out";
        if (causes.HasFlag(UnknownCauses.Arithmetic))
            yield return "out of range";
        if (causes.HasFlag(UnknownCauses.NoFeed))
            yield return "not known here";
        if (causes.HasFlag(UnknownCauses.NotApplicable))
            yield return "not meant for this patient";
    }
}
