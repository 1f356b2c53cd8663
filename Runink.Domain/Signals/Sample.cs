using System.Globalization;

namespace Runink.Domain.Signals;

/// <summary>Whether a received value can be compared as a number.</summary>
public enum SampleFault { None, NonNumeric, UnitUnknown }

/// <summary>A signal made ready for comparison: number in the canonical unit, or text.</summary>
/// <param name="Number">Meaningful when the concept is numeric and <paramref name="Fault"/> is none.</param>
public readonly record struct Sample(Signal Signal, Interval Number, SampleFault Fault)
{
    public DateTimeOffset At => Signal.At;

    /// <summary>Clinical time in UTC ticks.</summary>
    internal long AtTicks { get; } = Signal.At.UtcTicks;

    /// <summary>The number as near as a double comes; it decides wherever it is far enough from a limit.</summary>
    internal double Near { get; } = (double)Number.Low;

    /// <summary>A number of which every digit is known.</summary>
    internal bool IsPlain { get; } = Fault == SampleFault.None && Number.IsPoint;

    /// <summary>Makes the sample of a signal whose concept may be unknown to the vocabulary (then it is text).</summary>
    public static Sample Of(Signal signal, Concept? concept)
    {
        if (concept is { Kind: ConceptKind.Instant or ConceptKind.Date })
            return Moment(signal);
        if (concept is null || !concept.IsNumeric)
            return new(signal, default, SampleFault.None);
        if (Interval.Parse(signal.Value) is not { } number)
            return new(signal, default, SampleFault.NonNumeric);
        if (concept.Kind == ConceptKind.Number)
            return new(signal, number, SampleFault.None);
        if (string.IsNullOrWhiteSpace(signal.Unit))
            return new(signal, number, SampleFault.UnitUnknown);
        if (Ucum.Parse(signal.Unit) is not { } unit)
            return new(signal, number, SampleFault.UnitUnknown);
        var canonical = number.Map(v => UnitConversion.Convert(v, unit, concept.CanonicalUnit, concept));
        return canonical is { } value ? new(signal, value, SampleFault.None) : new(signal, number, SampleFault.UnitUnknown);
    }

    /// <summary>ISO 8601; seconds since 1970. Without an offset it is UTC.</summary>
    private static Sample Moment(Signal signal) =>
        DateTimeOffset.TryParse(signal.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new(signal, Interval.Point((decimal)(at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond), SampleFault.None)
            : new(signal, default, SampleFault.NonNumeric);
}
