using System.Linq.Expressions;
using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir.Searching;

/// <summary>Understands one parameter of a search with its modifier, prefixes, chain and list of values.</summary>
internal sealed class FhirCriterionReader(string? type, string own, DateTimeOffset now)
{
    public (FhirCriterion? Criterion, MessageFault? Fault) Read(string key, string value, int depth)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var (head, chain) = dot < 0 ? (key, null) : (key[..dot], key[(dot + 1)..]);
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        var (name, modifier) = colon < 0 ? (head, null) : (head[..colon], head[(colon + 1)..]);
        if (name == "_id" && modifier is null && chain is null)
            return (new FhirCriterion("_id") { Ids = Values(value) }, null);
        if (name == "_lastUpdated" && modifier is null && chain is null)
            return Updated(key, value);
        if (type is null)
            return Refuse(key, "is not understood in a search over all types; _id and _lastUpdated are");
        if (!FhirParameter.Of(type).TryGetValue(name, out var parameter))
            return Refuse(key, FhirParameter.IsStandard(type, name) ? "is not supported here" : $"does not exist for {type}");
        if (modifier == "missing")
            return chain is null && value is "true" or "false" ? (Missing(parameter, value == "true"), null) : Refuse(key, "is true or false");
        if (chain is not null)
            return parameter.Kind == SearchParamType.Reference ? Chained(key, parameter, modifier, chain, value, depth) : Refuse(key, "is no reference and cannot be followed");
        return parameter.Kind == SearchParamType.Reference ? Reference(key, parameter, modifier, value) : Plain(key, parameter, modifier, value);
    }

    private static FhirCriterion Missing(FhirParameter parameter, bool missing) =>
        new(parameter.Name) { Where = entry => true, Negated = missing, IsOwner = parameter.IsOwner };

    private (FhirCriterion?, MessageFault?) Updated(string key, string value)
    {
        var tests = new List<Func<FhirIndexEntry, bool>>();
        foreach (var one in Values(value))
        {
            if (Date(one) is not { } test)
                return Refuse(key, $"'{one}' is not a date to search by");
            tests.Add(test.Compile(preferInterpretation: true));
        }

        return (new FhirCriterion("_lastUpdated")
        {
            Updated = at =>
            {
                var instant = (double)at.ToUnixTimeMilliseconds();
                var entry = new FhirIndexEntry { Type = "", ResourceId = "", Ordinal = 0, Parameter = "", System = "", Text = "", Low = instant, High = instant + 1 };
                return tests.Exists(test => test(entry));
            },
        }, null);
    }

    private (FhirCriterion?, MessageFault?) Plain(string key, FhirParameter parameter, string? modifier, string value)
    {
        Expression<Func<FhirIndexEntry, bool>>? any = null;
        foreach (var text in Values(value))
        {
            var (one, fault) = parameter.Kind switch
            {
                SearchParamType.Token when modifier is null or "not" => (Token(text), null),
                SearchParamType.String when modifier is null or "exact" or "contains" => (String(text, modifier), (MessageFault?)null),
                SearchParamType.Date when modifier is null => (Date(text), null),
                SearchParamType.Number when modifier is null => (Number(text), null),
                SearchParamType.Quantity when modifier is null => (Quantity(text), null),
                SearchParamType.Uri when modifier is null => (Uri(text), null),
                _ => (null, FhirQuery.Fault(key, $"does not understand the modifier {modifier}")),
            };
            if (one is null)
                return (null, fault ?? FhirQuery.Fault(key, $"'{(text.Length > 80 ? text[..80] : text)}' is not a {parameter.Kind.ToString().ToLowerInvariant()} to search by"));
            any = any is null ? one : FhirComparison.Or(any, one);
        }

        return any is null
            ? Refuse(key, "has no value")
            : (new FhirCriterion(parameter.Name) { Where = any, Negated = modifier == "not", Codes = parameter.Kind == SearchParamType.Token ? Codes(value) : null }, null);
    }

    private (FhirCriterion?, MessageFault?) Reference(string key, FhirParameter parameter, string? modifier, string value)
    {
        if (modifier == "identifier")
        {
            return parameter.IsOwner
                ? Chained(key, parameter, null, "identifier", value, 0)
                : (new FhirCriterion(parameter.Name + ":identifier") { Where = Values(value).Select(Token).Aggregate(FhirComparison.Or) }, null);
        }

        if (modifier is not null && !FhirParser.IsType(modifier))
            return Refuse(key, $"does not understand the modifier {modifier}");
        var targets = Values(value).Select(text => Target(text, modifier, parameter)).ToList();
        return targets.Exists(target => target is null)
            ? Refuse(key, "is written id, Type/id or an address")
            : (new FhirCriterion(parameter.Name) { Targets = targets!, IsOwner = parameter.IsOwner }, null);
    }

    private FhirTarget? Target(string text, string? modifier, FhirParameter parameter)
    {
        var local = text.StartsWith(own, StringComparison.Ordinal) ? text[own.Length..] : text;
        return local.Split('/') switch
        {
            [{ Length: > 0 } id] => new FhirTarget(modifier ?? (parameter.Targets is [var only] ? only : null), id),
            [var named, { Length: > 0 } id, ..] when FhirParser.IsType(named) => modifier is null || modifier == named ? new FhirTarget(named, id) : null,
            _ when text.Contains(':', StringComparison.Ordinal) => new FhirTarget("", text),
            _ => null,
        };
    }

    private (FhirCriterion?, MessageFault?) Chained(string key, FhirParameter parameter, string? modifier, string chain, string value, int depth)
    {
        var target = modifier ?? (parameter.Targets is [var only] ? only : parameter.Name == "subject" && parameter.Targets.Contains("Patient", StringComparer.Ordinal) ? "Patient" : null);
        if (target is null || !FhirParser.IsType(target))
            return Refuse(key, $"may point to several types; name one: {parameter.Name}:{parameter.Targets.FirstOrDefault() ?? "Type"}.{chain}");
        var (query, fault) = FhirQuery.Parse(target, [KeyValuePair.Create(chain, value)], own, now, depth + 1);
        return query is null
            ? (null, fault! with { Place = key, Text = $"{key}: {fault.Text}" })
            : (new FhirCriterion(parameter.Name) { Chain = query, IsOwner = parameter.IsOwner }, null);
    }

    /// <summary><c>code</c>, <c>system|code</c>, <c>|code</c> without a system, <c>system|</c> any code of it.</summary>
    private static Expression<Func<FhirIndexEntry, bool>> Token(string text)
    {
        if (Parts(text) is not [var system, var code, ..])
            {
            var plain = Unescape(text);
            return entry => entry.Text == plain;
        }

        (system, code) = (Unescape(system), Unescape(code));
        return code.Length == 0 ? entry => entry.System == system
            : entry => entry.Text == code && entry.System == system;
    }

    private static List<string>? Codes(string value)
    {
        var codes = Values(value).Select(text => Parts(text) is [_, var code, ..] ? Unescape(code) : Unescape(text)).ToList();
        return codes.Exists(code => code.Length == 0) ? null : codes;
    }

    private static Expression<Func<FhirIndexEntry, bool>> String(string text, string? modifier)
    {
        var written = Unescape(text);
        var folded = FhirIndexer.Fold(written);
        return modifier switch
        {
            "exact" => entry => entry.System == written && entry.Text == folded,
            "contains" => entry => entry.Text.Contains(folded),
            _ => entry => entry.Text.StartsWith(folded),
        };
    }

    private Expression<Func<FhirIndexEntry, bool>>? Date(string text)
    {
        var (prefix, rest) = FhirComparison.Prefix(text);
        if (!FhirComparison.IsPrefix(prefix) || FhirTime.Range(rest) is not { } range)
            return null;
        var slack = prefix == "ap" ? Math.Abs(now.ToUnixTimeMilliseconds() - range.Low) / 10 : 0;
        return FhirComparison.And(entry => entry.Text == "", FhirComparison.Date(prefix, range.Low, range.High, slack));
    }

    private static Expression<Func<FhirIndexEntry, bool>>? Number(string text)
    {
        var (prefix, rest) = FhirComparison.Prefix(text);
        return FhirComparison.IsPrefix(prefix) ? FhirComparison.Number(rest, prefix) : null;
    }

    /// <summary><c>[prefix]number</c>, <c>number|system|code</c> or <c>number||unit</c>.</summary>
    private static Expression<Func<FhirIndexEntry, bool>>? Quantity(string text)
    {
        var parts = Parts(text);
        if (Number(parts[0]) is not { } number)
            return null;
        if (parts.Count == 1)
            return number;
        if (parts.Count != 3)
            return null;
        var (system, code) = (Unescape(parts[1]), Unescape(parts[2]));
        var unit = FhirComparison.And(number, entry => entry.Text == code);
        return system.Length == 0 ? unit : FhirComparison.And(unit, entry => entry.System == system);
    }

    private static Expression<Func<FhirIndexEntry, bool>> Uri(string text)
    {
        var uri = Unescape(text);
        return entry => entry.Text == uri;
    }

    private static List<string> Values(string value) => Split(value, ',');

    private static List<string> Parts(string value) => Split(value, '|');

    /// <summary>Splits where the separator is not escaped by a backslash.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == separator)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Unescape(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? text.Replace("\\,", ",", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal).Replace("\\$", "$", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)
        : text;

    private static (FhirCriterion?, MessageFault) Refuse(string key, string text) => (null, FhirQuery.Fault(key, text));
}
