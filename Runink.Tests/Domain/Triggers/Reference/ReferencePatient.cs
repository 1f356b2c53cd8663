using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Tests.Domain.Triggers.Reference;

/// <summary>A number known within bounds with the unit it is in, or a text.</summary>
internal sealed record ReferenceValue(decimal Low, decimal High, string? Unit, string? Concept, string? Text)
{
    public static ReferenceValue Of(string text) => new(0, 0, null, null, text);

    public static ReferenceValue Bare(decimal low, decimal high) => new(low, high, null, null, null);

    public static ReferenceValue Seconds(TimeSpan span) => new((decimal)span.TotalMilliseconds / 1000, (decimal)span.TotalMilliseconds / 1000, "s", null, null);
}

/// <param name="Usable">Null when the result cannot be read as a number of the concept.</param>
internal sealed record ReferenceSample(DateTimeOffset At, TimeSpan Fresh, ReferenceValue? Usable);

/// <summary>Units by a table of factors written for this interpreter alone.</summary>
internal static class ReferenceUnits
{
    /// <summary>How many of the concept's own unit one of another unit is.</summary>
    private static readonly Dictionary<(string Concept, string Unit), Func<decimal, decimal>> ToOwn = new()
    {
        [("lab.lactate", "mmol/L")] = v => v,
        [("lab.lactate", "mg/dL")] = v => v / 9.008m,
        [("lab.potassium", "mmol/L")] = v => v,
        [("lab.potassium", "meq/L")] = v => v,
        [("vital.heart_rate", "/min")] = v => v,
        [("vital.heart_rate", "bpm")] = v => v,
        [("vital.temperature", "Cel")] = v => v,
        [("vital.temperature", "[degF]")] = v => (v - 32) * 5 / 9,
    };

    public static bool IsTime(string? unit) => unit is "min" or "h" or "d";

    public static TimeSpan Time(NumberExpr number) =>
        TimeSpan.FromMinutes((double)number.Value * number.Unit switch { "min" => 1, "h" => 60, "d" => 1440, _ => throw new NotSupportedException(number.Unit) });

    public static ReferenceValue Literal(NumberExpr number) =>
        IsTime(number.Unit) ? ReferenceValue.Seconds(Time(number)) : new(number.Value, number.Value, number.Unit, null, null);

    /// <summary>Null when the concept does not come in that unit.</summary>
    public static decimal? Own(string concept, string unit, decimal value) => ToOwn.TryGetValue((concept, unit), out var convert) ? convert(value) : null;

    /// <summary>A literal takes the unit of what it stands beside.</summary>
    public static (ReferenceValue Left, ReferenceValue Right) Alike(ReferenceValue left, ReferenceValue right) =>
        (InOwn(left, left.Concept ?? right.Concept), InOwn(right, right.Concept ?? left.Concept));

    private static ReferenceValue InOwn(ReferenceValue value, string? concept) =>
        concept is not null && value.Concept is null && value.Unit is { } unit && Own(concept, unit, value.Low) is { } low
            ? value with { Low = low, High = Own(concept, unit, value.High)!.Value }
            : value;
}

/// <summary>One patient as the plain list of what is known.</summary>
/// <param name="Received">In the order of receipt.</param>
internal sealed record ReferencePatient(IReadOnlyList<Signal> Received, DateTimeOffset Admitted, string EncounterType, DateOnly Born, bool FinalOnly, TimeSpan? StaleAfter)
{
    private static readonly Dictionary<string, (TimeSpan Fresh, string Kind)> Known = new(StringComparer.Ordinal)
    {
        ["lab.lactate"] = (TimeSpan.FromHours(12), "quantity"),
        ["lab.potassium"] = (TimeSpan.FromHours(24), "quantity"),
        ["vital.heart_rate"] = (TimeSpan.FromHours(4), "quantity"),
        ["vital.temperature"] = (TimeSpan.FromHours(8), "quantity"),
        ["score.sofa"] = (TimeSpan.FromHours(24), "number"),
        ["care.code_status"] = (TimeSpan.FromDays(365), "text"),
        ["care.dialysis"] = (TimeSpan.FromDays(365), "text"),
    };

    private readonly Dictionary<string, ReferenceSample[]> samples = new(StringComparer.Ordinal);

    public ReferenceValue? Context(string name, DateTimeOffset now)
    {
        if (name == "encounter.type")
            return ReferenceValue.Of(EncounterType);
        if (name is not ("age" or "patient.age"))
            return null;
        var years = 0;
        while (Born.AddYears(years + 1) <= DateOnly.FromDateTime(now.UtcDateTime))
            years++;
        return ReferenceValue.Bare(years, years);
    }

    /// <param name="pastFaults">What cannot be read is passed over.</param>
    public ReferenceValue? Latest(string name, DateTimeOffset now, bool pastFaults)
    {
        var newest = Samples(name).LastOrDefault(s => s.At <= now && (!pastFaults || s.Usable is not null));
        return newest is null || now > newest.At + (StaleAfter ?? newest.Fresh) ? null : newest.Usable;
    }

    /// <summary>What stands in the record: corrections in place of what they correct, ordered by clinical time and then by receipt.</summary>
    public ReferenceSample[] Samples(string name)
    {
        if (samples.TryGetValue(name, out var known))
            return known;
        if (!Known.TryGetValue(name, out var about))
            return [];
        var standing = new List<Signal>();
        foreach (var signal in Received.Where(s => s.Concept == name))
        {
            if (signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError)
                standing.RemoveAll(s => s.At == signal.At);
            if (signal.Status == SignalStatus.EnteredInError)
                continue;
            // None of them has a number: the same value is the same result, and anything takes the place of a preliminary one.
            var before = standing.FindLast(s => s.At == signal.At && (s.Status == SignalStatus.Preliminary || (s.Value == signal.Value && s.Unit == signal.Unit)));
            if (before is not null && signal.Status == SignalStatus.Preliminary && before.Status != SignalStatus.Preliminary)
                continue;
            if (before is not null)
                standing.Remove(before);
            standing.Add(signal);
        }

        return samples[name] = [.. standing.OrderBy(s => s.At).ThenBy(s => s.RecordedAt)
            .Select(s => new ReferenceSample(s.At, StaleAfter ?? about.Fresh, FinalOnly && s.Status == SignalStatus.Preliminary ? null : Read(s, about.Kind)))];
    }

    private static ReferenceValue? Read(Signal signal, string kind)
    {
        if (kind == "text")
            return ReferenceValue.Of(signal.Value);
        var bound = signal.Value[0] is '<' or '>';
        if (!decimal.TryParse(bound ? signal.Value[1..] : signal.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            return null;
        if (kind == "number")
            return new(number, number, null, signal.Concept, null);
        if (signal.Unit is null || ReferenceUnits.Own(signal.Concept, signal.Unit, number) is not { } own)
            return null;
        var (low, high) = signal.Value[0] switch { '<' => (0m, own), '>' => (own, 1_000_000_000m), _ => (own, own) };
        return new(low, high, "own", signal.Concept, null);
    }
}
