using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Patients touched lately, owned by the writer's thread. What is here equals what the transaction has; after a rollback
/// everything is forgotten and read again on the next touch.
/// </summary>
internal sealed class PatientStateCache
{
    private const int Most = 20_000;

    private readonly Vocabulary vocabulary;
    private readonly TimeZoneInfo zone;
    private readonly Dictionary<string, LinkedListNode<LoadedPatient>> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<LoadedPatient> byUse = [];

    public PatientStateCache(StoreWriter writer, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        this.vocabulary = vocabulary;
        this.zone = zone;
        writer.CachesInvalid += Forget;
    }

    public LoadedPatient Get(WriteScope scope, string patientId)
    {
        if (byId.TryGetValue(patientId, out var node))
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value;
        }

        return Remember(LoadedPatient.Read(scope.Db, patientId, vocabulary, zone, scope.Now));
    }

    public LoadedPatient Add(Patient patient) =>
        Remember(new LoadedPatient(patient, [], new PatientState(new PatientFacts(patient.Id, null, null), vocabulary) { Zone = zone }));

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

    /// <summary>The rows of one patient were changed beside the cache: read it again on the next touch.</summary>
    public void Forget(string patientId)
    {
        if (byId.Remove(patientId, out var node))
            byUse.Remove(node);
    }

    public void Forget()
    {
        byId.Clear();
        byUse.Clear();
    }
}
