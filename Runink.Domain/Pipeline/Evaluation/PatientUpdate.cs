using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>All that one message means for one patient, in order: whose, where, what, does it matter.</summary>
internal sealed class PatientUpdate(PatientRegistry registry, TriggerDispatcher triggers, Vocabulary vocabulary)
{
    private const string InsertSignals =
        "INSERT INTO SignalBatches (MessageId, PatientId, EncounterId, RecordedAt, Data) VALUES ($0, $1, $2, $3, $4)";

    private const string InsertContext =
        "INSERT INTO Contexts (MessageId, PatientId, At, Data) VALUES ($0, $1, $2, $3) ON CONFLICT (MessageId, PatientId) DO UPDATE SET Data = $3";

    /// <returns>The patient's id, or why nobody can tell whose this is.</returns>
    public (string? PatientId, MessageFault? Fault) Take(WriteScope scope, PatientNotice notice, string messageId)
    {
        var (loaded, changed, fault) = registry.Find(scope, notice, messageId);
        if (loaded is null)
            return (null, fault);

        var before = loaded.Open?.Id;
        if (notice.Encounter is { } encounter)
            changed |= EncounterRegistry.Learn(scope, loaded, encounter);
        if (changed)
            Refresh(scope, loaded, messageId);

        var signals = notice.Observations.Select(observation => Read(observation, messageId, scope.Now)).ToList();
        if (signals.Count > 0)
        {
            scope.Post(InsertSignals, messageId, loaded.Patient.Id, loaded.Open?.Id ?? before, scope.Now.UtcTicks, SignalBatch.Write(signals));
            foreach (var signal in signals)
            {
                loaded.State.Add(signal);
                if (vocabulary.Find(signal.Concept) is { NeedsFeed: true } list)
                    registry.Heard(scope, list.Name);
            }

            scope.Announce(new Foundation.Change("patient", loaded.Patient.Id));
        }

        triggers.After(
            scope, loaded, signals.Select(signal => signal.Concept).ToHashSet(StringComparer.OrdinalIgnoreCase), changed,
            signals.Exists(signal => signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError));
        return (loaded.Patient.Id, null);
    }

    private static void Refresh(WriteScope scope, LoadedPatient loaded, string messageId)
    {
        var before = loaded.Context;
        loaded.RefreshContext();
        if (loaded.Context is var now && now != before)
            scope.Post(InsertContext, messageId, loaded.Patient.Id, scope.Now.UtcTicks, now);
    }

    /// <summary>A code that the vocabulary does not know is kept under its own name, so that a later vocabulary can use it.</summary>
    private Signal Read(ObservationNotice observation, string messageId, DateTimeOffset now)
    {
        var concept = observation.Codes.Select(code => vocabulary.ByCode(code.System, code.Code)).FirstOrDefault(found => found is not null);
        var name = concept?.Name ?? (observation.Codes is [var first, ..] ? $"{first.System}|{first.Code}" : "unknown");
        return new Signal(name, observation.Value, observation.Unit, observation.At, now, Status(observation.Status), messageId);
    }

    private static SignalStatus Status(string status) => status switch
    {
        "final" => SignalStatus.Final,
        "preliminary" => SignalStatus.Preliminary,
        "corrected" => SignalStatus.Corrected,
        "entered-in-error" => SignalStatus.EnteredInError,
        _ => SignalStatus.Unknown,
    };
}
