using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Companion.Intake.Fhir;

/// <summary>Collects the resources that match: the posted ones, and those written from what came over HL7 v2.</summary>
internal sealed class FhirFinder(CompanionDb db, Vocabulary vocabulary)
{
    private const int MostLookedAt = 5000;

    public async Task<IReadOnlyList<(string Type, string Id, string Json)>> FindAsync(string type, FhirSearch search, string? patientId, CancellationToken cancel)
    {
        if (type == "Patient")
            return await PatientsAsync(search, cancel);
        var posted = await db.FhirResources
            .Where(row => row.Type == type && (patientId == null || row.PatientId == patientId) && (search.Id == null || row.Id == search.Id))
            .OrderByDescending(row => row.LastUpdated).Take(MostLookedAt).ToListAsync(cancel);
        var found = posted.Where(row => Matches(row.Json, search)).Select(row => (type, row.Id, row.Json)).ToList();
        if (type == "Encounter")
            found.AddRange(await EncountersAsync(search, patientId, cancel));
        if (type == "Observation")
            found.AddRange(await ObservationsAsync(search, patientId, cancel));
        return found;
    }

    private async Task<IReadOnlyList<(string, string, string)>> PatientsAsync(FhirSearch search, CancellationToken cancel)
    {
        IQueryable<Patient> rows = db.Patients;
        if (search.Id is { } id)
            rows = rows.Where(row => row.Id == id || db.PatientIdentifiers.Any(known => known.PatientId == row.Id && known.System == FhirReader.PatientIdSystem && known.Value == id));
        if (search.Identifier is { } identifier)
        {
            var matching = PatientQueries.Matching(db.PatientIdentifiers, identifier);
            rows = rows.Where(row => matching.Contains(row.Id));
        }

        if (search.Family is { } family)
            rows = rows.Where(row => EF.Functions.Like(row.Family!, Starts(family), "\\"));
        if (search.Given is { } given)
            rows = rows.Where(row => EF.Functions.Like(row.Given!, Starts(given), "\\"));
        if (search.Name is { } name)
            rows = rows.Where(row => EF.Functions.Like(row.Family!, Starts(name), "\\") || EF.Functions.Like(row.Given!, Starts(name), "\\"));
        if (search.BirthDate is { } birth && FhirTime.TryParseDate(birth, out var born))
            rows = rows.Where(row => row.BirthDate == born);
        if (search.Gender is { } gender)
            rows = rows.Where(row => row.Sex == gender);
        var patients = await rows.OrderByDescending(row => row.LastSeenAt).Take(MostLookedAt).ToListAsync(cancel);
        var ids = patients.Select(patient => patient.Id).ToList();
        var identifiers = (await db.PatientIdentifiers.Where(row => ids.Contains(row.PatientId)).ToListAsync(cancel)).ToLookup(row => row.PatientId);
        var posted = (await db.FhirResources.Where(row => row.Type == "Patient" && ids.Contains(row.PatientId!)).ToListAsync(cancel)).ToLookup(row => row.PatientId);
        return
        [
            .. patients.SelectMany(patient => posted[patient.Id].Any()
                ? posted[patient.Id].Select(row => ("Patient", row.Id, row.Json))
                : [("Patient", patient.Id, FhirProjection.Patient(patient, [.. identifiers[patient.Id]]))]),
        ];
    }

    private async Task<IEnumerable<(string, string, string)>> EncountersAsync(FhirSearch search, string? patientId, CancellationToken cancel)
    {
        var prefix = FhirReader.EncounterIdSystem + "|";
        var rows = await db.Encounters
            .Where(row => (patientId == null || row.PatientId == patientId) && (row.Visit == null || !row.Visit.StartsWith(prefix)) && (search.Id == null || row.Id == search.Id))
            .OrderByDescending(row => row.StartedAt).Take(MostLookedAt).ToListAsync(cancel);
        return rows.Select(row => ("Encounter", row.Id, FhirProjection.Encounter(row))).Where(one => Matches(one.Item3, search));
    }

    private async Task<IEnumerable<(string, string, string)>> ObservationsAsync(FhirSearch search, string? patientId, CancellationToken cancel)
    {
        var batches = await db.SignalBatches
            .Where(row => (patientId == null || row.PatientId == patientId) && db.Messages.Any(message => message.Id == row.MessageId && !message.Kind.StartsWith("FHIR")))
            .OrderByDescending(row => row.RecordedAt).Take(MostLookedAt).ToListAsync(cancel);
        return batches.SelectMany(batch => batch.Signals().Select((signal, index) => ("Observation", $"{batch.MessageId}-{index}",
                FhirProjection.Observation(signal, index, batch.PatientId, batch.EncounterId, vocabulary))))
            .Where(one => (search.Id is null || one.Item2 == search.Id) && Matches(one.Item3, search));
    }

    /// <summary>A LIKE pattern of what begins with this text, whatever characters it has.</summary>
    private static string Starts(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";

    private static bool Matches(string json, FhirSearch search)
    {
        if (search.Codes.Count == 0 && search.Status is null && search.Dates.Count == 0 && search.Identifier is null)
            return true;
        using var document = JsonDocument.Parse(json);
        var resource = document.RootElement;
        if (search.Status is { } status && (!resource.TryGetProperty("status", out var is_) || is_.GetString() != status))
            return false;
        if (search.Dates.Count > 0 && !(resource.TryGetProperty("effectiveDateTime", out var at) && FhirTime.TryParse(at.GetString()!, TimeZoneInfo.Utc, out var instant) && search.MatchesDates(instant)))
            return false;
        return search.Codes.Count == 0
            || (resource.TryGetProperty("code", out var code) && code.TryGetProperty("coding", out var codings)
                && codings.EnumerateArray().Any(coding => coding.TryGetProperty("code", out var value)
                    && search.MatchesCode(coding.TryGetProperty("system", out var system) ? system.GetString() ?? "" : "", value.GetString() ?? "")));
    }
}
