using System.Text.Json;
using Runink.Domain.Escalations;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>What triggers remember between evaluations, in memory and in the store alike.</summary>
internal static class EpisodeStates
{
    private const string Upsert = """
        INSERT INTO Episodes (TriggerId, "Key", PatientId, State) VALUES ($0, $1, $2, $3)
        ON CONFLICT (TriggerId, "Key") DO UPDATE SET State = $3
        """;

    public static EpisodeState Read(string json) => JsonSerializer.Deserialize<EpisodeState>(json, TriggerJson.Options)!;

    public static EpisodeState Get(LoadedPatient loaded, string triggerId, string key) =>
        loaded.Episodes.GetValueOrDefault((triggerId, key)) ?? EpisodeState.Initial;

    public static void Set(WriteScope scope, LoadedPatient loaded, string triggerId, string key, EpisodeState state)
    {
        var before = Get(loaded, triggerId, key);
        if (before.Equals(state))
            return;
        var json = TriggerJson.Write(state);
        if (json == TriggerJson.Write(before))
            return;
        loaded.Episodes[(triggerId, key)] = state;
        scope.Post(Upsert, triggerId, key, loaded.Patient.Id, json);
    }

    /// <summary>A person closed, reopened, put off or woke the episode.</summary>
    public static void Follow(WriteScope scope, LoadedPatient loaded, Escalation escalation, Vocabulary vocabulary)
    {
        if (escalation.IsUnknown)
            return;
        var state = Get(loaded, escalation.TriggerId, escalation.EpisodeKey);
        var asleep = escalation.Status == EscalationStatus.Snoozed ? Worsening.Value(loaded.State, vocabulary, escalation) : null;
        Set(scope, loaded, escalation.TriggerId, escalation.EpisodeKey, escalation.IsOpen ? state with { Open = true, AsleepAt = asleep } : state.Closed());
    }
}
