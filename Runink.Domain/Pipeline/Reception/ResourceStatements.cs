using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Fhir.Searching;
using Runink.Domain.Intake.Hl7v2.Resources;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>
/// Keeps what HL7 v2 messages say of orders, appointments and their like, and writes the FHIR resource that all statements of one of
/// them make together. An element that a message leaves empty stays as an earlier one said it, as HL7 v2 has it.
/// </summary>
internal static class ResourceStatements
{
    /// <summary>More are put together from the oldest on: who is told a thousand times of one order, knows the beginning by heart.</summary>
    private const int MostStatements = 64;

    private const string Insert = """
        INSERT INTO ResourceStatements (ResourceId, MessageId, Type, SaidAt, Json) VALUES ($0, $1, $2, $3, $4)
        """;

    private const string InsertKey = "INSERT INTO ResourceKeys (PatientId, Type, \"Key\", ResourceId) VALUES ($0, $1, $2, $3)";

    /// <returns>The resources that are otherwise now, as they are now.</returns>
    public static IReadOnlyList<Resource> Take(WriteScope scope, string patientId, IReadOnlyList<ResourceNotice> notices, string messageId) =>
        [.. notices.Select(notice => Take(scope, patientId, notice, messageId)).OfType<Resource>()];

    private static Resource? Take(WriteScope scope, string patientId, ResourceNotice notice, string messageId)
    {
        var (type, json) = (notice.Resource.TypeName, notice.Json);
        if (Find(scope, patientId, type, [.. notice.Keys.Select(Digest)]) is not { } id)
        {
            id = scope.Ids.Next();
            foreach (var key in notice.Keys)
                scope.Post(InsertKey, patientId, type, Digest(key), id);
            scope.Post(Insert, id, messageId, type, notice.SaidAt.UtcTicks, json);
            return Write(scope, id, patientId, messageId, (Resource)notice.Resource.DeepCopy(), null);
        }

        // Said again, as lists are with every update: it holds since, against anything older that comes late.
        if (scope.Scalar("SELECT Json FROM ResourceStatements WHERE ResourceId = $0 ORDER BY SaidAt DESC LIMIT 1", id) as string == json)
        {
            scope.Post("UPDATE ResourceStatements SET SaidAt = $2 WHERE ResourceId = $0 AND Json = $1 AND SaidAt < $2", id, json, notice.SaidAt.UtcTicks);
            return null;
        }

        // Two segments of one message about one thing are one statement.
        if (scope.Scalar("SELECT Json FROM ResourceStatements WHERE ResourceId = $0 AND MessageId = $1", id, messageId) is string other)
        {
            scope.Execute("DELETE FROM ResourceStatements WHERE ResourceId = $0 AND MessageId = $1", id, messageId);
            json = Together(json, other);
        }

        scope.Execute(Insert, id, messageId, type, notice.SaidAt.UtcTicks, json);
        return Write(scope, id, patientId, messageId);
    }

    /// <summary>
    /// The resource that goes by these keys; null when there is none. A message that names two by which it was not known to be one, says
    /// that they are one.
    /// </summary>
    private static string? Find(WriteScope scope, string patientId, string type, IReadOnlyList<string> keys)
    {
        var known = keys.Select(key => scope.Scalar("SELECT ResourceId FROM ResourceKeys WHERE PatientId = $0 AND Type = $1 AND \"Key\" = $2", patientId, type, key) as string).ToList();
        if (known.OfType<string>().Order(StringComparer.Ordinal).FirstOrDefault() is not { } id)
            return null;
        for (var at = 0; at < keys.Count; at++)
        {
            if (known[at] is null)
                scope.Post(InsertKey, patientId, type, keys[at], id);
        }

        foreach (var other in known.OfType<string>().Where(other => other != id).Distinct(StringComparer.Ordinal))
        {
            scope.Execute("UPDATE ResourceKeys SET ResourceId = $1 WHERE ResourceId = $0 AND PatientId = $2", other, id, patientId);
            foreach (var said in Statements(scope, other))
            {
                if (scope.Scalar("SELECT 1 FROM ResourceStatements WHERE ResourceId = $0 AND MessageId = $1", id, said.MessageId) is null)
                    scope.Execute("UPDATE ResourceStatements SET ResourceId = $2 WHERE ResourceId = $0 AND MessageId = $1", other, said.MessageId, id);
            }

            Delete(scope, type, other);
        }

        return id;
    }

    /// <summary>Newest first.</summary>
    private static List<ResourceStatement> Statements(WriteScope scope, string id) =>
        [.. scope.Db.ResourceStatements.AsNoTracking().Where(row => row.ResourceId == id).AsEnumerable().OrderByDescending(row => row.SaidAt).ThenByDescending(row => Weight(row.Json)).ThenByDescending(row => row.Json, StringComparer.Ordinal)];

