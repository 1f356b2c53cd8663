using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Testing;

/// <summary>The givens of a test as facts and signals. T is a fixed noon, so that a test says the same every day.</summary>
internal sealed class Timeline
{
    public static readonly DateTimeOffset Origin = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private List<Signal> signals = [];
    private PatientFacts patient = new("test", null, null);
    private EncounterFacts? encounter;

    private readonly List<ParameterSetting> settings = [];

    public static Timeline Of(ParsedTest test, CompiledTrigger trigger, Vocabulary vocabulary, Report report)
    {
        var timeline = new Timeline();
        var first = test.Givens.Select(g => g.At).DefaultIfEmpty(TimeSpan.Zero).Min();
        foreach (var given in test.Givens)
        {
            if (given.Patient is { } facts)
                timeline.Patient(new MapReader(facts, new Report("")), report);
            if (given.Encounter is { } visit)
                timeline.Encounter(new MapReader(visit, new Report("")), Origin + first, report);
            var said = new List<Signal>();
            foreach (var (name, value) in given.Signals)
            {
                if (Read(given, name, value, vocabulary, report) is { } signal)
                    said.Add(signal);
            }

            timeline.signals.AddRange(ItemNumbers.Shared(said, vocabulary));
            foreach (var (name, value) in given.Parameters)
                timeline.Parameter(given, name, value, trigger, report);
        }

        // The order of the text decides between two at one instant.
        timeline.signals = [.. timeline.signals.OrderBy(signal => signal.RecordedAt)];
        return timeline;
    }

    /// <summary>Signals in the order in which they come.</summary>
    public IReadOnlyList<Signal> Signals => signals;

    public PatientState Start(Vocabulary vocabulary) => new(patient, vocabulary) { Encounter = encounter, Settings = settings };

    private void Patient(MapReader read, Report report)
    {
        if (read.Whole("age") is { } age)
            patient = patient with { BirthDate = DateOnly.FromDateTime(Origin.AddYears(-age).DateTime) };
        if (read.Scalar("born") is { } text)
        {
            if (TestReader.Offset(text.Text) is { } offset)
                patient = patient with { BirthDate = DateOnly.FromDateTime((Origin + offset).DateTime), BornAt = Origin + offset };
            else
                report.Error("RNK1110", "born must be a time such as T-20h.", text.Span);
        }

        patient = patient with { BirthDate = read.Date("birth_date") ?? patient.BirthDate, Sex = read.Text("sex") ?? patient.Sex };
        if (read.Truth("deceased") == true)
            patient = patient with { DeceasedAt = Origin };
    }

    private void Encounter(MapReader read, DateTimeOffset first, Report report)
    {
        var started = first;
        if (read.Scalar("started") is { } text)
        {
            if (TestReader.Offset(text.Text) is { } offset)
                started = Origin + offset;
            else
                report.Error("RNK1110", "started must be a time such as T-2h.", text.Span);
        }

        encounter = new("test-encounter", read.Text("type"), read.Text("unit"), read.Text("bed"), read.Text("service"), started);
    }

    private void Parameter(ParsedGiven given, YamlScalar name, YamlScalar value, CompiledTrigger trigger, Report report)
    {
        if (trigger.Parameters.FirstOrDefault(p => p.Name == name.Text) is not { } declared)
        {
            var near = Nearest.Of(name.Text, trigger.Parameters.Select(p => p.Name));
            report.Error("RNK1303", $"{name.Text} is not among the parameters.{(near is null ? "" : $" Did you mean {near}?")}", name.Span, near);
        }
        else if (declared.Read(value.Text) is { Refusal: { } refusal })
        {
            report.Error("RNK1406", refusal.Message, value.Span);
        }
        else
        {
            var (number, unit) = declared.Read(value.Text).Value;
            settings.Add(new(trigger.Id, name.Text, null, number, unit, "the test", "the test", Origin + given.At, null));
        }
    }

    private static Signal? Read(ParsedGiven given, YamlScalar name, YamlScalar value, Vocabulary vocabulary, Report report)
    {
        if (vocabulary.Find(name.Text) is not { } concept)
        {
            var near = Nearest.Of(name.Text, vocabulary.Names);
            report.Error("RNK1301", $"{name.Text} is not a name.{(near is null ? "" : $" Did you mean {near}?")}", name.Span, near);
            return null;
        }

        if (concept.IsContext)
        {
            report.Error("RNK1110", $"{name.Text} is a fact, not a signal: write it under patient or encounter.", name.Span);
            return null;
        }

        var (number, unit) = Split(value.Text, concept);
        var status = given.Status switch { "preliminary" => SignalStatus.Preliminary, "corrected" => SignalStatus.Corrected, "entered-in-error" => SignalStatus.EnteredInError, _ => SignalStatus.Final };
        return new Signal(concept.Name, number, unit, Origin + given.At, Origin + given.Recorded, status, string.Create(CultureInfo.InvariantCulture, $"test-{given.Number}"))
        {
            Marks = ResultMarks.Of(given.Reference, given.Flag is { } flag ? [flag] : []),
            Item = given.Item,
        };
    }

    /// <summary>A bare number has the canonical unit here; <c>3.4 ?</c> is one that came without.</summary>
    private static (string Value, string? Unit) Split(string text, Concept concept)
    {
        if (concept.Kind != ConceptKind.Quantity)
            return (text, null);
        var trimmed = text.Trim();
        var end = 0;
        while (end < trimmed.Length && (char.IsAsciiDigit(trimmed[end]) || trimmed[end] is '.' or '<' or '>' or '=' or '-' or '+'))
            end++;
        var unit = trimmed[end..].Trim();
        return end == 0 ? (trimmed, null) : (trimmed[..end], unit == "?" ? null : unit.Length == 0 ? concept.Unit : unit);
    }
}
