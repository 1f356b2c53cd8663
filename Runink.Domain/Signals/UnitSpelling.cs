using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Runink.Domain.Signals;

/// <summary>The spellings that feeds and people use, and how a unit is shown back. The closed table of them is <c>Names/units.yaml</c>.</summary>
internal static class UnitSpelling
{
    private static readonly YamlMappingNode Table = Load();

    private static readonly FrozenDictionary<string, string> ToUcum = Spellings().ToFrozenDictionary(pair => pair.Folded, pair => pair.Ucum, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Parts = ((YamlSequenceNode)Table["parts"]).Children
        .Select(part => part.ToString()).ToFrozenDictionary(Fold, part => part, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> OfCounts = ((YamlMappingNode)Table["counts"]).Children
        .ToFrozenDictionary(pair => pair.Key.ToString(), pair => pair.Value.ToString(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Shown = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mm[Hg]"] = "mmHg", ["Cel"] = "°C", ["[degF]"] = "°F", ["10*9/L"] = "×10⁹/L", ["10*3/uL"] = "×10³/µL", ["10*6/uL"] = "×10⁶/µL", ["1"] = "", ["a"] = "years", ["mo"] = "months",
        ["[lb_av]"] = "lb", ["[in_i]"] = "in", ["mL/min/{1.73_m2}"] = "mL/min/1.73 m²", ["ug/L"] = "µg/L", ["umol/L"] = "µmol/L",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Display(string ucum) => Shown.TryGetValue(ucum, out var shown) ? shown : ucum;

    /// <summary>What feeds and people write for a UCUM unit.</summary>
    public static IReadOnlyList<string> Of(string ucum) =>
        [.. Written().Where(pair => pair.Ucum == ucum && pair.Spelling != ucum).Select(pair => pair.Spelling).Order(StringComparer.Ordinal)];

    /// <summary>Every spelling of the table with its unit.</summary>
    public static IEnumerable<(string Spelling, string Ucum)> Written() =>
        ((YamlMappingNode)Table["spellings"]).Children.SelectMany(row => ((YamlSequenceNode)row.Value).Children.Select(spelling => (spelling.ToString(), row.Key.ToString())));

    /// <summary>The UCUM spelling of a habit of the table or of a count; null when it is none.</summary>
    public static string? Habit(string text)
    {
        var folded = Fold(text);
        return ToUcum.TryGetValue(folded, out var ucum) ? ucum : Counts(folded);
    }

    /// <summary>What a feed means that sends a count in a volume so; null when nothing else than elsewhere.</summary>
    public static string? OfCount(string text) => OfCounts.GetValueOrDefault(text.Trim());

    /// <summary>MMOL/L, mg/dl, KG: each part that the table has in any case; null when one is not there.</summary>
    public static string? Recased(string text)
    {
        var whole = new StringBuilder();
        foreach (var part in text.Trim().Split('/'))
        {
            if (whole.Length > 0 || text.Trim().StartsWith('/'))
                whole.Append('/');
            if (part.Length == 0 && whole.Length <= 1)
                continue;
            var brace = part.IndexOf('{', StringComparison.Ordinal);
            var bare = brace < 0 ? part : part[..brace];
            if (!Parts.TryGetValue(Fold(bare), out var ucum))
                return null;
            whole.Append(ucum).Append(brace < 0 ? "" : part[brace..]);
        }

        return whole.ToString();
    }

    /// <summary>Small letters without spaces, with µ as u, mcg as ug and raised digits as digits.</summary>
    internal static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            if (char.IsWhiteSpace(sign))
                continue;
            folded.Append(sign switch
            {
                'µ' or 'μ' => 'u', '²' => '2', '³' => '3', '⁶' => '6', '⁹' => '9', '×' => 'x', '−' => '-',
                _ => char.ToLowerInvariant(sign),
            });
        }

        return folded.ToString().Replace("mcg", "ug", StringComparison.Ordinal).Replace("mcl", "ul", StringComparison.Ordinal)
            .Replace("mcmol", "umol", StringComparison.Ordinal).Replace("mciu", "uiu", StringComparison.Ordinal);
    }

    /// <summary>x10E3/uL, 10^9/L, ×10⁹/L, 10*3/mm3, 10(3)/mcL and their kin.</summary>
    /// <param name="folded">Without spaces and raised digits.</param>
    private static string? Counts(string folded)
    {
        var rest = folded.AsSpan().TrimStart("x*");
        if (!rest.StartsWith("10", StringComparison.Ordinal))
            return null;
        rest = rest[2..].TrimStart("ex^*(+");
        if (rest.IsEmpty)
            return null;
        var exponent = rest[0] switch { '3' => 3, '6' => 6, '9' => 9, '1' when rest.StartsWith("12", StringComparison.Ordinal) => 12, _ => 0 };
        if (exponent == 0)
            return null;
        rest = rest[(exponent == 12 ? 2 : 1)..].TrimStart(')');
        var volume = rest switch
        {
            "/ul" or "/mm3" or "/mm^3" or "/mm*3" or "/cumm" or "/cmm" or "/cu.mm" or "cells/ul" or "{cells}/ul" or "/microl" => "/uL",
            "/l" or "cells/l" or "{cells}/l" or ".l-1" => "/L",
            "/ml" or "cells/ml" => "/mL",
            _ => null,
        };
        return volume is null ? null : string.Create(CultureInfo.InvariantCulture, $"10*{exponent}{volume}");
    }

    private static IEnumerable<(string Folded, string Ucum)> Spellings() => Written().Select(pair => (Fold(pair.Spelling), pair.Ucum)).Distinct();

    private static YamlMappingNode Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("names/units.yaml") ?? throw new InvalidOperationException("The table of unit spellings is not in the assembly.");
        using var reader = new StreamReader(stream);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }
}
