using System.Globalization;
using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>"Tell me when …": what somebody wants to know, before it is a trigger.</summary>
/// <param name="How">latest, highest, lowest, rise, fall or missing.</param>
/// <param name="Sign">&gt;, &gt;=, &lt; or &lt;=; not used when it is missing.</param>
/// <param name="Value">In the measure's canonical unit.</param>
/// <param name="Hours">How far it looks back; not used for the latest.</param>
/// <param name="Patients">all, ED, inpatient or adults.</param>
/// <param name="Who">A team, a role, a rota or an address.</param>
public sealed record TriggerQuestion(string Measure, string How, string Sign, decimal Value, int Hours, string Patients, string Who, string Severity)
{
    /// <summary>The text of a trigger that answers it, with a test on either side of the limit.</summary>
    public Outcome<string> Write(string id, string name, Vocabulary vocabulary)
    {
        if (vocabulary.Find(Measure) is not { IsNumeric: true, IsContext: false } concept || concept.Name.StartsWith("score.", StringComparison.Ordinal))
            return new Refusal("invalid", "Choose what is measured.");
        if (Who.Trim().Length == 0)
            return new Refusal("invalid", "Say who is told.");
        if (How != "latest" && Hours is < 1 or > 8760)
            return new Refusal("invalid", "Say how many hours it looks back, at least one.");
        var unit = concept.Unit is { Length: > 0 } code ? $" {code}" : "";
        var hours = Hours.ToString(CultureInfo.InvariantCulture);
        var subject = How switch
        {
            "highest" => $"max({concept.Name}, {hours}h)",
            "lowest" => $"min({concept.Name}, {hours}h)",
            "rise" => $"rise({concept.Name}, {hours}h)",
            "fall" => $"fall({concept.Name}, {hours}h)",
            _ => concept.Name,
        };
        var when = How == "missing" ? $"absent({concept.Name}, {hours}h)" : $"{subject} {Sign} {Interval.Number(Value)}{unit}";
        var where = Patients switch { "ED" => "encounter.type = \"ED\"", "inpatient" => "encounter.type = \"inpatient\"", "adults" => "age >= 18", _ => null };
        var text = $"trigger:\n  id: {id}\n  name: {JsonSerializer.Serialize(name, TriggerJson.Options)}\n  severity: {Severity}\n  when: {when}\n{(where is null ? "" : $"  where: {where}\n")}"
            + $"  then:\n    - action: notify\n      who: {JsonSerializer.Serialize(Who.Trim(), TriggerJson.Options)}\n{Tests(concept, unit)}";
        var report = TriggerCheck.Check([new TriggerFile($"{id}.yaml", text)], vocabulary);
        return report.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error ? new Refusal("invalid", error.Message) : text;
    }

    private string Tests(Concept concept, string unit)
    {
        if (How is not ("latest" or "highest" or "lowest"))
            return "";
        var step = Value == 0 ? 1 : Math.Abs(Value) / 10;
        var (fires, quiet) = Sign[0] == '>' ? (Value + step, Value - step) : (Value - step, Value + step);
        // A test with a value that no sensor gives would only test the limits of the measure.
        if (concept.PlausibleRange is { } range && (fires < range.Low || fires > range.High || quiet < range.Low || quiet > range.High))
            return "";
        return "  tests:\n" + Test("beyond the limit", fires, "true") + Test("on the other side", quiet, "false");

        string Test(string name, decimal value, string expected) =>
            $"    - name: {name}\n      given:\n        - {{patient: {{age: 70}}, encounter: {{type: {(Patients == "inpatient" ? "inpatient" : "ED")}}}}}\n        - {{at: T+0m, {concept.Name}: \"{Interval.Number(decimal.Round(value, 4))}{unit}\"}}\n      expect: {{fires: {expected}}}\n";
    }
}
