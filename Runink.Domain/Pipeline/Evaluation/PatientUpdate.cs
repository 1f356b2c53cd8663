using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>All that one message means for one patient, in order: whose, where, what, does it matter.</summary>
internal sealed class PatientUpdate(PatientRegistry registry, TriggerDispatcher triggers, Vocabulary vocabulary, DeviceRegistry devices)
{
    private readonly ObservationReader observations = new(vocabulary);

    private const string InsertSignals = """
        INSERT INTO SignalBatches (MessageId, PatientId, EncounterId, RecordedAt, Data) VALUES ($0, $1, $2, $3, $4)
        """;

    private const string InsertContext =
        "INSERT INTO Contexts (MessageId, PatientId, At, Data) VALUES ($0, $1, $2, $3) ON CONFLICT (MessageId, PatientId) DO UPDATE SET Data = $3";

    /// <param name="findings">What of it was not understood is added here.</param>
    /// <returns>The patient's id, or why nobody can tell whose this is.</returns>
    public (string? PatientId, MessageFault? Fault) Take(WriteScope scope, PatientNotice notice, string messageId, List<IntakeFinding> findings)
    {
        var (loaded, changed, fault, unclear) = registry.Find(scope, notice, messageId);
        if (unclear is not null)
            findings.Add(unclear);
        if (loaded is null)
            return (null, fault);

        if (devices.Hear(scope, notice, loaded.Patient.Id, messageId, findings) is { } otherwise)
            return (null, otherwise);
        var stay = loaded.Open?.Id;
        if (notice.Encounter is { } encounter)
        {
            var (found, moved) = EncounterRegistry.Learn(scope, loaded, encounter with { At = NotAhead(encounter.At, scope.Now) });
            changed |= moved;
            stay = found?.Id ?? loaded.Open?.Id ?? stay;
        }

        if (changed)
            Refresh(scope, loaded, messageId);
        var samples = new List<Sample>(notice.Observations.Count);
        foreach (var observation in notice.Observations)
            samples.Add(observations.Read(observation, messageId, scope.Now, findings));
        DeviceRegistry.Learn(scope, notice, samples);
        var signals = ItemNumbers.Shared(samples.ConvertAll(sample => sample.Signal), vocabulary);
        samples = [.. samples.Zip(signals, (sample, signal) => sample with { Signal = signal })];
        if (signals.Count > 0)
            scope.Post(InsertSignals, messageId, loaded.Patient.Id, stay ?? loaded.Open?.Id, scope.Now.UtcTicks, SignalBatch.Write(signals));
        var replaced = Learn(scope, loaded, samples);
        foreach (var signal in signals)
        {
            if (vocabulary.Find(signal.Concept) is { NeedsFeed: true } list)
                registry.Heard(scope, list.Name);
        }

        triggers.After(
            scope, loaded, signals.Select(signal => signal.Concept).ToHashSet(StringComparer.OrdinalIgnoreCase), changed,
            replaced.Count > 0 || signals.Any(signal => signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError));
        ChangedValues.Tell(scope, loaded.Patient.Id, replaced);
        return (loaded.Patient.Id, null);
    }

    /// <summary>The values that say something else now, or nothing any more, each with what follows it.</summary>
    private static List<(Signal Before, Signal Now)> Learn(WriteScope scope, LoadedPatient loaded, List<Sample> samples)
    {
        var replaced = new List<(Signal, Signal)>();
        foreach (var sample in samples)
        {
            if (loaded.State.Add(sample) is { } before && !(before.SaysTheSameAs(sample.Signal) && before.Marks == sample.Signal.Marks))
                replaced.Add((before, sample.Signal));
        }

        if (samples.Count > 0)
            scope.Announce(new Change("patient", loaded.Patient.Id));
        return replaced;
    }

    private static void Refresh(WriteScope scope, LoadedPatient loaded, string messageId)
    {
        var before = loaded.Context;
        loaded.RefreshContext();
        if (loaded.Context is var now && now != before)
            scope.Post(InsertContext, messageId, loaded.Patient.Id, scope.Now.UtcTicks, now);
    }

    /// <summary>What is said to be true later than now was true by now.</summary>
    private static DateTimeOffset NotAhead(DateTimeOffset at, DateTimeOffset now) => at > now ? now : at;
}
