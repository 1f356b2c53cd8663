using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Referrals.Rules;

/// <summary>Reads the text of one service's intake rules: <c>intake:</c> with service, documents, priority, clocks, owners, authorization, chase, where and tests.</summary>
public sealed class IntakeRulesReader
{
    private static readonly Dictionary<string, ReferralState> States = new(StringComparer.Ordinal)
    {
        ["received"] = ReferralState.Received, ["awaiting-information"] = ReferralState.AwaitingInformation, ["triage"] = ReferralState.Triage,
        ["ready-to-schedule"] = ReferralState.ReadyToSchedule, ["scheduled"] = ReferralState.Scheduled, ["report-due"] = ReferralState.ReportDue,
        ["report-review"] = ReferralState.ReportReview, ["loop-closed"] = ReferralState.LoopClosed, ["reroute"] = ReferralState.Reroute,
    };

    private static readonly Dictionary<string, DossierEvidenceKind> Plain = new(StringComparer.Ordinal)
    {
        ["identity"] = DossierEvidenceKind.Identity, ["reason"] = DossierEvidenceKind.Reason, ["values"] = DossierEvidenceKind.Values, ["problems"] = DossierEvidenceKind.Problems,
        ["medications"] = DossierEvidenceKind.Medications, ["allergies"] = DossierEvidenceKind.Allergies, ["coverage"] = DossierEvidenceKind.Coverage, ["consent"] = DossierEvidenceKind.Consent,
    };

    private readonly Vocabulary vocabulary;
    private readonly Report report;

    private IntakeRulesReader(Vocabulary vocabulary, Report report) => (this.vocabulary, this.report) = (vocabulary, report);

    /// <returns>Null when it has errors, or when one of its tests comes out otherwise.</returns>
    public static (IntakeRules? Rules, IReadOnlyList<Diagnostic> Findings) Read(string id, string yaml, int version, Vocabulary vocabulary)
    {
        var found = new Report($"{id}.yaml");
        var lines = new TextLines(yaml.TrimStart('\uFEFF'));
        var roots = YamlText.Read(lines, $"{id}.yaml", found.Raw);
        if (found.Errors == 0 && (roots is not [YamlMap root] || root["intake"] is not YamlMap))
            found.Error("RNK1109", "Intake rules are one mapping under intake: with the service they are for.", lines.Span(0, 0));
        if (found.Errors > 0 || roots is not [YamlMap { } whole] || whole["intake"] is not YamlMap map)
            return (null, [.. found.Sorted()]);
        _ = new MapReader(whole, found, "intake");
        var rules = new IntakeRulesReader(vocabulary, found).Read(id, version, map);
        if (found.Errors == 0)
            Try(rules, found);
        return (found.Errors == 0 ? rules : null, [.. found.Sorted()]);
    }

    private IntakeRules Read(string id, int version, YamlMap map)
    {
        var read = new MapReader(map, report, "service", "also", "documents", "priority", "clocks", "owners", "authorization", "chase", "where", "tests");
        var clocks = read.Inner("clocks", ["calendar", .. States.Keys]);
        var calendar = clocks?.Text("calendar");
        if (calendar is not null && !vocabulary.Calendars.ContainsKey(calendar))
            report.Error("RNK1110", $"There is no calendar {calendar}.{(Nearest.Of(calendar, vocabulary.Calendars.Keys) is { } near ? $" Did you mean {near}?" : "")}", clocks!.SpanOf("calendar"));
        var documents = Documents(read);
        var priority = read.Inner("priority", "urgent", "soon");
        var authorization = read.Inner("authorization", "required", "not_required");
        return new IntakeRules(id, read.Required("service") ?? id, Texts(read, "also"), version)
        {
            Documents = documents.Count > 0 ? documents : DossierItem.Standard,
            Priority = new PriorityWords(priority is null ? [] : Texts(priority, "urgent"), priority is null ? [] : Texts(priority, "soon")),
            Calendar = calendar,
            Chase = Chase(read.Inner("chase", "first", "every", "at_most"), calendar is not null),
            Clocks = Clocks(clocks, calendar is not null),
            Owners = (read.Inner("owners", [.. States.Keys])?.Map.Entries ?? []).Where(entry => States.ContainsKey(entry.Key.Text) && entry.Value is YamlScalar).ToDictionary(entry => States[entry.Key.Text], entry => ((YamlScalar)entry.Value).Text),
            Required = authorization is null ? [] : Texts(authorization, "required"),
            NotRequired = authorization is null ? [] : Texts(authorization, "not_required"),
            Variants = [.. Maps(read, "where").Select(variant => Variant(variant, calendar is not null))],
            Tests = [.. Maps(read, "tests").Select(Test)],
        };
    }

