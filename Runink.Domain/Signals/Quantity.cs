namespace Runink.Domain.Signals;

/// <summary>A number with the unit in which it was measured or written.</summary>
public readonly record struct Quantity(Interval Value, Unit Unit)
{
    /// <summary>Reads <c>3.4 mmol/L</c>, <c>&lt;0.5 ng/mL</c> or <c>2</c>; null when either part cannot be read.</summary>
    public static Quantity? Parse(string text)
    {
        var trimmed = text.Trim();
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '-' or '+' or '<' or '>' or '=' or '≤' or '≥' || (end > 0 && trimmed[end] == ' ' && trimmed[end - 1] is '<' or '>' or '=')))
            end++;
        if (Interval.Parse(trimmed[..end]) is not { } value)
            return null;
        var rest = trimmed[end..].Trim();
        var unit = rest.Length == 0 ? Unit.One : Ucum.Parse(rest);
        return unit is null ? null : new(value, unit);
    }

    public Interval? In(Unit target, Concept? analyte = null)
    {
        var source = Unit;
        return Value.Map(v => UnitConversion.Convert(v, source, target, analyte));
    }
}
