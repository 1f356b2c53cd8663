using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Fhir;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>The worklist over the FHIR door: escalations as Tasks, which are read by id and searched with <c>_source</c>, beside the Tasks that were sent here.</summary>
public sealed class EscalationTasks(CompanionStore store, PhiAccessLog reads)
{
    public const string Worklist = "urn:runink:worklist";
    private const int DefaultCount = 50;
    private const int MostCount = 200;
    private static readonly string[] Known = ["_source", "_id", "_count", "_page", "_format", "patient", "status"];

    private static readonly Dictionary<EscalationStatus, Hl7.Fhir.Model.Task.TaskStatus> States = new()
    {
        [EscalationStatus.Open] = Hl7.Fhir.Model.Task.TaskStatus.Requested,
        [EscalationStatus.Claimed] = Hl7.Fhir.Model.Task.TaskStatus.Accepted,
        [EscalationStatus.Acknowledged] = Hl7.Fhir.Model.Task.TaskStatus.InProgress,
        [EscalationStatus.Snoozed] = Hl7.Fhir.Model.Task.TaskStatus.OnHold,
        [EscalationStatus.Resolved] = Hl7.Fhir.Model.Task.TaskStatus.Completed,
        [EscalationStatus.Retracted] = Hl7.Fhir.Model.Task.TaskStatus.EnteredInError,
    };

    public FhirReadSource Source => new("Task", ReadAsync, SearchAsync) { Beside = Worklist };

    private async Task<FhirReply> ReadAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist | Permission.ReadPatients) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        await using var db = store.Read();
        if (await db.Escalations.SeenBy(caller).FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } escalation)
            return FhirReply.Refuse(404, "not-found", "There is no Task with this id.");
        await reads.NoteAsync(caller, "fhir_read", new Subject("escalation", id), cancel, escalation.PatientId);
        return new FhirReply(200, FhirWriter.ToJson(Of(escalation)), null, escalation.Version.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<FhirReply> SearchAsync(Caller caller, FhirAskedFor asked, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist | Permission.ReadPatients) is { } refusal)
            return FhirReply.Refuse(403, "forbidden", refusal.Message);
        if (asked.Parameters.FirstOrDefault(pair => !Known.Contains(pair.Key, StringComparer.Ordinal)) is { Key: { } unknown })
            return FhirReply.Refuse(400, "not-supported", $"Tasks of the worklist are not searched by {unknown}; {string.Join(", ", Known)} are understood.");
        await using var db = store.Read();
        var rows = db.Escalations.SeenBy(caller);
        if (Value("status") is { } text)
        {
            var wanted = States.Where(state => text.Split(',').Contains(Literal(state.Value), StringComparer.Ordinal)).Select(state => state.Key).ToList();
            rows = rows.Where(row => wanted.Contains(row.Status));
        }
        else
        {
            rows = rows.Open();
        }

        var patient = Value("patient")?.Split('/')[^1];
        if (patient is not null)
            rows = rows.Where(row => row.PatientId == patient);
        if (Value("_id") is { } id)
            rows = rows.Where(row => row.Id == id);
        if (!TryNumber("_page", 0, out var skip) || !TryNumber("_count", DefaultCount, out var count))
            return FhirReply.Refuse(400, "invalid", "_count and _page are numbers that are not negative.");
        var most = Math.Clamp(count, 1, MostCount);
        var found = await rows.OrderByDescending(row => row.Id).Skip(skip).Take(most + 1).ToListAsync(cancel);
        await reads.NoteListAsync(caller, "fhir_search", new Subject("Task", patient ?? "all"), patient is not null ? [patient] : found.Take(most).Select(row => row.PatientId), cancel);
        return new FhirReply(200, Write(asked, [.. found.Take(most)], found.Count > most ? skip + most : null, await rows.CountAsync(cancel)));

        string? Value(string name) => asked.Parameters.FirstOrDefault(pair => pair.Key == name) is { Value: { Length: > 0 } value } ? value : null;

        bool TryNumber(string name, int otherwise, out int number)
        {
            number = otherwise;
            return Value(name) is not { } said || int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
    }

    private static string Write(FhirAskedFor asked, IReadOnlyList<Escalation> found, int? next, int total)
    {
        var bundle = new Bundle
        {
            Type = Bundle.BundleType.Searchset,
            Total = total,
            Entry = [.. found.Select(row => new Bundle.EntryComponent { FullUrl = $"{asked.Own}Task/{row.Id}", Resource = Of(row), Search = new Bundle.SearchComponent { Mode = Bundle.SearchEntryMode.Match } })],
        };
        if (next is { } page)
            bundle.NextLink = new Uri($"{asked.Own}Task?{string.Join('&', asked.Parameters.Where(pair => pair.Key != "_page").Append(KeyValuePair.Create("_page", page.ToString(CultureInfo.InvariantCulture))).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))}");
        return FhirWriter.ToJson(bundle);
    }

    internal static Hl7.Fhir.Model.Task Of(Escalation escalation) => new()
    {
        Id = escalation.Id,
        Meta = new Meta { Source = Worklist, VersionId = escalation.Version.ToString(CultureInfo.InvariantCulture) },
        Identifier = [new Identifier("urn:runink:escalation", escalation.Id)],
        Status = States[escalation.Status],
        Intent = Hl7.Fhir.Model.Task.TaskIntent.Order,
        Priority = escalation.Severity switch { "critical" => RequestPriority.Stat, "high" => RequestPriority.Urgent, _ => RequestPriority.Routine },
        Code = new CodeableConcept("urn:runink:trigger", escalation.TriggerId, escalation.TriggerName, escalation.TriggerName),
        Description = escalation.Headline,
        For = new ResourceReference($"Patient/{escalation.PatientId}"),
        Encounter = escalation.EncounterId is { } encounter ? new ResourceReference($"Encounter/{encounter}") : null,
        AuthoredOn = FhirTime.Format(escalation.OpenedAt),
        Owner = escalation.OwnerName is { } owner ? new ResourceReference { Display = owner } : null,
        Restriction = (escalation.AcknowledgedAt is null ? escalation.AcknowledgeDueAt : escalation.ResolveDueAt) is { } due
            ? new Hl7.Fhir.Model.Task.RestrictionComponent { Period = new Period { End = FhirTime.Format(due) } }
            : null,
    };

    private static string Literal(Hl7.Fhir.Model.Task.TaskStatus status) => Hl7.Fhir.Utility.EnumUtility.GetLiteral(status)!;
}
