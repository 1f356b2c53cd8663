namespace Runink.Domain.Signals;

/// <summary>Turns a number of one unit into another, through the analyte where mass meets amount.</summary>
public static class UnitConversion
{
    private static readonly Dimension MassToAmount = new(0, -1, 0, 0, 1, 0, 0);
    private static readonly Dimension ChargeToAmount = new(0, 0, 0, 0, 1, -1, 0);

    /// <summary>Whether the two can be converted at all for this analyte.</summary>
    public static bool Fits(Unit from, Unit to, Concept? analyte) => Bridge(from, to, analyte) is not null;

    /// <param name="difference">The number is a difference: a temperature's zero point does not move it.</param>
    /// <returns>The converted number, or null when the dimensions differ or the number is out of range.</returns>
    public static decimal? Convert(decimal value, Unit from, Unit to, Concept? analyte, bool difference = false)
    {
        // The same unit never converts: what was typed and what was measured compare as they were written.
        if (from.Code == to.Code)
            return value;
        if (analyte?.Linear is { } line && line.Covers(from) != line.Covers(to))
            return Straight(value, from, to, analyte, line, difference);
        if (Bridge(from, to, analyte) is not { } bridge)
            return null;
        try
        {
            if ((from.Offset != 0 || to.Offset != 0) && !difference)
                return decimal.Round(((value + from.Offset) * from.Factor / to.Factor) - to.Offset, 10);
            return from.Factor * bridge >= to.Factor
                ? value * (from.Factor * bridge / to.Factor)
                : value / (to.Factor / (from.Factor * bridge));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Through the canonical unit, by the analyte's line.</summary>
    private static decimal? Straight(decimal value, Unit from, Unit to, Concept analyte, LinearUnit line, bool difference)
    {
        try
        {
            var plus = difference ? 0 : line.Plus;
            return line.Covers(from)
                ? Convert(decimal.Round((value * line.Times) + plus, 10), analyte.CanonicalUnit, to, analyte, difference)
                : Convert(value, from, analyte.CanonicalUnit, analyte, difference) is { } canonical ? decimal.Round((canonical - plus) / line.Times, 10) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal? Bridge(Unit from, Unit to, Concept? analyte)
    {
        if (from.Dimension == to.Dimension)
            return 1;
        if (analyte is null)
            return null;
        if (analyte.MolarMass is { } mass)
        {
            if (from.Dimension * MassToAmount == to.Dimension)
                return 1 / mass;
            if (to.Dimension * MassToAmount == from.Dimension)
                return mass;
        }

        if (analyte.Valence is { } charges)
        {
            if (from.Dimension * ChargeToAmount == to.Dimension)
                return 1 / charges;
            if (to.Dimension * ChargeToAmount == from.Dimension)
                return charges;
            if (analyte.MolarMass is { } ionMass)
            {
                var massToCharge = new Dimension(0, -1, 0, 0, 0, 1, 0);
                if (from.Dimension * massToCharge == to.Dimension)
                    return charges / ionMass;
                if (to.Dimension * massToCharge == from.Dimension)
                    return ionMass / charges;
            }
        }

        return null;
    }
}
