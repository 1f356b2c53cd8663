using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

/// <summary>Reads the keys of one mapping; what is not allowed, repeated or of the wrong shape goes to the report.</summary>
internal sealed class MapReader
{
    private readonly YamlMap map;
    private readonly Report report;

    public MapReader(YamlMap map, Report report, params string[] allowed)
    {
        this.map = map;
        this.report = report;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, _) in map.Entries)
        {
            if (!seen.Add(key.Text))
            {
                report.Error("RNK1108", $"{key.Text} is here twice.", key.Span);
            }
            else if (allowed.Length > 0 && !allowed.Contains(key.Text, StringComparer.Ordinal))
            {
                var near = Nearest.Of(key.Text, allowed);
                report.Error("RNK1107", $"{key.Text} is not a key here.{(near is null ? $" Known: {string.Join(", ", allowed)}." : $" Did you mean {near}?")}", key.Span, near);
            }
        }
    }

    public YamlMap Map => map;

    public SourceSpan Span => map.Span;

    public YamlNode? this[string key] => map[key] is YamlScalar { IsEmpty: true } ? null : map[key];

    public SourceSpan SpanOf(string key) => map[key]?.Span ?? map.Span;

    public YamlScalar? Scalar(string key)
    {
        switch (this[key])
        {
            case null: return null;
            case YamlScalar scalar: return scalar;
            case var other:
                report.Error("RNK1110", $"{key} must be one value.", other.Span);
                return null;
        }
    }

    public string? Text(string key) => Scalar(key)?.Text;

    public string? Required(string key)
    {
        if (map[key] is null or YamlScalar { IsEmpty: true })
        {
            report.Error("RNK1109", $"{key} is missing.", map[key]?.Span ?? map.Span);
            return null;
        }

        return Text(key);
    }

    public TimeSpan? Duration(string key) => Value(key, DurationText.Parse, "a length of time such as 30m, 4h or 2d");

    public int? Whole(string key) => Value<int>(key, t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null, "a whole number");

    public decimal? Number(string key) => Value<decimal>(key, t => decimal.TryParse(t, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : null, "a number");

    public bool? Truth(string key) => Value<bool>(key, t => t switch { "true" or "yes" => true, "false" or "no" => false, _ => null }, "true or false");

    public DateOnly? Date(string key) =>
        Value<DateOnly>(key, t => DateOnly.TryParseExact(t, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d : null, "a date such as 2026-09-01");

    public string? OneOf(string key, params string[] values)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        var text = scalar.Text.ToLowerInvariant();
        if (values.Contains(text, StringComparer.Ordinal))
            return text;
        var near = Nearest.Of(text, values);
        report.Error("RNK1110", $"{key} must be one of {string.Join(", ", values)}.", scalar.Span, near);
        return null;
    }

    public ParsedExpr? Expression(string key) => Scalar(key) is { } scalar ? ExprParser.Parse(ExprSource.Of(scalar), report) : null;

    public MapReader? Inner(string key, params string[] allowed)
    {
        switch (this[key])
        {
            case null: return null;
            case YamlMap inner: return new(inner, report, allowed);
            case var other:
                report.Error("RNK1110", $"{key} must be a mapping{(allowed.Length > 0 ? " with " + string.Join(", ", allowed) : "")}.", other.Span);
                return null;
        }
    }

    public IReadOnlyList<YamlNode> List(string key)
    {
        switch (this[key])
        {
            case null: return [];
            case YamlList list: return list.Items;
            case var other:
                report.Error("RNK1110", $"{key} must be a list.", other.Span);
                return [];
        }
    }

    private T? Value<T>(string key, Func<string, T?> read, string expected)
        where T : struct
    {
        if (Scalar(key) is not { } scalar)
            return null;
        var value = read(scalar.Text);
        if (value is null)
            report.Error("RNK1110", $"{key} must be {expected}.", scalar.Span);
        return value;
    }
}
