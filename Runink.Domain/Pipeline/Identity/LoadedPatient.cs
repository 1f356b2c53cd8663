using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>One patient in memory, exactly as the store has it: identity, encounters, series, episodes, due instants.</summary>
internal sealed class LoadedPatient(Patient patient, List<Encounter> encounters, PatientState state)
{
    /// <summary>A row of a patient or of a stay with its texts, as an object.</summary>
    private const int RowBytes = 600;

    /// <summary>An entry of one of the small dictionaries with its key and value.</summary>
    private const int EntryBytes = 250;

    public Patient Patient { get; } = patient;

    /// <summary>What it holds of memory: an estimate by the sizes of its parts.</summary>
    public long Bytes => State.Bytes + (RowBytes * (1 + Encounters.Count)) + (EntryBytes * (1 + Numbers.Count + Episodes.Count + Due.Count));

    /// <summary>The open ones and the newest; others when a message touched them.</summary>
    public List<Encounter> Encounters { get; } = encounters;

    public PatientState State { get; } = state;

    /// <summary>Numbers that are known to be in the store: system, value, type.</summary>
    public HashSet<(string System, string Value, string Type)> Numbers { get; } = [];

    /// <summary>By trigger id and key.</summary>
    public Dictionary<(string Trigger, string Key), EpisodeState> Episodes { get; } = [];

    /// <summary>By trigger id.</summary>
    public Dictionary<string, PlannedLook> Due { get; } = new(StringComparer.Ordinal);

    /// <summary>The open encounter at whose place the patient is now: a stay before a clinic visit, of each the one that began last.</summary>
    public Encounter? Open => OpenStays.FirstOrDefault();

    private IEnumerable<Encounter> OpenStays => Encounters.Where(encounter => encounter.IsOpen)
        .OrderByDescending(encounter => encounter.Type is "inpatient" or "observation" or "ED").ThenByDescending(encounter => encounter.StartedAt);

    /// <summary>One patient as the store has it now.</summary>
    /// <exception cref="InvalidOperationException">There is no such patient.</exception>
    public static LoadedPatient Read(CompanionDb db, string patientId, Vocabulary vocabulary, TimeZoneInfo zone, DateTimeOffset now, FeedHistory feeds)
    {
        var patient = db.Patients.AsNoTracking().Single(row => row.Id == patientId);
        var own = db.Encounters.AsNoTracking().Where(row => row.PatientId == patientId && !row.Cancelled);
        var encounters = own.Where(row => row.EndedAt == null).ToList();
        if (encounters.Count == 0)
            encounters.AddRange(own.OrderByDescending(row => row.StartedAt).Take(1));
        var loaded = new LoadedPatient(patient, encounters, new PatientState(new PatientFacts(patientId, null, null), vocabulary) { Zone = zone, Feeds = feeds });
        loaded.RefreshContext();
        foreach (var batch in PatientStateReader.Batches(db, patientId, now))
        {
            foreach (var signal in batch.Signals())
                loaded.State.Add(signal);
        }

        loaded.State.Settings = PatientStateReader.Settings(db, patientId, now);
        foreach (var episode in db.Episodes.AsNoTracking().Where(row => row.PatientId == patientId))
            loaded.Episodes[(episode.TriggerId, episode.Key)] = EpisodeStates.Read(episode.State);
        foreach (var due in db.DueEvaluations.AsNoTracking().Where(row => row.PatientId == patientId))
            loaded.Due[due.TriggerId] = new(due.DueAt, due.DueAt);
        return loaded;
    }

    /// <summary>
    /// What an episode "per encounter" belongs to: the open encounter; after discharge still the last one, so that a fact which
    /// fired during the stay does not fire again because the patient went home; the patient when there was never any.
    /// </summary>
    public string EncounterKey => (Open ?? Encounters.Where(encounter => !encounter.Cancelled).MaxBy(encounter => encounter.StartedAt))?.Id ?? Patient.Id;

    /// <summary>What the store has of it, apart from the series.</summary>
    public string Context => ContextRecord.Write(State.Facts, State.Encounter, State.OtherEncounters, EncounterKey);

    /// <summary>Brings what triggers read about patient and encounter in line with the rows.</summary>
    public void RefreshContext()
    {
        State.Facts = new PatientFacts(Patient.Id, Patient.BirthDate, Patient.Sex, Patient.DeceasedAt) { BornAt = Patient.BornAt };
        var stays = OpenStays.Select(open => new EncounterFacts(open.Id, open.Type, open.Unit, open.Bed, open.Service, open.StartedAt)).ToList();
        (State.Encounter, State.OtherEncounters) = (stays.FirstOrDefault(), stays.Count > 1 ? stays[1..] : []);
    }
}

/// <summary>When a trigger is looked at again though no message comes.</summary>
/// <param name="Written">As the store has it; never later than what is wanted.</param>
/// <param name="Wanted">As the last evaluation asked for; null when it asked for none.</param>
internal readonly record struct PlannedLook(DateTimeOffset Written, DateTimeOffset? Wanted);
