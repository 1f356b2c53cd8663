using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Runink.Domain.Signals;

/// <summary>
/// Reads the part of UCUM that clinical feeds use, and the habits around it (see the spelling table). Case decides where
/// UCUM says so and is forgiven where only one unit can be meant.
/// </summary>
public static class Ucum
{
    private const int MaxLength = 40;
    private const int CacheLimit = 4096;
    private static readonly Dimension PerVolume = new(-3, 0, 0, 0, 0, 0, 0);
    private static readonly ConcurrentDictionary<string, Unit?> Cache = new(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Unit> Atoms = Table().ToFrozenDictionary(u => u.Code, StringComparer.Ordinal);

    private static readonly string[] Metric = ["m", "g", "s", "mol", "L", "l", "eq", "Pa", "[iU]", "U", "osm", "K", "J", "W", "V", "Hz"];

    /// <summary>Without mega: nothing clinical is measured in it, and feeds write M where they mean milli.</summary>
    private static readonly FrozenDictionary<char, decimal> Prefixes = new Dictionary<char, decimal>
    {
        ['k'] = 1e3m, ['d'] = 1e-1m, ['c'] = 1e-2m, ['m'] = 1e-3m, ['u'] = 1e-6m, ['n'] = 1e-9m, ['p'] = 1e-12m, ['f'] = 1e-15m,
    }.ToFrozenDictionary();

    /// <summary>Whether a text is UCUM as it stands, and not a habit of feeds that means a unit of it.</summary>
    public static bool IsCode(string text) => text.Length is > 0 and <= MaxLength && Terms(text) is not null;

    /// <summary>The unit as a feed means it that sends a concept so: G/L is giga per litre of a count, gram per litre of a protein.</summary>
    public static Unit? Parse(string text, Concept concept) =>
        concept.CanonicalUnit.Dimension == PerVolume && UnitSpelling.OfCount(text) is { } count ? Parse(count) : Parse(text);

    /// <summary>The unit, or null when the text is none that is known here.</summary>
    public static Unit? Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return null;
        if (Cache.TryGetValue(text, out var known))
            return known;
        // A habit of feeds wins over UCUM: the table is made so that no spelling of it is another unit in UCUM.
        var trimmed = text.Trim();
        var unit = UnitSpelling.Habit(trimmed) is { } habit ? Terms(habit) : Terms(trimmed.Replace('μ', 'u').Replace('µ', 'u')) ?? (UnitSpelling.Recased(trimmed) is { } recased ? Terms(recased) : null);
        // Feeds decide what is asked here: the cache must not grow with whatever they invent.
        if (Cache.Count < CacheLimit)
            Cache.TryAdd(text, unit);
        return unit;
    }

    private static Unit? Terms(string text)
    {
        var result = Unit.One;
        var divide = false;
        var at = 0;
        if (text.StartsWith('/'))
        {
            divide = true;
            at = 1;
        }

        while (at < text.Length)
        {
            var end = at;
            var depth = 0;
            while (end < text.Length && (depth > 0 || text[end] is not ('/' or '.')))
            {
                depth += text[end] is '{' or '[' ? 1 : text[end] is '}' or ']' ? -1 : 0;
                end++;
            }

            if (Term(text[at..end]) is not { } term)
                return null;
            try
            {
                result = divide
                    ? new(text, result.Dimension * term.Dimension.Power(-1), result.Factor / term.Factor, result.Offset)
                    : new(text, result.Dimension * term.Dimension, result.Factor * term.Factor, result.Offset + term.Offset);
            }
            catch (OverflowException)
            {
                return null;
            }

            if (end == text.Length)
                return result with { Code = text };
            divide = text[end] == '/';
            at = end + 1;
        }

        return null;
    }

