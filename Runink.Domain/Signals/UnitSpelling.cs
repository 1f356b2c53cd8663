using System.Collections.Frozen;

namespace Runink.Domain.Signals;

/// <summary>The spellings that feeds and people use, and how a unit is shown back.</summary>
internal static class UnitSpelling
{
    private static readonly FrozenDictionary<string, string> ToUcum = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["bpm"] = "/min", ["beats/min"] = "/min", ["breaths/min"] = "/min", ["br/min"] = "/min", ["1/min"] = "/min", ["rpm"] = "/min", ["{beats}/min"] = "/min",
        ["mmHg"] = "mm[Hg]", ["mm Hg"] = "mm[Hg]", ["torr"] = "mm[Hg]",
        ["C"] = "Cel", ["°C"] = "Cel", ["degC"] = "Cel", ["deg C"] = "Cel", ["celsius"] = "Cel", ["cel"] = "Cel",
        ["F"] = "[degF]", ["°F"] = "[degF]", ["degF"] = "[degF]", ["deg F"] = "[degF]", ["fahrenheit"] = "[degF]",
        ["percent"] = "%", ["pct"] = "%",
        ["lb"] = "[lb_av]", ["lbs"] = "[lb_av]", ["pound"] = "[lb_av]", ["pounds"] = "[lb_av]", ["in"] = "[in_i]", ["inch"] = "[in_i]", ["inches"] = "[in_i]",
        ["kgs"] = "kg", ["kilogram"] = "kg", ["gm"] = "g", ["gm/dl"] = "g/dL", ["cc"] = "mL",
        ["k/ul"] = "10*3/uL", ["k/mm3"] = "10*3/uL", ["k/cumm"] = "10*3/uL", ["thou/ul"] = "10*3/uL", ["thou/mm3"] = "10*3/uL", ["/cumm"] = "/uL", ["/mm3"] = "/uL",
        ["cells/ul"] = "/uL", ["m/ul"] = "10*6/uL", ["mil/ul"] = "10*6/uL", ["g/l"] = "g/L", ["iu/l"] = "[iU]/L", ["u/l"] = "U/L", ["miu/l"] = "m[iU]/L", ["iu"] = "[iU]",
        ["ml/min/1.73m2"] = "mL/min/{1.73_m2}", ["ml/min/1.73 m2"] = "mL/min/{1.73_m2}", ["ml/min/1.73m*2"] = "mL/min/{1.73_m2}", ["mL/min/{1.73_m2}"] = "mL/min/{1.73_m2}",
        ["mL/min/1.73m^2"] = "mL/min/{1.73_m2}", ["mL/min/{1.73m2}"] = "mL/min/{1.73_m2}",
        ["year"] = "a", ["years"] = "a", ["yr"] = "a", ["yrs"] = "a", ["y"] = "a", ["month"] = "mo", ["months"] = "mo", ["week"] = "wk", ["weeks"] = "wk", ["w"] = "wk",
        ["day"] = "d", ["days"] = "d", ["hour"] = "h", ["hours"] = "h", ["hr"] = "h", ["hrs"] = "h", ["minute"] = "min", ["minutes"] = "min", ["mins"] = "min",
        ["second"] = "s", ["seconds"] = "s", ["sec"] = "s", ["secs"] = "s",
        ["liters/min"] = "L/min", ["lpm"] = "L/min", ["liter"] = "L", ["mmole/l"] = "mmol/L", ["mcg"] = "ug", ["mcg/l"] = "ug/L", ["mcg/ml"] = "ug/mL", ["mcg/dl"] = "ug/dL",
        ["score"] = "{score}", ["points"] = "{score}", ["ratio"] = "1", ["inr"] = "1", ["ph"] = "1", ["[pH]"] = "1",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Shown = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mm[Hg]"] = "mmHg", ["Cel"] = "°C", ["[degF]"] = "°F", ["10*9/L"] = "×10⁹/L", ["10*3/uL"] = "×10³/µL", ["10*6/uL"] = "×10⁶/µL", ["1"] = "", ["a"] = "years",
        ["[lb_av]"] = "lb", ["[in_i]"] = "in", ["mL/min/{1.73_m2}"] = "mL/min/1.73 m²", ["ug/L"] = "µg/L", ["umol/L"] = "µmol/L",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Display(string ucum) => Shown.TryGetValue(ucum, out var shown) ? shown : ucum;

    /// <summary>What feeds and people write for a UCUM unit.</summary>
    public static IReadOnlyList<string> Of(string ucum) => [.. ToUcum.Where(pair => pair.Value == ucum && pair.Key != ucum).Select(pair => pair.Key).Order(StringComparer.Ordinal)];

    /// <summary>The UCUM spelling of what a feed sent; the text itself when it is not a known habit.</summary>
    public static string Normalise(string text)
    {
        var trimmed = text.Trim().Replace('μ', 'u').Replace('µ', 'u');
        if (ToUcum.TryGetValue(trimmed, out var ucum))
            return ucum;
        return Counts(trimmed) ?? trimmed;
    }

    /// <summary>x10E3/uL, 10^9/L, ×10⁹/L, 10*3/mm3 and their kin.</summary>
    private static string? Counts(string text)
    {
        var rest = text.AsSpan().TrimStart("xX×* ");
        if (!rest.StartsWith("10", StringComparison.Ordinal))
            return null;
        rest = rest[2..].TrimStart("eE^* ");
        if (rest.IsEmpty)
            return null;
        var exponent = rest[0] switch { '3' or '³' => 3, '6' or '⁶' => 6, '9' or '⁹' => 9, '1' when rest.StartsWith("12", StringComparison.Ordinal) => 12, _ => 0 };
        if (exponent == 0)
            return null;
        rest = rest[(exponent == 12 ? 2 : 1)..].Trim();
        if (rest.Equals("/mm3", StringComparison.OrdinalIgnoreCase) || rest.Equals("/cumm", StringComparison.OrdinalIgnoreCase))
            rest = "/uL";
        return string.Concat("10*", exponent.ToString(System.Globalization.CultureInfo.InvariantCulture), rest);
    }
}
