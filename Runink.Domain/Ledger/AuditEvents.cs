using System.Text;
using System.Text.Json;
using Hl7.Fhir.Model;

namespace Runink.Domain.Ledger;

/// <summary>
/// Rows of the ledger as FHIR AuditEvents by IHE's Basic Audit Log Patterns (BALP 1.1, profiles.ihe.net/ITI/BALP): who read, searched,
/// changed, signed in or was refused. What the machine does by itself is none.
/// </summary>
public static class AuditEvents
{
    public const string ActorSystem = "urn:runink:actor";
    public const string SubjectSystem = "urn:runink:subject:";
    private const string Balp = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    private const string Dicom = "http://dicom.nema.org/resources/ontology/DCM";
    private const string Rest = "http://hl7.org/fhir/restful-interaction";
    private const string Roles = "http://terminology.hl7.org/CodeSystem/object-role";
    private const string Entities = "http://terminology.hl7.org/CodeSystem/audit-entity-type";

    /// <summary>Kinds that are events although nobody who is known did them.</summary>
    private static readonly string[] Alerts = ["access_refused", "api_key_refused", "sign_in_refused"];

    public static bool IsEvent(LedgerRow row) => row.Actor.Split(':')[0] is "person" or "key" or "operator" || Alerts.Contains(row.Kind, StringComparer.Ordinal);

