using System.Collections.Frozen;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>Every code of a check: the reference, the links in the studio and the rules in SARIF are made of these rows.</summary>
public static partial class DiagnosticTable
{
    public static readonly IReadOnlyList<DiagnosticCode> Rows = [.. Files(), .. Syntax(), .. Names(), .. Types(), .. Time(), .. Actions(), .. Lints()];

    private static readonly FrozenDictionary<string, DiagnosticCode> ByCode = Rows.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    public static DiagnosticCode? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>A trigger that only logs, with this condition.</summary>
    private static string When(string condition, string more = "") =>
        $"trigger:\n  when: {condition}\n  then: [{{action: log, entry: seen}}]\n{(more.Length == 0 ? "" : $"  {more}\n")}";

    /// <summary>A trigger on lactate, with these actions.</summary>
    private static string Then(string actions) => $"trigger:\n  when: lab.lactate > 3 mmol/L\n  then: [{actions}]\n";

    private static IEnumerable<DiagnosticCode> Files() =>
    [
        new("RNK1101", "Not YAML", "The text cannot be read as YAML, so nothing in it was looked at.",
            "Look at the quotes, brackets and indentation at the place. A text that holds : or # wants quotes.",
            "trigger:\n  when: \"lab.lactate > 3 mmol/L\n  then: [{action: log, entry: seen}]\n", When("\"lab.lactate > 3 mmol/L\"")),
        new("RNK1102", "File too large", "A file is at most 256 KiB.", "Split the triggers over several files.",
            When("lab.lactate > 3 mmol/L", $"description: {new string('x', 256 * 1024)}"), When("lab.lactate > 3 mmol/L", "description: Lactate is high.")),
        new("RNK1103", "Nested too deep", "Lists and mappings stand in each other at most 16 deep.", "Write it flatter; no key of a trigger needs more than six.",
            $"trigger: {new string('[', 20)}1{new string(']', 20)}\n", When("lab.lactate > 3 mmol/L")),
        new("RNK1104", "Anchor, alias or merge key", "Anchors (&), aliases (*) and merge keys (<<) are refused: what a reader sees is what counts.", "Write the value out at each place.",
            "trigger: &base\n  when: lab.lactate > 3 mmol/L\n  then: [{action: log, entry: seen}]\n", When("lab.lactate > 3 mmol/L")),
        new("RNK1105", "Tag", "Tags such as !!str are refused: each key knows what it takes.", "Leave the tag out; put a text in quotes.",
            When("!!str lab.lactate > 3 mmol/L"), When("lab.lactate > 3 mmol/L")),
        new("RNK1106", "Key is not a name", "A key is a plain name, never a list or a mapping.", "Write a name before the colon.",
            "trigger:\n  ? [when]\n  : lab.lactate > 3 mmol/L\n", When("lab.lactate > 3 mmol/L")),
        new("RNK1107", "Unknown key", "This key does not exist here, so what it says would be lost.", "Take the key that is meant; completion lists the keys of the place.",
            When("lab.lactate > 3 mmol/L", "severty: high"), When("lab.lactate > 3 mmol/L", "severity: high")),
        new("RNK1108", "Key twice", "A key stands twice in one mapping; which of the two counts would be a guess.", "Keep one of them.",
            When("lab.lactate > 3 mmol/L", "severity: high\n  severity: low"), When("lab.lactate > 3 mmol/L", "severity: high")),
        new("RNK1109", "Key missing", "Something that is needed is not there.", "Add the key that the message names.",
            "trigger:\n  when: lab.lactate > 3 mmol/L\n", When("lab.lactate > 3 mmol/L")),
        new("RNK1110", "Wrong shape", "The value is not of the shape that its key takes: one value, a list, a mapping, a length of time, or one of some words.", "Write it as the message says.",
            When("lab.lactate > 3 mmol/L", "for: ten minutes"), When("lab.lactate > 3 mmol/L", "for: 10m")),
        new("RNK1111", "Id twice", "Two triggers have one id. The id is what versions, episodes and the ledger hold on to.", "Give each its own id.",
            $"triggers:\n{Listed("high-lactate", "3")}{Listed("high-lactate", "5", "for: 1h")}", $"triggers:\n{Listed("high-lactate", "3")}{Listed("very-high-lactate", "5", "for: 1h")}"),
    ];

    private static string Listed(string id, string limit, string more = "") =>
        $"  - id: {id}\n    when: lab.lactate > {limit} mmol/L\n    then: [{{action: log, entry: seen}}]\n{(more.Length == 0 ? "" : $"    {more}\n")}";