    private static Unit? Term(string term)
    {
        var brace = term.IndexOf('{', StringComparison.Ordinal);
        // A D-dimer in D-dimer units is about half of one in fibrinogen equivalents: an annotation that is not one.
        if (brace >= 0 && term.Contains("{DDU", StringComparison.OrdinalIgnoreCase))
            return null;
        if (brace == 0)
            return term.EndsWith('}') ? Unit.One : null;
        if (brace > 0)
            term = term[..brace];
        switch (term)
        {
            case "": return null;
            case "1": return Unit.One;
            case "10*3" or "10^3": return new(term, default, 1e3m);
            case "10*6" or "10^6": return new(term, default, 1e6m);
            case "10*9" or "10^9": return new(term, default, 1e9m);
            case "10*12" or "10^12": return new(term, default, 1e12m);
        }

        var exponent = 1;
        if (char.IsAsciiDigit(term[^1]) && term.Length > 1)
        {
            exponent = term[^1] - '0';
            term = term[..^1];
            if (term.EndsWith('-'))
            {
                exponent = -exponent;
                term = term[..^1];
            }
        }

        if (term.Length == 0 || exponent is 0 or > 4 or < -4 || Atom(term) is not { } atom)
            return null;
        if (exponent == 1)
            return atom;
        var factor = 1m;
        try
        {
            for (var i = 0; i < Math.Abs(exponent); i++)
                factor = exponent > 0 ? factor * atom.Factor : factor / atom.Factor;
        }
        catch (Exception tooFar) when (tooFar is OverflowException or DivideByZeroException)
        {
            return null;
        }

        return factor == 0 ? null : new(term, atom.Dimension.Power(exponent), factor);
    }

    private static Unit? Atom(string text)
    {
        if (Atoms.TryGetValue(text, out var atom))
            return atom;
        return Prefixes.TryGetValue(text[0], out var prefix) && Metric.Contains(text[1..], StringComparer.Ordinal) && Atoms.TryGetValue(text[1..], out atom)
            ? atom with { Code = text, Factor = atom.Factor * prefix }
            : null;
    }

    private static IEnumerable<Unit> Table() =>
    [
        new("m", new(1, 0, 0, 0, 0, 0, 0), 1), new("g", new(0, 1, 0, 0, 0, 0, 0), 1), new("s", new(0, 0, 1, 0, 0, 0, 0), 1),
        new("min", new(0, 0, 1, 0, 0, 0, 0), 60), new("h", new(0, 0, 1, 0, 0, 0, 0), 3600), new("d", new(0, 0, 1, 0, 0, 0, 0), 86400),
        new("wk", new(0, 0, 1, 0, 0, 0, 0), 604800), new("mo", new(0, 0, 1, 0, 0, 0, 0), 2629800), new("a", new(0, 0, 1, 0, 0, 0, 0), 31557600),
        new("K", new(0, 0, 0, 1, 0, 0, 0), 1), new("Cel", new(0, 0, 0, 1, 0, 0, 0), 1, 273.15m),
        new("[degF]", new(0, 0, 0, 1, 0, 0, 0), 5m / 9m, 459.67m), new("mol", new(0, 0, 0, 0, 1, 0, 0), 1), new("osm", new(0, 0, 0, 0, 1, 0, 0), 1), new("eq", new(0, 0, 0, 0, 0, 1, 0), 1),
        new("L", new(3, 0, 0, 0, 0, 0, 0), 1e-3m), new("l", new(3, 0, 0, 0, 0, 0, 0), 1e-3m), new("[iU]", new(0, 0, 0, 0, 0, 0, 1), 1), new("U", new(0, 0, 0, 0, 0, 0, 1), 1),
        new("Pa", new(-1, 1, -2, 0, 0, 0, 0), 1000), new("mm[Hg]", new(-1, 1, -2, 0, 0, 0, 0), 133322.387415m), new("cm[H2O]", new(-1, 1, -2, 0, 0, 0, 0), 98066.5m),
        new("%", default, 0.01m), new("[lb_av]", new(0, 1, 0, 0, 0, 0, 0), 453.59237m), new("[oz_av]", new(0, 1, 0, 0, 0, 0, 0), 28.349523125m),
        new("[in_i]", new(1, 0, 0, 0, 0, 0, 0), 0.0254m), new("[ft_i]", new(1, 0, 0, 0, 0, 0, 0), 0.3048m), new("Hz", new(0, 0, -1, 0, 0, 0, 0), 1),
        new("J", new(2, 1, -2, 0, 0, 0, 0), 1000), new("W", new(2, 1, -3, 0, 0, 0, 0), 1000),
    ];
}
