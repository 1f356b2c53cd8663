using System.Globalization;
using System.Text;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Testing;

/// <summary>
/// What a trigger saw of one patient, as a test beside it, without who it is: times count from the moment of the look, the age is in
/// whole years and none above 89, and nothing stands in it that the trigger does not read.
/// </summary>
/// <param name="Test">One entry of <c>tests</c>, its lines indented from its dash.</param>
/// <param name="IsFaithful">Run as a test it says of the values what the trigger says of the patient. A value that no test can write, or a number set for a unit, may keep it from that.</param>
public sealed record PatientExample(string Test, bool IsFaithful)
{
    /// <summary>HIPAA, 45 CFR 164.514(b)(2)(i)(C): ages above this are told as one.</summary>
    private const int OldestTold = 90;

    /// <summary>Of one name; older ones rarely decide, and each tells more of a person.</summary>
    private const int MostOfAName = 24;

    private const string Ended = "ended";

    /// <param name="shouldFire">What whoever sends it says that the trigger should have done.</param>
    public static PatientExample Of(CompiledTrigger trigger, PatientState state, DateTimeOffset now, string name, bool shouldFire, Vocabulary vocabulary)
    {
        var given = Given(trigger, state, now, vocabulary);
        var seen = TriggerEvaluator.Evaluate(trigger, state, now).Holds;
        var proof = Write(given, name, seen.Word());
        var isFaithful = TriggerTests.Add(trigger.Source, proof) is { } proved
            && TriggerCheck.Check([new TriggerFile($"{trigger.Id}.yaml", proved)], vocabulary).Tests.FirstOrDefault(test => test.Name == name) is { Passed: true };
        return new PatientExample(Write(given, name, shouldFire ? "true" : "false"), isFaithful);
    }

    private static List<string> Given(CompiledTrigger trigger, PatientState state, DateTimeOffset now, Vocabulary vocabulary)
    {
        var given = new List<string>();
        if (Person(state, now) is { Length: > 0 } person)
            given.Add($"patient: {{{person}}}");
        if (state.Encounter is { } stay)
        {
            var parts = new[]
            {
                stay.Type is { } type ? $"type: {Quoted(type)}" : null, stay.Unit is { } unit ? $"unit: {Quoted(unit)}" : null, stay.Service is { } service ? $"service: {Quoted(service)}" : null,
                stay.StartedAt is { } started ? $"started: {Offset(started, now)}" : null,
            };
            given.Add($"encounter: {{{string.Join(", ", parts.OfType<string>())}}}");
        }

        given.AddRange(trigger.Reads.Order(StringComparer.Ordinal).SelectMany(concept => Standing(state, concept, now)).OrderBy(signal => signal.At).Select(signal => Told(signal, now, vocabulary)));
        return given;
    }

    private static string Person(PatientState state, DateTimeOffset now)
    {
        var facts = state.Facts;
        var age = state.Age(now)?.Years;
        // A small child is told by days: a test's own calendar has the same distance.
        var born = facts.BirthDate is { } date && age < 2 ? $"birth_date: {DateOnly.FromDateTime(Timeline.Origin.DateTime).AddDays(date.DayNumber - LocalTimes.Day(now, state.Zone).DayNumber):yyyy-MM-dd}" : null;
        if (facts.BornAt is { } at && now - at is var old && old >= TimeSpan.Zero && old < TimeSpan.FromDays(7))
            born = $"born: {Offset(at, now)}";
        var parts = new[]
        {
            born ?? (age is { } years ? string.Create(CultureInfo.InvariantCulture, $"age: {Math.Min(years, OldestTold)}") : null),
            facts.Sex is { } sex ? $"sex: {Quoted(sex)}" : null, facts.DeceasedAt <= now ? "deceased: true" : null,
        };
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>The values that a trigger may use; what a list has ended stands in it no more.</summary>
    private static IEnumerable<Signal> Standing(PatientState state, string concept, DateTimeOffset now)
    {
        var over = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var signal in state.Series(concept).Where(signal => signal.At <= now && signal.RecordedAt <= now).Reverse().Take(MostOfAName))
        {
            if (signal.Unit == Ended)
                over.Add(signal.Value);
            else if (!over.Contains(signal.Value))
                yield return signal;
        }
    }

    private static string Told(Signal signal, DateTimeOffset now, Vocabulary vocabulary)
    {
        var isQuantity = vocabulary.Find(signal.Concept) is { Kind: ConceptKind.Quantity };
        var value = isQuantity ? $"{signal.Value} {(string.IsNullOrWhiteSpace(signal.Unit) ? "?" : signal.Unit)}" : signal.Value;
        var text = $"at: {Offset(signal.At, now)}, {signal.Concept}: {Quoted(value)}";
        if (signal.Status is SignalStatus.Preliminary or SignalStatus.Corrected)
            text += $", status: {signal.Status.ToString().ToLowerInvariant()}";
        if (signal.Marks?.Range is { } range)
            text += $", reference: {Quoted(range)}";
        if (signal.Item is { } item)
            text = $"{text}, item: {Quoted(item)}";
        return signal.Marks?.Flag is { } flag ? $"{text}, flag: {Quoted(flag)}" : text;
    }

    private static string Write(List<string> given, string name, string fires)
    {
        var text = new StringBuilder($"- name: {Quoted(name)}\n  given:\n");
        foreach (var line in given)
            text.Append(CultureInfo.InvariantCulture, $"    - {{{line}}}\n");
        return text.Append(CultureInfo.InvariantCulture, $"  expect: {{at: T+0m, fires: {fires}}}\n").ToString();
    }

    /// <summary>Whole minutes where they are whole, else seconds.</summary>
    private static string Offset(DateTimeOffset at, DateTimeOffset now)
    {
        var before = now - at;
        if (before <= TimeSpan.Zero)
            return "T+0m";
        return before.Ticks % TimeSpan.TicksPerMinute == 0
            ? string.Create(CultureInfo.InvariantCulture, $"T-{(long)before.TotalMinutes}m")
            : string.Create(CultureInfo.InvariantCulture, $"T-{Math.Ceiling(before.TotalSeconds):0}s");
    }

    /// <summary>In double quotes, whatever stands in it.</summary>
    private static string Quoted(string text) => $"\"{PlainText.Line(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