    private static IEnumerable<DiagnosticCode> Syntax() =>
    [
        new("RNK1201", "Not what is expected here", "The expression cannot go on like this. Only its first mistake is told.", "Look right before the place: a value, an operator or a parenthesis is missing or too much.",
            When("lab.lactate > > 3 mmol/L"), When("lab.lactate > 3 mmol/L")),
        new("RNK1202", "Quote not closed, or a strange sign", "A text is not closed, or a sign stands here that the language does not know.", "Close the quote; write texts in \" or '.",
            When("encounter.unit = \"ED"), When("encounter.unit = \"ED\"")),
        new("RNK1203", "Expression too long or too deep", "An expression has at most 4000 parts, 48 deep.", "Split it over when, where and unless, or over two triggers.",
            When($"{new string('(', 60)}lab.lactate > 3 mmol/L{new string(')', 60)}"), When("(lab.lactate > 3 mmol/L)")),
        new("RNK1204", "Expression missing", "The key is there, its condition is empty.", "Write the condition, or leave the key out.",
            When("\"\""), When("lab.lactate > 3 mmol/L")),
        new("RNK1205", "Chained comparison", "A comparison compares two things.", "Use BETWEEN, or two comparisons with AND.",
            When("2 mmol/L < lab.lactate < 4 mmol/L"), When("lab.lactate BETWEEN 2 mmol/L AND 4 mmol/L")),
        new("RNK1206", "Braces not closed", "A {{ in a text has no }}.", "Close it, or leave both out.",
            Then("{action: log, entry: \"lactate {{ lab.lactate\"}"), Then("{action: log, entry: \"lactate {{ lab.lactate }}\"}")),
    ];

    private static IEnumerable<DiagnosticCode> Names() =>
    [
        new("RNK1301", "Unknown name", "The vocabulary has no such name or alias.", "Take the nearest name, or have the site's vocabulary extended.",
            When("lab.lactat > 3 mmol/L"), When("lab.lactate > 3 mmol/L")),
        new("RNK1302", "Unknown function", "There is no such function.", "Take the nearest one; the reference lists them all.",
            When("raise(lab.lactate, 6h) > 1 mmol/L"), When("rise(lab.lactate, 6h) > 1 mmol/L")),
        new("RNK1303", "Unknown parameter", "A $name is not declared under parameters.", "Declare it there, or mend its spelling.",
            When("lab.lactate > $limit"), When("lab.lactate > $limit", "parameters: {limit: 3 mmol/L}")),
        new("RNK1304", "Unknown set", "There is no set of codes with this name.", "Take the nearest name, or list the codes in parentheses.",
            When("condition.active IN heart_failur"), When("condition.active IN heart_failure")),
        new("RNK1305", "Unknown calendar", "There is no business calendar with this name.", "Take the nearest name, or have the site's calendars extended.",
            When("business_hours(encounter.started, now, \"us-federl\") > 24h"), When("business_hours(encounter.started, now, \"us-federal\") > 24h")),
        new("RNK1306", "Unknown condition, medicine, pathway, cohort or consent", "No set, medicine, pathway, cohort or consent has this name; the condition would be false for everybody.", "Take the nearest name. A site's vocabulary adds sets, and under known: the names of its pathways, cohorts and consents.",
            When("has_condition(heart_failur)"), When("has_condition(heart_failure)")),
    ];

    private static IEnumerable<DiagnosticCode> Types() =>
    [
        new("RNK1401", "Not comparable", "The two sides are of kinds that cannot be compared in this way.", "Compare numbers with numbers, texts with = or IN, instants with instants.",
            When("encounter.type > \"ED\""), When("encounter.type = \"ED\"")),
        new("RNK1402", "Unknown unit", "The unit is not UCUM, and no spelling that is known.", "Take the nearest unit.",
            When("lab.lactate > 3 mmoll/L"), When("lab.lactate > 3 mmol/L")),
        new("RNK1403", "Unit does not fit", "The unit measures something else, so no conversion can exist.", "Use a unit of the same dimension; mass and molar units convert where the analyte is known.",
            When("lab.lactate > 3 kg"), When("lab.lactate > 27 mg/dL")),
        new("RNK1404", "Not a condition", "A value stands where something true or false is needed.", "Compare it with something.",
            When("lab.lactate"), When("lab.lactate > 3 mmol/L")),
        new("RNK1405", "Never this value", "The name has a fixed list of values, and this is none of them.", "Take one of the values that the message lists.",
            When("encounter.type = \"EDD\""), When("encounter.type = \"ED\"")),
        new("RNK1406", "Not a number", "A number is needed here.", "Use a name with a number, or a function of one.",
            When("encounter.type + 1 > 2"), When("score.news2 + 1 > 6")),
        new("RNK1407", "Division by zero", "This divides by zero whatever the data say.", "Divide by something else.",
            When("lab.lactate / 0 > 1 mmol/L"), When("lab.lactate / 2 > 1 mmol/L")),
    ];
}
