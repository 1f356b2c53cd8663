using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>The plain lines of an explanation, made of findings.</summary>
internal static class Wording
{
    public static string Sentence(Verdict holds, IReadOnlyList<Finding> when, IReadOnlyList<Finding> where, bool suppressed, string? exception)
    {
        (when, where) = (Telling(when), Telling(where));
        var items = string.Join(" and ", when.Where(f => f.Verdict == holds || suppressed).Select(Measured).Distinct(StringComparer.Ordinal));
        var whom = string.Join(" and ", where.Where(f => f.Verdict == Verdict.True).Select(Whom).Distinct(StringComparer.Ordinal));
        if (suppressed)
            return $"{Phrasing.Capital(items)}, but held back: {exception}.";
        switch (holds)
        {
            case Verdict.True:
                return Phrasing.Capital(whom.Length > 0 ? $"{items} while {whom}." : $"{items}.");
            case Verdict.Unknown:
                var open = when.Concat(where).Where(f => f.Verdict == Verdict.Unknown).Select(Cause).Distinct(StringComparer.Ordinal);
                return open.Any() ? $"Cannot be told: {string.Join("; ", open)}." : "Cannot be told: there are too few values to judge the time without a break.";
            default:
                var no = where.Concat(when).Where(f => f.Verdict == Verdict.False).Select(Denied).Distinct(StringComparer.Ordinal);
                return no.Any() ? $"Does not hold: {string.Join("; ", no)}." : $"Does not hold yet: {string.Join(" and ", when.Select(Measured).Distinct(StringComparer.Ordinal))}, but not without a break for long enough.";
        }
    }

    /// <summary>That a value is known need not be said beside the value.</summary>
    private static IReadOnlyList<Finding> Telling(IReadOnlyList<Finding> findings) =>
        [.. findings.Where(f => f.Expr is not BoundKnown known || !findings.Any(other => other.Expr is not BoundKnown && other.Verdict == f.Verdict && Phrasing.Subject(other.Subject ?? other.Expr) is { } told && told == Phrasing.Subject(known.Subject)))];

    public static string Cause(Finding finding)
    {
        if (finding.Item is { Found.Count: > 0 } of)
            return of.Prefix + string.Join("; ", of.Deciding(Verdict.Unknown).Select(Cause).Distinct(StringComparer.Ordinal));
        var words = string.Join(" and ", Shown.Causes(finding.Causes));
        if (finding.Causes.HasFlag(UnknownCauses.NoFeed) && finding.Expr is BoundCall { Function.AlsoReads: [var list, ..] })
            return $"{finding.Label} cannot be known: no feed has ever sent {list}";
        if (finding is { Value: { Known: false, Text: { } said } })
            return $"{finding.Label} {said} is {words}";
        if (finding is { Value: { Known: true, Number: { IsPoint: false, Low: >= 0 } }, Causes: not UnknownCauses.None })
            return $"{finding.Measurement} is {words}";
        return words.Length == 0 ? $"{finding.Label} is unknown" : $"{finding.Label} is {words}";
    }

    public static IEnumerable<string> WouldChange(Verdict holds, IReadOnlyList<Finding> when, IReadOnlyList<Finding> where, DateTimeOffset? next, TimeZoneInfo zone)
    {
        foreach (var finding in when.Concat(where))
        {
            if (holds == Verdict.True && finding.Verdict == Verdict.True && finding.Limit is not null)
                yield return $"{Phrasing.Capital(finding.Label)} {Words(Phrasing.Opposite(finding.Symbol))}{finding.LimitText} would end it.";
            else if (holds != Verdict.True && finding.Verdict == Verdict.False && finding.Limit is not null)
                yield return $"{Phrasing.Capital(finding.Label)} {Words(finding.Symbol)}{finding.LimitText} (now {finding.ValueText}).";
            else if (holds != Verdict.True && finding.Verdict == Verdict.False)
                yield return $"{Phrasing.Capital(Phrasing.Plain.Condition(finding.Expr))}.";
            else if (holds != Verdict.True && finding.Verdict == Verdict.Unknown)
                yield return $"A usable value: {Cause(finding)}.";
        }

        if (next is { } instant)
            yield return $"Time alone: it is looked at again at {Shown.Instant(Instants.Seconds(instant), zone)}.";
    }

    public static Headline Headline(CompiledTrigger trigger, PatientState state, DateTimeOffset now, IReadOnlyList<Finding> when)
    {
        var shown = when.Where(f => f.Verdict == Verdict.True).ToArray();
        if (shown.Length == 0)
            shown = [.. when.Where(f => f.Verdict == Verdict.False)];
        // What was measured says why; that some condition is absent says so only where nothing was measured.
        var ranked = Measurements(shown).OrderBy(f => f.Concept is { } c && !c.Name.StartsWith("score.", StringComparison.Ordinal) ? 0 : 1).ToArray();
        var driver = ranked.SelectMany(f => f.Item?.Found ?? [f]).FirstOrDefault(f => f.Concept is { IsContext: false });
        var limit = driver is { IsPlainName: true, Limit: BoundConstant { Value: null } constant } ? constant.Number : (decimal?)null;
        var parts = ranked.Select(f => Short(f, state, now)).Distinct(StringComparer.Ordinal).ToArray();
        return new(parts.Length > 0 ? string.Join(" · ", parts) : trigger.Name, driver?.Concept?.Name, limit, driver?.Concept?.Unit);
    }

    private static IReadOnlyList<Finding> Measurements(IReadOnlyList<Finding> findings)
    {
        Finding[] measured = [.. findings.Where(f => f.Subject is not null || f.Item is { Found.Count: > 0 })];
        return measured.Length > 0 ? measured : findings;
    }

