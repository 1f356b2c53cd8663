using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Patients touched lately, owned by the writer's thread. What is here equals what the transaction has; after a rollback
/// everything is forgotten and read again on the next touch. It is bounded in bytes: those not touched for longest go first, and
/// those of the piece of work under way stay.
/// </summary>
internal sealed class PatientStateCache
{
    private readonly Vocabulary vocabulary;
    private readonly TimeZoneInfo zone;
    private readonly long mostBytes;
    private readonly Dictionary<string, LinkedListNode<Place>> byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Place> byUse = [];
    private long bytes;
    private int count;

    /// <summary>Settings of units, read once until one of them changes: nobody new has one of his own.</summary>
    private List<ParameterSetting>? ofUnits;
    private FeedHistory? feeds;

    /// <summary>Whom the piece of work under way has touched.</summary>
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private WriteScope? current;

    public PatientStateCache(StoreWriter writer, Vocabulary vocabulary, TimeZoneInfo zone, long mostBytes)
    {
        this.mostBytes = mostBytes;
        this.vocabulary = vocabulary;
        this.zone = zone;
        writer.CachesInvalid += Forget;
        writer.WorkUndone += ForgetTouched;
    }

    /// <summary>Readable from any thread.</summary>
    public PatientMemory Memory => new(Volatile.Read(ref count), Volatile.Read(ref bytes), mostBytes);

    public LoadedPatient Get(WriteScope scope, string patientId)
    {
        Touch(scope, patientId);
        if (byId.TryGetValue(patientId, out var node))
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value.Patient;
        }

        return Remember(LoadedPatient.Read(scope.Db, patientId, vocabulary, zone, scope.Now, Feeds(scope)));
    }

    /// <summary>A patient whom the store does not have yet. The numbers of units hold for him from the first message on.</summary>
    public LoadedPatient Add(WriteScope scope, Patient patient)
    {
        Touch(scope, patient.Id);
        return Remember(new LoadedPatient(patient, [], new PatientState(new PatientFacts(patient.Id, null, null), vocabulary)
        {
            Zone = zone,
            Feeds = Feeds(scope),
            Settings = ofUnits ??= PatientStateReader.Settings(scope.Db, patient.Id, scope.Now),
        }));
    }

    /// <summary>A concept came, of anybody.</summary>
    public void Heard(WriteScope scope, string concept) => Feeds(scope).Note(concept, scope.Now);

    /// <summary>Read once: what was sent stays sent, and what comes is heard.</summary>
    private FeedHistory Feeds(WriteScope scope)
    {
        if (feeds is not null)
            return feeds;
        var stored = PatientStateReader.Feeds(scope.Db);
        var listed = vocabulary.Concepts.Where(concept => concept.NeedsFeed).Select(concept => concept.Name).ToDictionary(name => name, name => stored.Since(name), StringComparer.Ordinal);
        return feeds = new FeedHistory(name => listed.GetValueOrDefault(name));
    }

    private LoadedPatient Remember(LoadedPatient loaded)
    {
        var place = new Place(loaded);
        byId[loaded.Patient.Id] = byUse.AddFirst(place);
        Weigh(place);
        return loaded;
    }

    private void Touch(WriteScope scope, string patientId)
    {
        if (!ReferenceEquals(scope, current))
        {
            current = scope;
            foreach (var before in touched)
            {
                if (byId.TryGetValue(before, out var node))
                    Weigh(node.Value);
            }

            touched.Clear();
            MakeRoom();
        }

        touched.Add(patientId);
    }

    /// <summary>Before a piece of work begins: the one that was touched last may come again at once, however heavy it is.</summary>
    private void MakeRoom()
    {
        while (bytes > mostBytes && byUse.Count > 1)
            Forget(byUse.Last!.Value.Patient.Patient.Id);
    }

    private void Weigh(Place place)
    {
        var now = place.Patient.Bytes;
        Volatile.Write(ref bytes, bytes + now - place.Bytes);
        Volatile.Write(ref count, byId.Count);
        place.Bytes = now;
    }

    /// <summary>A piece of work was undone: those whom it touched are read again, all others stand.</summary>
    private void ForgetTouched()
    {
        foreach (var patientId in touched)
            Forget(patientId);
        (ofUnits, feeds) = (null, null);
    }

    /// <summary>The rows of one patient were changed beside the cache: read it again on the next touch.</summary>
    public void Forget(string patientId)
    {
        if (!byId.Remove(patientId, out var node))
            return;
        byUse.Remove(node);
        Volatile.Write(ref bytes, bytes - node.Value.Bytes);
        Volatile.Write(ref count, byId.Count);
    }

    public void Forget()
    {
        ofUnits = null;
        byId.Clear();
        byUse.Clear();
        Volatile.Write(ref bytes, 0);
        Volatile.Write(ref count, 0);
    }

    /// <summary>One patient and what was counted for it.</summary>
    private sealed class Place(LoadedPatient patient)
    {
        public LoadedPatient Patient => patient;

        public long Bytes { get; set; }
    }
}
