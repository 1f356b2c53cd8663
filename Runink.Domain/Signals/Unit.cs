namespace Runink.Domain.Signals;

/// <summary>Exponents of metre, gram, second, kelvin, mole, equivalent and arbitrary unit.</summary>
public readonly record struct Dimension(int Length, int Mass, int Time, int Heat, int Amount, int Charge, int Arbitrary)
{
    public static Dimension operator *(Dimension a, Dimension b) => new(
        a.Length + b.Length, a.Mass + b.Mass, a.Time + b.Time, a.Heat + b.Heat, a.Amount + b.Amount, a.Charge + b.Charge, a.Arbitrary + b.Arbitrary);

    public Dimension Power(int n) => new(Length * n, Mass * n, Time * n, Heat * n, Amount * n, Charge * n, Arbitrary * n);

    public bool IsNone => this == default;
}

/// <summary>A UCUM unit reduced to a factor over base units (and an offset for temperatures).</summary>
/// <param name="Code">The spelling that stands for it, in UCUM.</param>
public sealed record Unit(string Code, Dimension Dimension, decimal Factor, decimal Offset = 0)
{
    public static readonly Unit One = new("1", default, 1);

    /// <summary>How people write it: <c>mmHg</c>, <c>°C</c>, <c>×10⁹/L</c>, <c>years</c>.</summary>
    public string Display => UnitSpelling.Display(Code);
}
