using System.Globalization;
using System.Text.Json.Serialization;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers;

/// <summary>A named number of a trigger.</summary>
/// <param name="Unit">UCUM; empty for a bare number.</param>
/// <param name="Overridable">It is compared or calculated with. A length of a window is part of the program and cannot be.</param>
public sealed record TriggerParameter(string Name, decimal Number, string Unit, bool Overridable)
{
    /// <summary>As people write it: <c>3 mmol/L</c>.</summary>
    public string Shown => $"{Interval.Number(Number)} {Unit}".TrimEnd();

    /// <summary>What it is compared with; a value beyond what that can be would never or always be passed.</summary>
    [JsonIgnore]
    public IReadOnlyList<Concept> Compared { get; init; } = [];

    /// <summary>A value in the shape that the declared one has: a number with a unit of the same dimension, or a bare number.</summary>
    public Outcome<(decimal Number, string Unit)> Read(string text)
    {
        if (!Overridable)
            return new Refusal("invalid", $"{Name} is a length of time inside the program; only numbers that are compared can be overridden.");
        var trimmed = text.Trim();
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-'))
            end++;
        if (!decimal.TryParse(trimmed[..end], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return new Refusal("invalid", $"{Name} is a number, such as {Shown}.");
        var unit = trimmed[end..].Trim();
        if (Unit.Length == 0)
            return unit.Length == 0 ? Bounded(number, Signals.Unit.One) : new Refusal("invalid", $"{Name} is a bare number, such as {Shown}.");
        if (Ucum.Parse(unit) is not { } known)
            return new Refusal("invalid", unit.Length == 0 ? $"{Name} needs its unit, as in {Shown}." : $"{unit} is not a known unit.");
        return known.Dimension == Ucum.Parse(Unit)!.Dimension ? Bounded(number, known) : new Refusal("invalid", $"{unit} cannot be turned into {Unit}.");
    }

    private Outcome<(decimal Number, string Unit)> Bounded(decimal number, Unit unit)
    {
        foreach (var concept in Compared)
        {
            // A bare number is read in the unit of what it is compared with, as in the editor.
            var canonical = Unit.Length == 0 ? number : UnitConversion.Convert(number, unit, concept.CanonicalUnit, concept);
            if (concept.PlausibleRange is { } range && (canonical is not { } value || value < range.Low || value > range.High))
                return new Refusal("invalid", $"{concept.Label} lies between {Interval.Number(range.Low)} and {Interval.Number(range.High)} {concept.CanonicalUnit.Display}".TrimEnd() + $": {Interval.Number(number)} {unit.Display}".TrimEnd() + " would always or never be passed.");
        }

        return (number, Unit.Length == 0 ? "" : unit.Code);
    }
}
