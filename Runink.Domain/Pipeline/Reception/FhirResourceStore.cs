using Runink.Domain.Delivery;
using Runink.Domain.Intake;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>Keeps planned resources: the current one, what it was before, and what it can be found by.</summary>
internal static class FhirResourceStore
{
    private const string Insert = """
        INSERT INTO FhirResources (Type, Id, VersionId, LastUpdated, PatientId, Deleted, Method, Json, MessageId) VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string Update = """
        UPDATE FhirResources SET VersionId = $2, LastUpdated = $3, PatientId = $4, Deleted = $5, Method = $6, Json = $7, MessageId = $8 WHERE Type = $0 AND Id = $1
        """;

    private const string Remember = """
        INSERT INTO FhirVersions (Type, Id, VersionId, LastUpdated, PatientId, Deleted, Method, Json, MessageId)
        SELECT Type, Id, VersionId, LastUpdated, PatientId, Deleted, Method, Json, MessageId FROM FhirResources WHERE Type = $0 AND Id = $1
        """;

    private const string InsertIndex = """
        INSERT INTO FhirIndex (Type, ResourceId, Ordinal, Parameter, System, Text, Low, High) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)
        """;

    /// <summary>Where nobody listens nothing is written.</summary>
    private const string Tell = """
        INSERT INTO TaskChanges (Id, TaskId, At) SELECT $0, $1, $2
        WHERE EXISTS (SELECT 1 FROM TopicSubscriptions WHERE Topic = $3 AND State <> $4)
        """;

    /// <summary>Whether the version on which an entry builds is still the current one.</summary>
    public static bool StillHolds(WriteScope scope, FhirEntry entry)
    {
        if (entry is { RequestedId: null, Condition: null })
            return true;
        var version = scope.Scalar("SELECT VersionId FROM FhirResources WHERE Type = $0 AND Id = $1", entry.Type, entry.Id) as long?;
        return version == entry.Previous?.VersionId;
    }

    /// <summary>Whether anything at all has one of these identifiers: cheap, and true too often rather than too rarely.</summary>
    public static bool MayKnow(WriteScope scope, string type, IReadOnlyList<string> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            if (scope.Scalar("SELECT 1 FROM FhirIndex WHERE Type = $0 AND Parameter = 'identifier' AND Text = $1", type, identifier) is not null)
                return true;
            if (type == "Patient" && scope.Scalar("SELECT 1 FROM PatientIdentifiers WHERE Value = $0", identifier) is not null)
                return true;
        }

        return false;
    }

    /// <param name="later">Whether most of the index is written afterwards; identifiers never are, conditions rely on them.</param>
    public static void Keep(WriteScope scope, FhirEntry entry, DateTimeOffset at, string messageId, bool later)
    {
        if (entry.Previous is not null)
        {
            scope.Post(Remember, entry.Type, entry.Id);
            scope.Post("DELETE FROM FhirIndex WHERE Type = $0 AND ResourceId = $1", entry.Type, entry.Id);
        }

        scope.Post(
            entry.Previous is null ? Insert : Update, entry.Type, entry.Id, entry.Version, at.UtcTicks, entry.PatientId ?? (entry.IsDeletion ? entry.Previous?.PatientId : null),
            entry.IsDeletion, entry.Method, entry.Json, messageId);
        Index(scope, later ? entry.Index.Where(IsUrgent) : entry.Index);
        if (entry.Type == "Task")
            scope.Post(Tell, scope.Ids.Next(), entry.Id, scope.Now.UtcTicks, SubscriptionTopics.TaskChanged, nameof(SubscriptionState.Off));
    }

    /// <summary>Notes that a submission is kept but not all indexed.</summary>
    public static void Owe(WriteScope scope, string messageId) => scope.Execute("INSERT INTO FhirUnindexed (MessageId) VALUES ($0)", messageId);

    public static void Settle(WriteScope scope, string messageId) => scope.Execute("DELETE FROM FhirUnindexed WHERE MessageId = $0", messageId);

    /// <summary>Writes what was left for later, unless the resource has gone on meanwhile.</summary>
    public static void Complete(WriteScope scope, string type, string id, int version, IReadOnlyList<FhirIndexEntry> index)
    {
        if (scope.Scalar("SELECT VersionId FROM FhirResources WHERE Type = $0 AND Id = $1", type, id) is long current && current == version)
            Index(scope, index.Where(row => !IsUrgent(row)));
    }

    /// <summary>Writes the whole index anew, unless the resource has gone on meanwhile.</summary>
    public static void Reindex(WriteScope scope, string type, string id, int version, IReadOnlyList<FhirIndexEntry> index)
    {
        scope.Execute("DELETE FROM FhirIndex WHERE Type = $0 AND ResourceId = $1 AND Parameter <> 'identifier'", type, id);
        Complete(scope, type, id, version, index);
    }

    private static bool IsUrgent(FhirIndexEntry row) => row.Parameter == "identifier";

    private static void Index(WriteScope scope, IEnumerable<FhirIndexEntry> rows)
    {
        foreach (var row in rows)
            scope.Post(InsertIndex, row.Type, row.ResourceId, row.Ordinal, row.Parameter, row.System, row.Text, row.Low, row.High);
    }
}
