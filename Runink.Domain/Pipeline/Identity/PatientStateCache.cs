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

    /// <summary>Settings of units, read once until one of them changes: nobody new has one of his own.</summary>
    private List<ParameterSetting>? ofUnits;
    private FeedHistory? feeds;

    /// <summary>Whom the piece of work under way has touched.</summary>
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private WriteScope? current;

    public PatientStateCache(StoreWriter writer, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        this.vocabulary = vocabulary;
        this.zone = zone;
        writer.CachesInvalid += Forget;
        writer.WorkUndone += ForgetTouched;
    }

    public LoadedPatient Get(WriteScope scope, string patientId)
    {
        Touch(scope, patientId);
        if (byId.TryGetValue(patientId, out var node))
        {
            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value;
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
        byId[loaded.Patient.Id] = byUse.AddFirst(loaded);
        if (byUse.Count > Most)
        {
            byId.Remove(byUse.Last!.Value.Patient.Id);
            byUse.RemoveLast();
        }

        return loaded;
    }

    private void Touch(WriteScope scope, string patientId)
    {
        if (!ReferenceEquals(scope, current))
        {
            current = scope;
            touched.Clear();
        }

        touched.Add(patientId);
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
        if (byId.Remove(patientId, out var node))
            byUse.Remove(node);
    }

    public void Forget()
    {
        ofUnits = null;
        byId.Clear();
        byUse.Clear();
    }
}
