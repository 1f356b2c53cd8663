using System.Globalization;

namespace Runink.Domain.Signals;

/// <summary>Whether a received value can be compared as a number.</summary>
public enum SampleFault
{
    None,
    NonNumeric,
    UnitUnknown,

    /// <summary>A number that the vocabulary says no patient can have.</summary>
    Implausible,
}

/// <summary>A signal made ready for comparison: number in the canonical unit, or text.</summary>
/// <param name="Number">Meaningful when the concept is numeric and <paramref name="Fault"/> is none; what was read of it when it is not plausible.</param>
public readonly record struct Sample(Signal Signal, Interval Number, SampleFault Fault)
{
    public DateTimeOffset At => Signal.At;

    /// <summary>Clinical time in UTC ticks.</summary>
    internal long AtTicks { get; } = Signal.At.UtcTicks;

    /// <summary>The number as near as a double comes; it decides wherever it is far enough from a limit.</summary>
    internal double Near { get; } = (double)Number.Low;

    /// <summary>A number of which every digit is known.</summary>
    internal bool IsPlain { get; } = Fault == SampleFault.None && Number.IsPoint;

    /// <summary>
    /// The number of what it is about. An event whose value is a number (referral.placed: R1) has that, whatever else came with it.
    /// </summary>
    /// <param name="concept">Of the sample.</param>
    internal string? ItemOf(Concept concept) => ItemNumbers.NumberOf(Signal, concept) ?? Signal.Item;

    /// <summary>Makes the sample of a signal whose concept may be unknown to the vocabulary (then it is text).</summary>
    public static Sample Of(Signal signal, Concept? concept)
    {
        if (concept is { Kind: ConceptKind.Instant or ConceptKind.Date })
            return Moment(signal);
        if (concept is null || !concept.IsNumeric)
            return new(signal, default, SampleFault.None);
        // Nearly all are plain numbers, and a back-test makes millions.
        if (decimal.TryParse(signal.Value, ResultText.Style, CultureInfo.InvariantCulture, out var plain) && concept.Answers.Count == 0)
            return Plain(signal, concept, Interval.Point(plain));
        // A meter's LO and HI have the unit of its display, whatever the message says.
        if (concept.Meter?.Read(signal.Value) is { } beyond)
            return new(signal, beyond, SampleFault.None);
        var readings = ResultText.Read(concept.Meant(signal.Value));
        if (readings.Count == 0)
            return new(signal, default, SampleFault.NonNumeric);
        if (readings is [var only])
            return Plain(signal, concept, only);
        var samples = readings.Select(reading => Plain(signal, concept, reading)).ToArray();
        var possible = samples.Where(sample => sample.Fault == SampleFault.None).ToArray();
        return possible.Length == 1 ? possible[0] : possible.Length == 0 ? samples[0] : new(signal, samples[0].Number, SampleFault.NonNumeric);
    }

    /// <summary>One reading in the canonical unit, and whether a patient can have it.</summary>
    private static Sample Plain(Signal signal, Concept concept, Interval reading)
    {
        var number = reading;
        if (concept.Kind == ConceptKind.Quantity)
        {
            if (string.IsNullOrWhiteSpace(signal.Unit) || Ucum.Parse(signal.Unit, concept) is not { } unit)
                return new(signal, reading, SampleFault.UnitUnknown);
            if (reading.Map(value => UnitConversion.Convert(value, unit, concept.CanonicalUnit, concept)) is not { } canonical)
                return new(signal, reading, SampleFault.UnitUnknown);
            number = canonical;
        }

        return new(signal, number, concept.PlausibleRange is { } range && !range.Admits(number) ? SampleFault.Implausible : SampleFault.None);
    }

    /// <summary>ISO 8601; seconds since 1970. Without an offset it is UTC.</summary>
    private static Sample Moment(Signal signal) =>
        DateTimeOffset.TryParse(signal.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new(signal, Interval.Point((decimal)(at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond), SampleFault.None)
            : new(signal, default, SampleFault.NonNumeric);
}
