using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Fhir;

/// <summary>
/// Reads and searches. What was posted is answered as it was posted; patients, encounters and values that came over HL7 v2 are
/// written as resources when they are asked for.
/// </summary>
public sealed class FhirUseCases(CompanionStore store, TriggerCatalog catalog, PhiAccessLog reads)
{
    private const int MostEntries = 500;

    public string Capabilities(DateTimeOffset now) => FhirCapabilities.Write(now);

    public async Task<FhirReply> ReadAsync(Caller caller, string type, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return new FhirReply(403, FhirOutcome.Write("forbidden", refusal.Message));
        if (!FhirResourceTypes.Contains(type))
            return UnknownType(type);
        await using var db = store.Read();
        await reads.NoteAsync(caller, "fhir_read", new Subject(type, id), cancel);
        if (await db.FhirResources.FirstOrDefaultAsync(row => row.Type == type && row.Id == id, cancel) is { } posted)
            return new FhirReply(200, posted.Json, null, posted.VersionId);
        var written = type switch
        {
            "Patient" => await db.Patients.FirstOrDefaultAsync(row => row.Id == id, cancel) is { } patient
                ? FhirProjection.Patient(patient, await db.PatientIdentifiers.Where(row => row.PatientId == id).ToListAsync(cancel))
                : null,
            "Encounter" => await db.Encounters.FirstOrDefaultAsync(row => row.Id == id, cancel) is { } encounter ? FhirProjection.Encounter(encounter) : null,
            "Observation" => await ObservationAsync(db, id, cancel),
            _ => null,
        };
        return written is null
            ? new FhirReply(404, FhirOutcome.Write("not-found", $"There is no {type} with this id."))
            : new FhirReply(200, written, null, 1);
    }

    public async Task<FhirReply> SearchAsync(Caller caller, string type, IQueryCollection query, string url, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadPatients) is { } refusal)
            return new FhirReply(403, FhirOutcome.Write("forbidden", refusal.Message));
        if (!FhirResourceTypes.Contains(type))
            return UnknownType(type);
        if (FhirSearch.Read(type, query, out var search) is { } problem)
            return new FhirReply(400, FhirOutcome.Write("invalid", problem));
        await using var db = store.Read();
        string? patientId = null;
        if (search!.Patient is { } named && (patientId = await PatientIdAsync(db, named, cancel)) is null)
            return new FhirReply(200, FhirBundleWriter.SearchSet([], 0, url));
        await reads.NoteAsync(caller, "fhir_search", new Subject(type, patientId ?? "all"), cancel);
        var found = await new FhirFinder(db, catalog.Vocabulary).FindAsync(type, search, patientId, cancel);
        return new FhirReply(200, FhirBundleWriter.SearchSet([.. found.Take(Math.Min(search.Count, MostEntries))], found.Count, url));
    }

    private async Task<string?> ObservationAsync(CompanionDb db, string id, CancellationToken cancel)
    {
        // Values of HL7 messages are named by their message and their place in it.
        if (id.Split('-') is not [var messageId, var place] || !int.TryParse(place, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index))
            return null;
        var batch = await db.SignalBatches.FirstOrDefaultAsync(row => row.MessageId == messageId, cancel);
        return batch?.Signals().Skip(index).FirstOrDefault() is { } signal
            ? FhirProjection.Observation(signal, index, batch.PatientId, batch.EncounterId, catalog.Vocabulary)
            : null;
    }

    private static async Task<string?> PatientIdAsync(CompanionDb db, string named, CancellationToken cancel)
    {
        var id = named.StartsWith("Patient/", StringComparison.Ordinal) ? named["Patient/".Length..] : named;
        var matching = PatientQueries.Matching(db.PatientIdentifiers, id);
        return await db.Patients.Where(row => row.Id == id || matching.Contains(row.Id)).Select(row => row.Id).FirstOrDefaultAsync(cancel);
    }

    private static FhirReply UnknownType(string type) => new(404, FhirOutcome.Write("not-supported", $"{type} is not a resource type of FHIR R4."));
}