    /// <param name="patients">Whose data it was, by our id; several when it was a list.</param>
    /// <param name="name">Of the actor.</param>
    /// <param name="server">The address under which this app is reached.</param>
    public static AuditEvent Of(LedgerRow row, IReadOnlyList<string> patients, string name, string site, string server)
    {
        var what = Meaning.Of(row.Kind);
        using var detail = Parse(row.Detail);
        var (request, address) = (Text(detail, "request"), Text(detail, "address"));
        var made = new AuditEvent
        {
            Id = $"ledger-{row.Seq}",
            Meta = new Meta { VersionId = "1", LastUpdated = row.At },
            Type = what.Type,
            Subtype = [what.Subtype],
            Action = what.Action,
            Recorded = row.At,
            Outcome = what.IsRefusal ? AuditEvent.AuditEventOutcome.N4 : AuditEvent.AuditEventOutcome.N0,
            OutcomeDesc = what.IsRefusal ? Text(detail, "why") : null,
            Agent = [Server(what, site, server), Client(what, address), User(row.Actor, name)],
            Source = new AuditEvent.SourceComponent
            {
                Site = site,
                Observer = new ResourceReference { Identifier = new Identifier("urn:runink:site", site), Display = "Runink Companion" },
                Type = [new Coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server")],
            },
            Entity = [Data(what, row, detail)],
        };
        made.Entity.InsertRange(0, patients.Select(patient => new AuditEvent.EntityComponent
        {
            Type = new Coding(Entities, "1", "Person"), Role = new Coding(Roles, "1", "Patient"), What = new ResourceReference($"Patient/{patient}"),
        }));
        if (request is not null)
        {
            made.Entity.Add(new AuditEvent.EntityComponent
            {
                Type = new Coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId"),
                What = new ResourceReference { Identifier = new Identifier { Value = request } },
            });
        }

        // The profiles for patients have room for one; a list is a plain question that names them all.
        // A profile asks for the client's address: what was done in an open page may not have one, and then claims none.
        if (what.Profile is { } profile && address is not null)
            made.Meta.Profile = [$"{Balp}{(patients.Count == 1 ? "Patient" : "")}{profile}"];
        return made;
    }

    /// <summary>The patients that the row itself names; none when its subject is something else of a patient, or of nobody.</summary>
    public static IReadOnlyList<string> PatientsOf(LedgerRow row)
    {
        using var detail = Parse(row.Detail);
        if (detail is { RootElement.ValueKind: JsonValueKind.Object } && detail.RootElement.TryGetProperty("patients", out var named) && named.ValueKind == JsonValueKind.Array)
            return [.. named.EnumerateArray().Select(one => one.GetString()).OfType<string>()];
        return row.SubjectType is "patient" or "Patient" && row.SubjectId != "all" ? [row.SubjectId] : Text(detail, "patient") is { } patient ? [patient] : [];
    }

    private static AuditEvent.AgentComponent Server(Meaning what, string site, string server) => new()
    {
        Type = what.ServerIsSource ? Role("110153", "Source Role ID") : Role("110152", "Destination Role ID"),
        Who = new ResourceReference { Identifier = new Identifier("urn:runink:site", site), Display = "Runink Companion" },
        Requestor = false,
        Network = new AuditEvent.NetworkComponent { Address = server, Type = AuditEvent.AuditEventAgentNetworkType.N5 },
    };

    private static AuditEvent.AgentComponent Client(Meaning what, string? address) => new()
    {
        Type = what.ServerIsSource ? Role("110152", "Destination Role ID") : Role("110153", "Source Role ID"),
        Who = new ResourceReference { Display = address ?? "an open page" },
        Requestor = false,
        Network = address is null ? null : new AuditEvent.NetworkComponent { Address = address, Type = AuditEvent.AuditEventAgentNetworkType.N2 },
    };

    private static AuditEvent.AgentComponent User(string actor, string name) => new()
    {
        Type = new CodeableConcept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient", null),
        Who = new ResourceReference { Identifier = new Identifier(ActorSystem, actor), Display = name },
        AltId = actor,
        Name = name,
        Requestor = true,
    };

    private static AuditEvent.EntityComponent Data(Meaning what, LedgerRow row, JsonDocument? detail) => what.Profile == "Query"
        ? new AuditEvent.EntityComponent
        {
            Type = new Coding(Entities, "2", "System Object"), Role = new Coding(Roles, "24", "Query"),
            Query = Encoding.UTF8.GetBytes(Text(detail, "query") ?? $"{row.SubjectType}?{row.SubjectId}"),
            Description = "Names of parameters; their values are left out.",
        }
        : new AuditEvent.EntityComponent
        {
            Type = new Coding(Entities, "2", "System Object"), Role = new Coding(Roles, "4", "Domain Resource"),
            What = char.IsAsciiLetterUpper(row.SubjectType[0])
                ? new ResourceReference($"{row.SubjectType}/{row.SubjectId}")
                : new ResourceReference { Identifier = new Identifier(SubjectSystem + row.SubjectType, row.SubjectId), Display = row.Kind.Replace('_', ' ') },
        };

    private static CodeableConcept Role(string code, string display) => new(Dicom, code, display, null);

    private static JsonDocument? Parse(string detail)
    {
        try
        {
            return JsonDocument.Parse(detail);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument? detail, string name) =>
        detail is { RootElement.ValueKind: JsonValueKind.Object } && detail.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>How a kind of row is said in the codes of FHIR and DICOM.</summary>
    /// <param name="Profile">The last part of BALP's profile; null where it has none.</param>
    /// <param name="ServerIsSource">BALP: of what is read the server is the source, of a question and a change the client.</param>
    private sealed record Meaning(Coding Type, Coding Subtype, AuditEvent.AuditEventAction Action, string? Profile, bool ServerIsSource = false, bool IsRefusal = false)
    {
        private static readonly Coding Restful = new("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "Restful Operation");

        public static Meaning Of(string kind) => kind switch
        {
            "signed_in" => new(new Coding(Dicom, "110114", "User Authentication"), new Coding(Dicom, "110122", "Login"), AuditEvent.AuditEventAction.E, null),
            "session_ended" or "signed_out" => new(new Coding(Dicom, "110114", "User Authentication"), new Coding(Dicom, "110123", "Logout"), AuditEvent.AuditEventAction.E, null),
            "sign_in_refused" => new(new Coding(Dicom, "110114", "User Authentication"), new Coding(Dicom, "110122", "Login"), AuditEvent.AuditEventAction.E, null, IsRefusal: true),
            "access_refused" or "api_key_refused" => new(new Coding(Dicom, "110113", "Security Alert"), new Coding(Dicom, "110126", "Node Authentication"), AuditEvent.AuditEventAction.E, null, IsRefusal: true),
            "roles_changed" => new(new Coding(Dicom, "110113", "Security Alert"), new Coding(Dicom, "110136", "Security Roles Changed"), AuditEvent.AuditEventAction.U, null),
            "ledger_exported" or "evidence_exported" => new(new Coding(Dicom, "110106", "Export"), new Coding(Rest, "read", "read"), AuditEvent.AuditEventAction.R, null, ServerIsSource: true),
            _ when kind.StartsWith("break_glass", StringComparison.Ordinal) && !kind.EndsWith("_listed", StringComparison.Ordinal) =>
                new(new Coding(Dicom, "110113", "Security Alert"), new Coding(Dicom, "110127", "Emergency Override Started"), AuditEvent.AuditEventAction.E, null),
            "worklist_read" or "board_read" or "shadow_read" or "fhir_search" or "fhir_history" => Query,
            _ when kind.EndsWith("_listed", StringComparison.Ordinal) => Query,
            _ when kind.EndsWith("_read", StringComparison.Ordinal) || kind is "fhir_everything" or "explanation_rerun" =>
                new(Restful, new Coding(Rest, "read", "read"), AuditEvent.AuditEventAction.R, "Read", ServerIsSource: true),
            _ => new(Restful, new Coding(Rest, "update", "update"), AuditEvent.AuditEventAction.U, "Update"),
        };

        private static Meaning Query => new(Restful, new Coding(Rest, "search-type", "search-type"), AuditEvent.AuditEventAction.E, "Query");
    }
}
