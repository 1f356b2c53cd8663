using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Binding;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Linting;
using Runink.Domain.Triggers.Syntax;
using Runink.Domain.Triggers.Testing;

namespace Runink.Domain.Triggers;

/// <summary>Reads, binds, lints, compiles and tests: all that stands between a text and a trigger that may run.</summary>
public static class TriggerCheck
{
    public static CheckReport Check(IReadOnlyList<TriggerFile> files, Vocabulary vocabulary, CheckContext? context = null)
    {
        var known = context ?? CheckContext.None;
        var overlap = new Overlap(known.InForce ?? []);
        var diagnostics = new List<Diagnostic>();
        var tests = new List<TriggerTestResult>();
        var triggers = new List<CompiledTrigger>();
        var coverage = new List<TriggerCoverage>();
        foreach (var file in files)
        {
            var report = new Report(file.Name);
            // A byte order mark is not part of the text, and would move every place on the first line.
            var lines = new TextLines(file.Text.TrimStart('\uFEFF'));
            var read = TriggerFileReader.Read(lines, file.Name, report);
            foreach (var (parsed, alone, pack) in read)
            {
                var before = report.Errors;
                if (TriggerBinder.Bind(parsed, vocabulary, report) is not { } bound)
                    continue;
                Lints.Run(bound, report);
                if (known.Hospital is { } hospital)
                    HospitalCheck.Run(parsed, pack, hospital, known.Publishing, report);
                if (known.InForce is { } inForce)
                    InhibitLint.Run(parsed, inForce, read.Select(other => other.Trigger.Id), known.Publishing, report);
                if (known.Signals is { } signals)
                    FeedLints.Silence(bound, signals, report);
                overlap.Run(bound, report);
                if (report.Errors > before || Broken(report, parsed))
                    continue;
                if (Compile(parsed, bound, alone, pack, file.Name, vocabulary) is not { } compiled)
                {
                    report.Error("RNK1110", $"{parsed.Id} cannot be read apart from its file; write it as a block of its own.", parsed.Span);
                    continue;
                }

                if (triggers.Exists(t => t.Id == compiled.Id))
                {
                    report.Error("RNK1111", $"Another file has a trigger with the id {compiled.Id}.", parsed.Span);
                    continue;
                }

                var seen = new CoverageRecorder(compiled);
                tests.AddRange(TriggerTestRunner.Run(compiled, parsed.Tests, vocabulary, report, seen));
                if (parsed.Tests.Count > 0)
                    coverage.Add(seen.Result());
                if (report.Errors == before)
                {
                    triggers.Add(compiled);
                    overlap.Add(compiled);
                }
            }

            diagnostics.AddRange(report.Sorted());
        }

        return new(diagnostics, tests, triggers, coverage);
    }

    /// <summary>Whether an error of the reader stands inside this trigger.</summary>
    private static bool Broken(Report report, ParsedTrigger parsed)
    {
        var first = parsed.Node.Lines.Span(parsed.Node.Start, parsed.Node.Start).Line;
        var last = parsed.Node.Lines.Span(parsed.Node.End, parsed.Node.End).Line;
        return report.Raw.Any(d => d.Severity == DiagnosticSeverity.Error && d.Span.Line >= first && d.Span.Line <= last);
    }

    private static CompiledTrigger? Compile(ParsedTrigger parsed, BoundTrigger bound, bool alone, PackContext pack, string file, Vocabulary vocabulary)
    {
        var source = parsed.Node.Lines.Text;
        if (!alone)
        {
            // Places in an explanation point into the trigger's own text, so that text is what is compiled.
            source = TriggerSource.Cut(parsed, pack);
            var quiet = new Report(file);
            if (YamlText.Read(new TextLines(source), file, quiet.Raw) is not [YamlMap root] || root["trigger"] is not YamlMap node
                || TriggerBinder.Bind(TriggerReader.Read(node, file, pack, quiet), vocabulary, quiet) is not { } again)
            {
                return null;
            }

            (parsed, bound) = (again.Parsed, again);
        }

        var reading = Reading.Of(bound.When, bound.Where, bound.Unless, bound.ResolveWhen, bound.ReAlertWhen);
        var program = new TriggerProgram(bound, vocabulary);
        return new(program)
        {
            Id = parsed.Id,
            Name = parsed.Name,
            Description = parsed.Description,
            Severity = parsed.Severity,
            Hash = TriggerSource.Hash(source),
            Source = source,
            Reads = reading.Concepts,
            // What is set for a unit counts from the moment at which the patient comes there.
            ReadsContext = reading.Context || bound.Parameters.Count > 0,
            Parameters = [.. bound.Parameters.Select(p => new TriggerParameter(p.Key, p.Value.Number, p.Value.Type.Kind == TypeKind.Quantity ? p.Value.Type.Unit.Code : "", program.Nodes.OfType<ParameterCode>().Any(node => node.Name == p.Key)) { Compared = ParameterBounds.Of(bound, p.Key) })],
            Actions = parsed.Actions,
            Sla = parsed.Sla,
            Escalation = parsed.Escalation,
            ChecklistName = parsed.ChecklistName,
            Checklist = parsed.Checklist,
            Episode = parsed.Episode,
            Evidence = parsed.Evidence,
            Budget = parsed.Budget,
            OnWorklist = parsed.OnWorklist,
            Inhibits = parsed.Inhibits,
            For = parsed.For,
        };
    }
}
