using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations.Narratives;

public sealed record SbarNarrative(string EscalationId, DateTimeOffset MadeAt, IReadOnlyList<NarrativeSection> Sections);

/// <summary>One patient of a hand-over (I-PASS, Starmer 2014).</summary>
/// <param name="Illness">unstable, watcher or stable, proposed from the worst open work; whoever hands over says it aloud.</param>
/// <param name="Actions">What is to be done, by when.</param>
/// <param name="Contingency">What to look out for: what would change the picture.</param>
public sealed record HandOverPatient(
    string PatientId, string Name, string Facts, string Illness, IReadOnlyList<EscalationView> Work,
    IReadOnlyList<NarrativeSentence> Summary, IReadOnlyList<NarrativeSentence> Actions, IReadOnlyList<NarrativeSentence> Contingency);

/// <summary>Says what is known of work, in the forms in which colleagues tell each other.</summary>
public sealed class NarrativeUseCases(EscalationUseCases work, TimeProvider time)
{
    private const int MostWork = 100;

    public async Task<Outcome<SbarNarrative>> SbarAsync(Caller caller, string id, CancellationToken cancel)
    {
        var found = await work.FindAsync(caller, id, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        return new SbarNarrative(id, now, Sbar.Of(found.Value!, await OthersAsync(caller, found.Value!.Row, cancel), caller.May(Permission.ReadPatients), now));
    }

    /// <summary>All that the caller owns, by patient, the most urgent first.</summary>
    public async Task<Outcome<IReadOnlyList<HandOverPatient>>> ShiftAsync(Caller caller, CancellationToken cancel)
    {
        var mine = await work.ListAsync(caller, new WorklistQuery("mine", Limit: MostWork), cancel);
        if (mine.Refusal is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        var patients = new List<HandOverPatient>();
        foreach (var group in mine.Value!.Items.GroupBy(row => row.Patient.Id, StringComparer.Ordinal))
        {
            var views = new List<EscalationView>();
            foreach (var row in group)
            {
                if ((await work.FindAsync(caller, row.Id, cancel)).Value is { } view)
                    views.Add(view);
            }

            if (views.Count > 0)
                patients.Add(Patient(views, caller.May(Permission.ReadPatients), now));
        }

        return patients;
    }

    private static HandOverPatient Patient(List<EscalationView> views, bool namesPatients, DateTimeOffset now)
    {
        var first = views[0].Row;
        var worst = views.Max(view => Severities.Rank(view.Row.Severity));
        var sbar = views.Select(view => Sbar.Of(view, [], namesPatients, now)).ToList();
        return new HandOverPatient(
            first.Patient.Id, namesPatients ? first.Patient.Name : first.Patient.Initials,
            string.Join(" · ", new[] { first.Patient.AgeSex, namesPatients && first.Patient.Mrn is { } mrn ? $"MRN {mrn}" : null, first.Encounter?.Unit, first.Encounter?.Bed is { } bed ? $"bed {bed}" : null }.Where(fact => !string.IsNullOrEmpty(fact))),
            worst >= Severities.Rank("critical") ? "unstable" : worst >= Severities.Rank("high") ? "watcher" : "stable",
            views,
            [.. sbar.SelectMany(sections => sections[0].Sentences.Concat(sections[2].Sentences))],
            [.. sbar.SelectMany(sections => sections[3].Sentences)],
            [.. views.SelectMany(Contingency)]);
    }

    /// <summary>The rule's own words on what would change its answer.</summary>
    private static IEnumerable<NarrativeSentence> Contingency(EscalationView view) =>
        (ExplanationReader.Read(view.ExplanationJson)?.WouldChange ?? []).Where(words => !words.StartsWith("time alone", StringComparison.OrdinalIgnoreCase) && !words.StartsWith("age ", StringComparison.OrdinalIgnoreCase))
            .Select(words => new NarrativeSentence($"{view.Row.Trigger.Name}: {words.TrimEnd('.')}.", [new("trigger", $"{view.Row.Trigger.Id} v{view.Row.Trigger.Version}")]));

    private async Task<IReadOnlyList<EscalationRow>> OthersAsync(Caller caller, EscalationRow row, CancellationToken cancel) => caller.May(Permission.ReadPatients)
        ? [.. ((await work.ListAsync(caller, new WorklistQuery(Patient: row.Patient.Id), cancel)).Value?.Items ?? []).Where(other => other.Id != row.Id)]
        : [];
}
