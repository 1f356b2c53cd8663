using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Authoring;

/// <param name="Group">latest, window, change, baseline, laboratory, time, items, scores or context.</param>
/// <param name="Yields">What it answers, such as <c>a number</c>.</param>
/// <param name="Example">A condition that uses it; it is checked like any other.</param>
/// <param name="Reads">Names that it reads beside its arguments.</param>
public sealed record FunctionEntry(string Name, string Group, string Signature, string Yields, string Doc, string Example, IReadOnlyList<string> Reads);

/// <param name="Inside">Keys that hold it, from the most outer one.</param>
public sealed record KeyEntry(string Name, string Meaning, IReadOnlyList<string> Inside);

/// <param name="Codes">Those that nobody has yet seen used with this meaning are marked.</param>
/// <param name="FreshFor">In words; empty for a fact, which has one value at a time.</param>
/// <param name="Source">Where the codes come from.</param>
public sealed record NameEntry(
    string Name, IReadOnlyList<string> Aliases, string Label, string Unit, string Codes, string FreshFor, IReadOnlyList<string> Values, string Source);

/// <param name="Spellings">What feeds and people write for it.</param>
public sealed record UnitEntry(string Ucum, string Shown, IReadOnlyList<string> Spellings);

/// <summary>The language as its reference shows it, from the tables that the checker uses.</summary>
public static class LanguageReference
{
    public const string Grammar = """
        expr    = and { "OR" and }                     and  = not { "AND" not }          not = [ "NOT" ] test
        test    = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=") sum
                      | [ "NOT" ] "IN" ( "(" sum { "," sum } ")" | set )
                      | [ "NOT" ] "BETWEEN" sum "AND" sum
                      | "IS" [ "NOT" ] ( "KNOWN" | "UNKNOWN" )
                      | [ "NOT" ] ( "CONTAINS" | "STARTS WITH" | "LIKE" ) sum ]
        sum     = product { ( "+" | "-" ) product }    product = unary { ( "*" | "/" ) unary }
        unary   = [ "-" ] primary
        primary = number [ unit ] | duration | text | date | TRUE | FALSE | name | function "(" … ")" | "(" expr ")" | "$" parameter
        """;

    /// <summary>A whole trigger that a check has nothing to say about.</summary>
    public const string Example = """
        trigger:
          name: Lactate rises in an older patient
          severity: high
          parameters: {limit: 3 mmol/L}
          when: lab.lactate > $limit AND rise(lab.lactate, 6h) >= 1 mmol/L
          where: encounter.type IN ("ED", "inpatient") AND age > 65
          unless: care.code_status = "comfort"
          resolve_when: lab.lactate < 2 mmol/L
          then:
            - {action: notify, who: charge_nurse, message: "Lactate {{ lab.lactate }}"}
            - {action: route_referral, service: Sepsis Pathway Consult, priority: urgent}
          escalation:
            - {after: 15m, to: charge_nurse}
            - {after: 30m, to: 'on_call("medicine")', repeat: 1}
          tests:
            - name: rises from 2 to 3.4
              given:
                - {patient: {age: 72}, encounter: {type: ED}}
                - {at: T-2h, lab.lactate: 2 mmol/L}
                - {at: T+0m, lab.lactate: 3.4 mmol/L}
              expect: {at: T+0m, fires: true}

        """;

    public static IReadOnlyList<string> Rules { get; } =
    [
        "Keywords in any case. AND binds tighter than OR.",
        "A value that is missing, stale or faulty is unknown. Unknown never fires, never resolves and never flips; AND and OR follow Kleene.",
        "A name alone is its newest value that is still fresh. A number beside a quantity takes the name's own unit. Mass and molar units convert by the analyte.",
        "A window is [now − length, now], both ends included, by the time at which a value was true of the patient.",
        "An age is completed years; beside a limit in months, weeks or days it is completed months or days, beside one in hours or minutes it counts from the instant of birth, and where only the day is known it is an interval.",
        "A score is the one that was charted while that is fresh, else it is made of its parts; in a window without a charted one it is made at each instant at which a part came.",
        "An order, referral, authorization or appointment has a number. In each(referral, …) the names under referral. mean what was said of one of them, and all other names what they always mean; it holds if it holds of one. Results are of their order. What came without a number is about the only one there is, and among several stands for itself.",
        "A result such as <0.5 is an interval: a comparison is unknown only where the limit lies inside it.",
        "A $parameter is the number set for the patient, else for the unit, else the one declared; each instant is judged by what counted then. The length of a window stays as declared.",
        "A length of time is a number with s, m (or min), h, d or wk. A date is written 2026-09-01.",
    ];

    public static IReadOnlyList<FunctionEntry> Functions { get; } =
        [.. FunctionTable.Rows.Select(f => new FunctionEntry(f.Name, f.Group, f.Signature, f.Yields, f.Doc, f.Example, f.AlsoReads))];

    /// <summary>Keys with what they mean, in the order of the alphabet.</summary>
    public static IReadOnlyList<KeyEntry> Keys { get; } =
    [
        .. KeyTable.Meaning.OrderBy(k => k.Key, StringComparer.Ordinal)
            .Select(k => new KeyEntry(k.Key, k.Value, [.. KeyTable.Inside.Where(inside => inside.Key.Length > 0 && inside.Key != "triggers" && inside.Value.Contains(k.Key, StringComparer.Ordinal)).Select(inside => inside.Key).Order(StringComparer.Ordinal)])),
    ];

    /// <summary>Each action with its keys.</summary>
    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Actions { get; } =
        [.. ActionReader.Names.Select(name => KeyValuePair.Create(name, ActionReader.KeysOf(name)))];

    public static IReadOnlyList<NameEntry> Names(Vocabulary vocabulary) =>
    [
        .. vocabulary.Concepts.Select(c => new NameEntry(
            c.Name, c.Aliases, c.Label, c.Unit is null ? "" : c.CanonicalUnit.Display, string.Join(", ", c.Codes.Select(code => Text(code, c.Unverified))),
            c.IsContext ? "" : DurationText.Words(c.FreshFor), c.Values, c.Source ?? "")),
    ];

    /// <summary>Units that the vocabulary uses and those that it takes instead.</summary>
    public static IReadOnlyList<UnitEntry> Units(Vocabulary vocabulary) =>
    [
        .. vocabulary.Concepts.SelectMany(c => c.AcceptedUnits.Append(c.Unit).OfType<string>()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(unit => new UnitEntry(unit, UnitSpelling.Display(unit), UnitSpelling.Of(unit))),
    ];

    private static string Text(Coding code, IReadOnlyList<Coding> unverified) => $"{code.System} {code.Code}{(unverified.Contains(code) ? " (not verified)" : "")}";
}
