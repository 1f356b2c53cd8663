using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Domain.Mapping;

/// <param name="Patient">As the sample numbers the person.</param>
/// <param name="Why">The line that the worklist would show.</param>
public sealed record SampleFiring(string TriggerId, string Trigger, string Severity, string Patient, DateTimeOffset At, string Why);

/// <summary>What triggers would have said of a sample.</summary>
/// <param name="Unknown">How often one could not be told, by trigger.</param>
public sealed record SampleFirings(int Triggers, int Patients, IReadOnlyList<SampleFiring> Firings, IReadOnlyList<(string Trigger, int Times, string Why)> Unknown)
{
    private const int MostFirings = 200;

    /// <summary>
    /// Replays the rows through the triggers, as a back-test does with the store: each value known from the instant at which it was true, each patient in a memory of
    /// their own that ends with the answer. What the hospital knows of the same people beside the sample plays no part.
    /// </summary>
    public static SampleFirings Of(SamplePreview preview, IReadOnlyList<CompiledTrigger> triggers, TimeZoneInfo zone, CancellationToken cancel)
    {
        var histories = Histories(preview, zone);
        var times = histories.SelectMany(history => history.Signals.Select(signal => signal.RecordedAt).Concat(history.Contexts.Select(context => context.At))).ToList();
        if (times.Count == 0)
            return new SampleFirings(triggers.Count, histories.Count, [], []);
        var (from, to) = (times.Min(), times.Max());
        var (firings, unknown) = (new List<SampleFiring>(), new List<(string, int, string)>());
        foreach (var trigger in triggers)
        {
            cancel.ThrowIfCancellationRequested();
            var result = Backtest.Run(trigger, histories, from, to, cancel);
            firings.AddRange(result.Items.Where(item => item.Verdict == Verdict.True).Select(item => new SampleFiring(trigger.Id, trigger.Name, trigger.Severity.ToString().ToLowerInvariant(), item.Patient, item.At, item.Headline ?? "")));
            if (result.Unknown > 0)
                unknown.Add((trigger.Name, result.Unknown, result.Items.First(item => item.Verdict == Verdict.Unknown).Reason ?? ""));
        }

        return new SampleFirings(triggers.Count, histories.Count, [.. firings.OrderBy(firing => firing.At).ThenBy(firing => firing.Patient, StringComparer.Ordinal).Take(MostFirings)], unknown);
    }

    private static List<PatientHistory> Histories(SamplePreview preview, TimeZoneInfo zone)
    {
        var people = preview.Read.SelectMany(row => row.Message.Patients.Select(patient => (Patient: patient, row.Samples))).GroupBy(row => $"{row.Patient.Identifiers[0].System} {row.Patient.Identifiers[0].Value}", StringComparer.Ordinal);
        var histories = new List<PatientHistory>();
        foreach (var person in people)
        {
            var born = person.Select(row => row.Patient.Demographics?.BirthDate).LastOrDefault(day => day is not null);
            var sex = person.Select(row => row.Patient.Demographics?.Sex).LastOrDefault(word => word is not null);
            var facts = new PatientFacts(person.Key, born, sex);
            // The sample says where somebody lies with each row: from the row's first value on.
            var stays = person.Where(row => row.Patient.Encounter is not null).Select(row => (row.Patient.Encounter!, At: row.Patient.Encounter!.StartedAt ?? row.Samples.Select(sample => (DateTimeOffset?)sample.At).Min() ?? row.Patient.Encounter!.At))
                .OrderBy(stay => stay.At).Select(stay => new PatientContext(stay.At, "", facts, new EncounterFacts(stay.Item1.Visit?.Value ?? person.Key, stay.Item1.Type, stay.Item1.Unit, stay.Item1.Bed, stay.Item1.Service, stay.Item1.StartedAt), stay.Item1.Visit?.Value ?? person.Key));
            var signals = person.SelectMany(row => row.Samples).Where(sample => sample.Signal.Status != SignalStatus.EnteredInError).OrderBy(sample => sample.At).Select(sample => sample.Signal with { RecordedAt = sample.At });
            histories.Add(new PatientHistory(facts, [.. stays], [.. signals]) { Zone = zone });
        }

        return histories;
    }
}
