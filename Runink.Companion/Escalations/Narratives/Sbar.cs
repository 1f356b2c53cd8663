using System.Globalization;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations.Narratives;

/// <summary>What a sentence stands on.</summary>
/// <param name="Type">message, trigger, encounter, escalation, delivery.</param>
public sealed record NarrativeSource(string Type, string Id);

public sealed record NarrativeSentence(string Text, IReadOnlyList<NarrativeSource> Sources);

/// <param name="Title">Situation, Background, Assessment, Recommendation.</param>
public sealed record NarrativeSection(string Title, IReadOnlyList<NarrativeSentence> Sentences);

/// <summary>
/// The four parts of a call to a colleague (SBAR, Institute for Healthcare Improvement), made of facts alone: each sentence names what it stands on, and where
/// there is no fact there is no sentence.
/// </summary>
internal static class Sbar
{
    /// <param name="others">Other open work about the same patient.</param>
    public static IReadOnlyList<NarrativeSection> Of(EscalationView view, IReadOnlyList<EscalationRow> others, bool namesPatients, DateTimeOffset now)
    {
        var row = view.Row;
        var inputs = ExplanationReader.Read(view.ExplanationJson)?.Inputs ?? [];
        return
        [
            new("Situation", [.. Situation(row, namesPatients, now)]),
            new("Background", [.. Background(row, others)]),
            new("Assessment", [.. Assessment(row, inputs)]),
            new("Recommendation", [.. Recommendation(view, now)]),
        ];
    }

    private static IEnumerable<NarrativeSentence> Situation(EscalationRow row, bool namesPatients, DateTimeOffset now)
    {
        NarrativeSource self = new("escalation", row.Id), rule = new("trigger", $"{row.Trigger.Id} v{row.Trigger.Version}");
        var who = string.Join(", ", new[] { namesPatients ? row.Patient.Name : row.Patient.Initials, row.Patient.AgeSex, row.Encounter?.Unit, row.Encounter?.Bed is { } bed ? $"bed {bed}" : null }.Where(part => !string.IsNullOrEmpty(part)));
        yield return new($"{who}: {row.Headline}.", [self]);
        yield return new($"{row.Trigger.Name}, {row.Severity}, opened {When.Clock(row.OpenedAt)}{(now - row.OpenedAt < TimeSpan.FromMinutes(1) ? ", just now" : $", {When.Span(now - row.OpenedAt)} ago")}.", [self, rule]);
    }

    private static IEnumerable<NarrativeSentence> Background(EscalationRow row, IReadOnlyList<EscalationRow> others)
    {
        if (row.Encounter is { } stay)
            yield return new($"{Labels.Spoken(stay.Type ?? "visit")}{(stay.Unit is { } unit ? $" on {unit}" : "")}.", [new("encounter", stay.Id)]);
        if (row.Patient.InQuestion)
            yield return new("Who this is has not been decided: the identity is in question.", [new("escalation", row.Id)]);
        foreach (var other in others)
            yield return new($"Also open: {other.Headline} ({other.Trigger.Name}, {(other.Owner is { } owner ? owner.Name : "nobody owns it")}).", [new("escalation", other.Id)]);
    }

    private static IEnumerable<NarrativeSentence> Assessment(EscalationRow row, IReadOnlyList<ExplanationInput> inputs)
    {
        // Facts of the patient and the stay stand in the parts before.
        foreach (var input in inputs.Where(input => input is { Value.Length: > 0, MessageId: not null }))
        {
            var when = input.At is { } at ? $", {When.DayClock(at)}" : "";
            var status = input.Status is "final" or "" ? "" : $" ({input.Status})";
            yield return new($"{input.Name} {input.Value}{when}{status}.", [new("message", input.MessageId!)]);
        }

        if (row.Spark is { Points: [var first, .., var last] } line)
            yield return new($"{line.Label} went from {Number(first.Value)} to {Number(last.Value)}{(line.Unit is { } unit ? $" {unit}" : "")} between {When.DayClock(first.At)} and {When.DayClock(last.At)}.", [new("escalation", row.Id)]);
    }

    private static IEnumerable<NarrativeSentence> Recommendation(EscalationView view, DateTimeOffset now)
    {
        var row = view.Row;
        NarrativeSource self = new("escalation", row.Id);
        if (row.Clock is { } clock)
            yield return new($"{Labels.Spoken(clock.Name)} {(clock.DueAt >= now ? $"by {When.Clock(clock.DueAt)}" : $"is late since {When.Clock(clock.DueAt)}")}.", [self]);
        foreach (var item in view.Checklist.Where(item => !item.Done))
            yield return new($"To do: {item.Text.TrimEnd('.')}.", [self]);
        foreach (var item in view.Checklist.Where(item => item is { Done: true, By: not null, At: not null }))
            yield return new($"Done: {item.Text.TrimEnd('.')} ({item.By!.Name}, {When.Clock(item.At!.Value)}).", [self]);
        foreach (var failed in view.Ladder.Where(step => step.State == "failed"))
            yield return new($"{EscalationLabels.Who(failed.Who)} could not be told.", [self]);
        yield return new(row.Owner is { } owner ? $"{owner.Name} owns it." : "Nobody owns it yet.", [self]);
    }

    private static string Number(decimal value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
