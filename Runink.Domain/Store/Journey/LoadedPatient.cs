using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Domain.Store.Journey;

/// <summary>One patient in memory, exactly as the store has it: identity, encounters, series, episodes, due instants.</summary>
internal sealed class LoadedPatient(Patient patient, List<Encounter> encounters, PatientState state)
{
    public Patient Patient { get; } = patient;

    /// <summary>The open ones and the newest; others when a message touched them.</summary>
    public List<Encounter> Encounters { get; } = encounters;

    public PatientState State { get; } = state;

    /// <summary>By trigger id and key.</summary>
    public Dictionary<(string Trigger, string Key), EpisodeState> Episodes { get; } = [];

    /// <summary>By trigger id.</summary>
    public Dictionary<string, DateTimeOffset> Due { get; } = new(StringComparer.Ordinal);

    /// <summary>The open encounter that began last: where the patient is now.</summary>
    public Encounter? Open => Encounters.Where(encounter => encounter.IsOpen).MaxBy(encounter => encounter.StartedAt);

    /// <summary>
    /// What an episode "per encounter" belongs to: the open encounter; after discharge still the last one, so that a fact which
    /// fired during the stay does not fire again because the patient went home; the patient when there was never any.
    /// </summary>
    public string EncounterKey => (Open ?? Encounters.Where(encounter => !encounter.Cancelled).MaxBy(encounter => encounter.StartedAt))?.Id ?? Patient.Id;

    /// <summary>Brings what triggers read about patient and encounter in line with the rows.</summary>
    public void RefreshContext()
    {
        State.Facts = new PatientFacts(Patient.Id, Patient.BirthDate, Patient.Sex, Patient.DeceasedAt);
        State.Encounter = Open is { } open
            ? new EncounterFacts(open.Id, open.Type, open.Unit, open.Bed, open.Service, open.StartedAt)
            : null;
    }
}
