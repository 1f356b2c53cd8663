using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>Gives resources their ids and versions, resolves references, and keeps what was posted.</summary>
internal sealed class FhirResourceStore(PatientRegistry registry)
{
    private const string Upsert = """
        INSERT INTO FhirResources (Type, Id, VersionId, LastUpdated, PatientId, Json, MessageId) VALUES ($0, $1, $2, $3, $4, $5, $6)
        ON CONFLICT (Type, Id) DO UPDATE SET VersionId = $2, LastUpdated = $3, PatientId = $4, Json = $5, MessageId = $6
        """;

    private const string ByIdentifier = """
        SELECT Id, Json FROM FhirResources WHERE Type = $0 AND Json LIKE $1 ESCAPE '\'
        """;

    public void Identify(WriteScope scope, FhirEntry entry)
    {
        var found = entry.Condition is null ? null : Find(scope, entry.Type, entry.Condition, entry.Path);
        entry.Id = found ?? entry.RequestedId ?? scope.Ids.Next();
        if (entry.Method == "POST" && found is not null)
        {
            entry.Existed = true;
            entry.Version = CurrentVersion(scope, entry) ?? 1;
            return;
        }

        var current = CurrentVersion(scope, entry);
        if (entry.IfMatch is { } expected && expected != (current ?? 0))
            throw new FhirFaultException(412, new MessageFault(false, entry.Path, 205, $"The resource is at version {current ?? 0}, not at the expected one."));
        entry.Version = (current ?? 0) + 1;
        entry.Node.Set("id", entry.Id);
        entry.Node.SetMeta(entry.Version.ToString(CultureInfo.InvariantCulture), FhirTime.Format(scope.Now));
    }

    /// <summary>References to other entries and conditional references become plain ones.</summary>
    public void Link(WriteScope scope, IReadOnlyList<FhirEntry> entries)
    {
        var byFullUrl = entries.Where(entry => entry.FullUrl is not null)
            .GroupBy(entry => entry.FullUrl!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => $"{group.First().Type}/{group.First().Id}", StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            entry.Node.RewriteReferences(reference =>
                byFullUrl.GetValueOrDefault(reference) ?? (reference.Split('?') is [var type, var query] && FhirResourceTypes.Contains(type) ? Resolve(scope, type, query, entry.Path) : null));
        }
    }

    public static void Keep(WriteScope scope, FhirEntry entry, string messageId) => scope.Execute(
        Upsert, entry.Type, entry.Id, entry.Version, scope.Now.UtcTicks, entry.PatientId, entry.Node.ToJson(), messageId);

    private string? Resolve(WriteScope scope, string type, string query, string path)
    {
        if (Find(scope, type, query, path) is { } id)
            return $"{type}/{id}";
        return type == "Patient"
            ? throw new FhirFaultException(422, new MessageFault(false, path, 204, $"No patient matches {query.Split('=')[0]}."))
            : null;
    }

    private string? Find(WriteScope scope, string type, string query, string path)
    {
        var token = query.Split('&').Select(part => part.Split('=', 2)).FirstOrDefault(part => part is ["identifier", _])?[1];
        if (token is null)
            throw new FhirFaultException(400, new MessageFault(false, path, 102, "Conditions are understood on identifier only: Type?identifier=system|value."));
        var (system, value) = Uri.UnescapeDataString(token).Split('|', 2) is [var first, var second] ? (first, second) : (null, Uri.UnescapeDataString(token));
        var found = new List<string>();
        // The databases read JSON each in a way of its own: the text is looked for there, what it means is decided here.
        using (var rows = scope.Query(ByIdentifier, type, TextSearch.Containing(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value)))
        {
            while (found.Count < 2 && rows.Read())
            {
                if (Carries(rows.GetString(1), system, value))
                    found.Add(rows.GetString(0));
            }
        }

        if (found.Count > 1)
            throw new FhirFaultException(412, new MessageFault(false, path, 205, "More than one resource matches the condition."));
        return found.FirstOrDefault() ?? (type == "Patient" && system is not null ? registry.Lookup(scope, new Identifier(system, value, null)) : null);
    }

    private static bool Carries(string json, string? system, string value)
    {
        using var resource = JsonDocument.Parse(json);
        return resource.RootElement.TryGetProperty("identifier", out var identifiers) && identifiers.ValueKind == JsonValueKind.Array
            && identifiers.EnumerateArray().Any(one => Text(one, "value") == value && Text(one, "system") == system);

        static string? Text(JsonElement one, string name) =>
            one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }

    private static int? CurrentVersion(WriteScope scope, FhirEntry entry) =>
        scope.Scalar("SELECT VersionId FROM FhirResources WHERE Type = $0 AND Id = $1", entry.Type, entry.Id) is long version ? (int)version : null;
}