    /// <summary>Writes the resource anew from its statements, if they make another one than there is.</summary>
    /// <returns>Null when it is as it was.</returns>
    public static Resource? Write(WriteScope scope, string id, string patientId, string messageId)
    {
        var statements = Statements(scope, id);
        if (statements.Count == 0)
            return null;
        if (statements.Count > MostStatements)
            statements = PutTogether(scope, statements);
        var type = statements[0].Type;
        var json = statements.Select(said => said.Json).Aggregate(Together);
        return Write(scope, id, patientId, messageId, FhirParser.Stored(json), scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == type && row.Id == id));
    }

    private static Resource? Write(WriteScope scope, string id, string patientId, string messageId, Resource resource, FhirResource? previous)
    {
        var type = resource.TypeName;
        Complete(resource, patientId);
        resource.Id = id;
        if (previous is { Deleted: false } && previous.PatientId == patientId)
        {
            resource.Meta = FhirParser.Stored(previous.Json).Meta;
            if (FhirWriter.ToJson(resource) == previous.Json)
                return null;
        }

        var now = new DateTimeOffset(scope.Now.UtcTicks - (scope.Now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        var entry = new FhirEntry("PUT", type, type) { Resource = resource, Id = id, Previous = previous, Version = (previous?.VersionId ?? 0) + 1, PatientId = patientId };
        resource.Meta = new Meta { VersionId = entry.Version.ToString(CultureInfo.InvariantCulture), LastUpdated = now };
        entry.Json = FhirWriter.ToJson(resource);
        entry.Index = FhirIndexer.Index(resource);
        FhirResourceStore.Keep(scope, entry, now, messageId, later: false);
        return resource;
    }

    private static void Delete(WriteScope scope, string type, string id)
    {
        if (scope.Db.FhirResources.AsNoTracking().FirstOrDefault(row => row.Type == type && row.Id == id && !row.Deleted) is not { } row)
            return;
        FhirResourceStore.Keep(scope, new FhirEntry("DELETE", type, type) { Id = id, Previous = row, Version = row.VersionId + 1, PatientId = row.PatientId }, scope.Now, row.MessageId, later: false);
    }

    /// <summary>The oldest half becomes one statement, said when the newest of it was.</summary>
    private static List<ResourceStatement> PutTogether(WriteScope scope, List<ResourceStatement> statements)
    {
        var old = statements[(MostStatements / 2)..];
        foreach (var said in old)
            scope.Execute("DELETE FROM ResourceStatements WHERE ResourceId = $0 AND MessageId = $1", said.ResourceId, said.MessageId);
        var all = new ResourceStatement { ResourceId = old[0].ResourceId, MessageId = old[0].MessageId, Type = old[0].Type, SaidAt = old[0].SaidAt, Json = old.Select(said => said.Json).Aggregate(Together) };
        scope.Execute(Insert, all.ResourceId, all.MessageId, all.Type, all.SaidAt.UtcTicks, all.Json);
        return [.. statements[..(MostStatements / 2)], all];
    }

    /// <summary>The newer, and of the older what the newer does not name.</summary>
    private static string Together(string newer, string older)
    {
        var all = JsonNode.Parse(newer)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(older)!.AsObject())
        {
            if (!all.ContainsKey(name) && value is not null)
                all[name] = value.DeepClone();
        }

        return all.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Of two that were said at once the one that ends it counts.</summary>
    private static int Weight(string json) => JsonNode.Parse(json)?["status"]?.GetValue<string>() switch
    {
        "entered-in-error" => 4,
        "revoked" or "cancelled" or "stopped" or "noshow" or "not-done" => 3,
        "completed" or "fulfilled" => 2,
        null => 0,
        _ => 1,
    };

    /// <summary>Whose it is, and what FHIR asks for and nobody has said.</summary>
    internal static void Complete(Resource resource, string patientId)
    {
        var owner = new ResourceReference($"Patient/{patientId}");
        switch (resource)
        {
            case ServiceRequest order:
                order.Subject = owner;
                order.Status ??= RequestStatus.Unknown;
                break;
            case MedicationRequest request:
                request.Subject = owner;
                request.Status ??= MedicationRequest.MedicationrequestStatus.Unknown;
                break;
            case MedicationDispense dispense:
                dispense.Subject = owner;
                break;
            case MedicationAdministration administration:
                administration.Subject = owner;
                break;
            case Immunization immunization:
                immunization.Patient = owner;
                break;
            case AllergyIntolerance allergy:
                allergy.Patient = owner;
                break;
            case Condition condition:
                condition.Subject = owner;
                break;
            case Procedure procedure:
                procedure.Subject = owner;
                break;
            case DocumentReference document:
                document.Subject = owner;
                if (document.Content.Count == 0)
                    document.Content.Add(new DocumentReference.ContentComponent { Attachment = new Attachment { Extension = [Hl7Appointments.NotKnown()] } });
                break;
            case RelatedPerson contact:
                contact.Patient = owner;
                break;
            case Coverage coverage:
                coverage.Beneficiary = owner;
                break;
            case ChargeItem charge:
                charge.Subject = owner;
                break;
            case Appointment appointment:
                if (appointment.Status is null)
                    appointment.StatusElement = Hl7Appointments.Unsaid<Appointment.AppointmentStatus>();
                appointment.Participant.Insert(0, new Appointment.ParticipantComponent { Actor = owner, StatusElement = Hl7Appointments.Unsaid<ParticipationStatus>() });
                break;
        }
    }

    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
}
