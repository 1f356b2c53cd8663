using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Journey;

/// <summary>
/// Patients touched lately, owned by the writer's thread. What is here equals what the transaction has; after a rollback
/// everything is forgotten and read again on the next touch.
/// </summary>
internal sealed class PatientMemory
{
    private const int Most = 20_000;

    private readonly Vocabulary vocabulary;
    private readonly TimeZoneInfo zone;
    private readonly Dictionary<string, LinkedListNode<LoadedPatient>> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<LoadedPatient> byUse = [];

    public PatientMemory(StoreWriter writer, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        this.vocabulary = vocabulary;
        this.zone = zone;
        writer.RolledBack += Forget;
    }

    public LoadedPatient Get(WriteScope scope, string patientId)
    {
        if (byId.TryGetValue(patientId, out var node))
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value;
        }

        return Remember(Load(scope, patientId));
    }

    public LoadedPatient Add(Patient patient) => Remember(new LoadedPatient(patient, [], State(patient.Id)));

    private PatientState State(string patientId) => new(new PatientFacts(patientId, null, null), vocabulary) { Zone = zone };

    private LoadedPatient Remember(LoadedPatient loaded)
    {
        byId[loaded.Patient.Id] = byUse.AddFirst(loaded);
        if (byUse.Count > Most)
        {
            byId.Remove(byUse.Last!.Value.Patient.Id);
            byUse.RemoveLast();
        }

        return loaded;
    }

    private void Forget()
    {
        byId.Clear();
        byUse.Clear();
    }

    private LoadedPatient Load(WriteScope scope, string patientId)
    {
        var patient = scope.Db.Patients.AsNoTracking().Single(row => row.Id == patientId);
        var own = scope.Db.Encounters.AsNoTracking().Where(row => row.PatientId == patientId && !row.Cancelled);
        var encounters = own.Where(row => row.EndedAt == null).ToList();
        if (encounters.Count == 0)
            encounters.AddRange(own.OrderByDescending(row => row.StartedAt).Take(1));
        var loaded = new LoadedPatient(patient, encounters, State(patientId));
        loaded.RefreshContext();
        var since = scope.Now - SignalSeries.Retention;
        foreach (var batch in scope.Db.SignalBatches.AsNoTracking().Where(row => row.PatientId == patientId && row.RecordedAt >= since).OrderBy(row => row.RecordedAt))
        {
            foreach (var signal in batch.Signals())
                loaded.State.Add(signal);
        }

        foreach (var episode in scope.Db.Episodes.AsNoTracking().Where(row => row.PatientId == patientId))
            loaded.Episodes[(episode.TriggerId, episode.Key)] = EpisodeBook.Read(episode.State);
        foreach (var due in scope.Db.DueEvaluations.AsNoTracking().Where(row => row.PatientId == patientId))
            loaded.Due[due.TriggerId] = due.DueAt;
        return loaded;
    }
}
