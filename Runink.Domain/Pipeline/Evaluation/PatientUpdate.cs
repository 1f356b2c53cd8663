using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>All that one message means for one patient, in order: whose, where, what, does it matter.</summary>
internal sealed class PatientUpdate(PatientRegistry registry, TriggerDispatcher triggers, Vocabulary vocabulary)
{
    /// <summary>A clock may be this far ahead before its feed is said to be.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

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
            samples.Add(Read(observation, messageId, scope.Now, findings));
        var signals = samples.ConvertAll(sample => sample.Signal);
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
            replaced.Count > 0 || signals.Exists(signal => signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError));
        ChangedValues.Tell(scope, loaded.Patient.Id, replaced);
        return (loaded.Patient.Id, null);
    }

    /// <summary>The values that say something else now, or nothing any more, each with what follows it.</summary>
    private static List<(Signal Before, Signal Now)> Learn(WriteScope scope, LoadedPatient loaded, List<Sample> samples)
    {
        var replaced = new List<(Signal, Signal)>();
        foreach (var sample in samples)
        {
            if (loaded.State.Add(sample) is { } before && !before.SaysTheSameAs(sample.Signal))
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

    /// <summary>A code that the vocabulary does not know is kept under its own name, so that a later vocabulary can use it.</summary>
    private Sample Read(ObservationNotice observation, string messageId, DateTimeOffset now, List<IntakeFinding> findings)
    {
        var concept = Known(observation.Codes);
        var name = concept?.Name ?? (observation.Codes is [var first, ..] ? $"{first.System}|{first.Code}" : "unknown");
        var at = NotAhead(observation.At, now);
        if (observation.At - now > ClockTolerance)
            findings.Add(new(IntakeFinding.TimeAhead, observation.Place, $"The clinical time is {(long)(observation.At - now).TotalSeconds} s ahead of ours: it counts from its arrival."));
        var signal = new Signal(
            name, Word(concept, observation), observation.Unit, at, now, Status(observation.Status), messageId,
            observation.Key is { } key ? ResultKey.Of(key) : null, observation.VersionAt);
        var sample = Sample.Of(signal, concept);
        if (concept is null)
        {
            var unknown = $"{name} is not in the vocabulary: kept, and no trigger reads it.";
            if (!findings.Exists(finding => finding.Text == unknown))
                findings.Add(new(IntakeFinding.CodeUnknown, observation.Place, unknown) { Code = observation.Codes is [var code, ..] ? code : null });
        }
        else if (signal.Status != SignalStatus.EnteredInError && Fault(sample, concept) is { } unread)
        {
            findings.Add(unread with { Place = observation.Place });
        }

        return sample;
    }

    private Concept? Known(IReadOnlyList<Intake.Coding> codes)
    {
        foreach (var code in codes)
        {
            if (vocabulary.ByCode(code.System, code.Code) is { } known)
                return known;
        }

        return null;
    }

    /// <summary>What is said to be true later than now was true by now.</summary>
    private static DateTimeOffset NotAhead(DateTimeOffset at, DateTimeOffset now) => at > now ? now : at;

    /// <summary>Of the words for a coded value, the one that the vocabulary lists.</summary>
    private static string Word(Concept? concept, ObservationNotice observation) =>
        concept is { Values.Count: > 0 } && !concept.Values.Contains(observation.Value, StringComparer.OrdinalIgnoreCase)
            ? observation.Synonyms.FirstOrDefault(word => concept.Values.Contains(word, StringComparer.OrdinalIgnoreCase)) ?? observation.Value
            : observation.Value;

    private static IntakeFinding? Fault(Sample sample, Concept concept) => sample.Fault switch
    {
        SampleFault.NonNumeric => new(IntakeFinding.ValueUnreadable, null, $"The value of {concept.Label} is not readable as a number."),
        SampleFault.Implausible => new(IntakeFinding.ValueUnreadable, null, $"The value of {concept.Label} is not plausible: no patient can have it."),
        SampleFault.UnitUnknown when string.IsNullOrWhiteSpace(sample.Signal.Unit) => new(IntakeFinding.UnitMissing, null, $"The value of {concept.Label} has no unit."),
        SampleFault.UnitUnknown => new(IntakeFinding.UnitUnknown, null, $"The unit of {concept.Label} is not known."),
        _ => null,
    };

    private static SignalStatus Status(string status) => status switch
    {
        "final" => SignalStatus.Final,
        "preliminary" => SignalStatus.Preliminary,
        "corrected" => SignalStatus.Corrected,
        "entered-in-error" => SignalStatus.EnteredInError,
        _ => SignalStatus.Unknown,
    };
}