    private List<DossierItem> Documents(MapReader read)
    {
        var items = new List<DossierItem>();
        foreach (var map in Maps(read, "documents"))
        {
            var item = new MapReader(map, report, "name", "weight", "critical", "within", "any_of");
            var name = item.Required("name") ?? "";
            if (items.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)))
                report.Error("RNK1108", $"{name} is here twice.", item.SpanOf("name"));
            if (item.Whole("weight") is < 1 or > 1000)
                report.Error("RNK1110", "A weight is 1 to 1000.", item.SpanOf("weight"));
            items.Add(new DossierItem(
                name, item.Whole("weight") ?? 1, item.Truth("critical") ?? false, item.Duration("within"), [.. item.List("any_of").Select(Evidence).OfType<DossierEvidence>()]));
        }

        return items;
    }

    private DossierEvidence? Evidence(YamlNode node)
    {
        var words = node is YamlScalar scalar ? scalar.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
        switch (words)
        {
            case [var one] when Plain.TryGetValue(one, out var kind):
                return new DossierEvidence(kind);
            case ["document", var code]:
                return new DossierEvidence(DossierEvidenceKind.Document, code);
            case ["result", var name]:
                if (vocabulary.Find(name) is { } concept)
                    return new DossierEvidence(DossierEvidenceKind.Result, concept.Name);
                report.Error("RNK1110", $"There is no result {name}.", node.Span);
                return null;
            default:
                report.Error("RNK1110", $"It is shown by one of {string.Join(", ", Plain.Keys)}, by a document's type (document 11524-6) or by a result (result lab.lactate).", node.Span);
                return null;
        }
    }

    private Dictionary<ClockKey, TimeSpan> Clocks(MapReader? read, bool byCalendar)
    {
        var clocks = new Dictionary<ClockKey, TimeSpan>();
        foreach (var (name, state) in States)
        {
            if (read?.Inner(name, "urgent", "soon", "routine") is not { } times)
                continue;
            foreach (var priority in new[] { "urgent", "soon", "routine" })
            {
                if (times.Duration(priority) is not { } allowed)
                    continue;
                if (allowed <= TimeSpan.Zero)
                    report.Error("RNK1110", "A clock allows more than no time.", times.SpanOf(priority));
                else if (byCalendar && times.Text(priority)!.AsSpan().IndexOfAny("dwy") >= 0)
                    report.Error("RNK1110", "By a calendar only working hours count: write 16h for two days of eight hours.", times.SpanOf(priority));
                else
                    clocks[new ClockKey(state, priority)] = allowed;
            }
        }

        return clocks;
    }

    private ChasePolicy? Chase(MapReader? read, bool byCalendar)
    {
        if (read is null)
            return null;
        foreach (var name in new[] { "first", "every" })
        {
            if (read.Required(name) is not null && read.Duration(name) is { } length && (length < TimeSpan.FromHours(1) || length > TimeSpan.FromDays(60)))
                report.Error("RNK1110", "Between reminders are one hour to sixty days.", read.SpanOf(name));
            else if (byCalendar && read.Text(name)?.AsSpan().IndexOfAny("dwy") >= 0)
                report.Error("RNK1110", "By a calendar only working hours count: write 16h for two days of eight hours.", read.SpanOf(name));
        }

        if (read.Required("at_most") is not null && read.Whole("at_most") is < 1 or > ChasePolicy.MostReminders)
            report.Error("RNK1110", $"At most 1 to {ChasePolicy.MostReminders} reminders.", read.SpanOf("at_most"));
        return read is { } && read.Duration("first") is { } first && read.Duration("every") is { } every && read.Whole("at_most") is { } most ? new ChasePolicy(first, every, most) : null;
    }

    private RuleVariant Variant(YamlMap map, bool byCalendar)
    {
        var read = new MapReader(map, report, "payer", "unit", "documents", "clocks", "authorization");
        if (read.Text("payer") is null && read.Text("unit") is null)
            report.Error("RNK1109", "Say for whom it is otherwise: payer or unit.", map.Span);
        return new RuleVariant(
            read.Text("payer"), read.Text("unit"), Documents(read), Clocks(read.Inner("clocks", [.. States.Keys]), byCalendar),
            read.OneOf("authorization", "required", "not_required") switch { "required" => true, "not_required" => false, _ => null });
    }

    private RuleTest Test(YamlMap map)
    {
        var read = new MapReader(map, report, "name", "reason", "asked", "payer", "unit", "expect");
        var expect = read.Inner("expect", "priority", "authorization", "missing");
        return new RuleTest(
            read.Required("name") ?? "", read.Text("reason"), read.OneOf("asked", "urgent", "soon", "routine") ?? "routine", read.Text("payer"), read.Text("unit"),
            expect?.OneOf("priority", "urgent", "soon", "routine"), expect?.OneOf("authorization", "required", "not-required", "unknown"), expect is null ? [] : Texts(expect, "missing"), map.Span);
    }

    private static void Try(IntakeRules rules, Report report)
    {
        foreach (var result in RuleTests.Run(rules).Where(result => !result.Passed))
            report.Error("RNK1201", $"{result.Test.Name}: {result.Why}", result.Test.Span);
    }

    private IEnumerable<YamlMap> Maps(MapReader read, string key)
    {
        foreach (var node in read.List(key))
        {
            if (node is YamlMap map)
                yield return map;
            else
                report.Error("RNK1110", $"{key} is a list of mappings.", node.Span);
        }
    }

    private static IReadOnlyList<string> Texts(MapReader read, string key) => [.. read.List(key).OfType<YamlScalar>().Select(scalar => scalar.Text)];
}