    private static string Words(string symbol) => Phrasing.Relation(symbol) is { Length: > 0 } words ? words + " " : "";

    private static string Measured(Finding f)
    {
        if (f.Item is { Found.Count: > 0 } of)
            return of.Prefix + string.Join(" and ", of.Deciding(f.Verdict).Select(Measured).Distinct(StringComparer.Ordinal));
        if (f.Symbol == "in")
            return $"{f.Label} {f.ValueText}";
        if (f.Subject is null || f.Limit is null)
            return Phrasing.Plain.Condition(f.Expr);
        return f.Relation.Length == 0 ? f.Measurement : $"{f.Measurement} ({f.Relation} {f.BareLimit})";
    }

    private static string Whom(Finding f)
    {
        if (f.Concept?.Name == "encounter.type" && f.Symbol is "=" or "in")
            return f.ValueText.ToUpperInvariant() switch { "ED" => "in ED", "INPATIENT" => "an inpatient", "OBSERVATION" => "under observation", var other => other.ToLowerInvariant() };
        return f.Concept?.Name == "patient.age" ? Phrasing.Plain.Condition(f.Expr) : Measured(f);
    }

    private static string Denied(Finding f)
    {
        if (f.Symbol == "in" && f.Expr is BoundIn list)
            return $"{f.Label} {f.ValueText} is {(list.Negated ? "" : "not ")}{Phrasing.Either([.. list.Items.Select(Phrasing.Plain.Scalar)])}";
        if (f.Item is { } of)
            return Denied(of);
        if (f is { Present: { } there, Expr: BoundCall absent } && absent["match"] is null)
            return Phrasing.Plain.Present(absent, there);
        if (f.Subject is null || f.Limit is null)
            return Phrasing.Plain.Denial(f.Expr);
        if (f.Symbol == "!=")
            return $"{f.Label} is {f.LimitText}";
        var limit = f.Relation.Length > 0 ? $"{f.Relation} {f.LimitText}" : f.LimitText;
        return f.Subject is BoundCall ? $"{f.Measurement}, not {limit}" : $"{f.Measurement} is not {limit}";
    }

    /// <summary>Of several items the newest is told, and how many there are.</summary>
    private static string Denied(ItemFindings of)
    {
        if (of.Found.Count == 0)
            return $"no {of.Kind} on record";
        var why = string.Join("; ", of.Deciding(Verdict.False).Select(Denied).Distinct(StringComparer.Ordinal));
        return of.Asked == 1 ? of.Prefix + why : string.Create(CultureInfo.InvariantCulture, $"none of {of.Asked} {of.Kind}s; the newest, {of.Name}: {why}");
    }

    private static string Short(Finding f, PatientState state, DateTimeOffset now)
    {
        if (f.Item is { Found.Count: > 0 } of)
            return Phrasing.Capital(of.Prefix) + string.Join(" · ", Measurements(of.Deciding(f.Verdict)).Select(inner => Short(inner, state, now)).Distinct(StringComparer.Ordinal));
        if (f.Subject is null || f.Concept is not { } concept)
            return Phrasing.Capital(f.Subject is null ? Phrasing.Plain.Condition(f.Expr) : Brief(f.Subject) is { } brief ? $"{brief} {f.ValueText}" : f.Measurement);
        if (f.Subject is BoundCall call)
        {
            var window = call["window"]?.Length is { } length ? " in " + DurationText.Window(length) : "";
            return call.Function.Name switch
            {
                "rise" or "change" => $"{concept.ShortLabel} ↑ {f.ValueText}{window}",
                "fall" => $"{concept.ShortLabel} ↓ {f.ValueText}{window}",
                "ratio" => $"{concept.ShortLabel} {f.ValueText}× baseline",
                "age_of" => $"{concept.ShortLabel} {f.ValueText} old",
                "last" => $"{concept.ShortLabel} {f.ValueText}",
                "count" when call["x or condition"]!.Expression is null => $"{concept.ShortLabel} {f.ValueText}×{window}",
                "min" or "max" or "avg" or "median" or "sum" => $"{concept.ShortLabel} {call.Function.Name} {f.ValueText}{window}",
                _ => Phrasing.Capital(f.Measurement),
            };
        }

        return $"{concept.ShortLabel} {f.ValueText}{Trend(concept, f, state, now)}";
    }

    /// <summary>A formula of values by their short names, such as PaO₂ ÷ FiO₂; null for what has no such name.</summary>
    private static string? Brief(BoundExpr expr) => expr switch
    {
        BoundArithmetic { Left: { } left, Right: { } right } sum when Brief(left) is { } a && Brief(right) is { } b => $"{a} {sum.Operator switch { '-' => "−", '*' => "×", '/' => "÷", _ => "+" }} {b}",
        BoundName { Concept: { Kind: not ConceptKind.Instant } concept } => concept.ShortLabel,
        BoundConvert convert => Brief(convert.Operand),
        BoundCall { Function.Name: "last" } call => call["x"]!.Series!.ShortLabel,
        _ => null,
    };

    private static string Trend(Concept concept, Finding f, PatientState state, DateTimeOffset now)
    {
        if (!concept.IsNumeric || state.SeriesAt(concept.Slot) is not { } series || series.CountUntil(now) is var count && count < 2)
            return "";
        var before = series.Samples[series.CountUntil(now) - 2];
        if (before.Fault != SampleFault.None || before.Number == f.Value.Number)
            return "";
        return $" {(before.Number.Low < f.Value.Number.Low ? "↑" : "↓")} from {before.Number}";
    }
}
