using Microsoft.EntityFrameworkCore;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.CdsHooks;

/// <summary>
/// Which of our patients a chart belongs to. The record system's own id may by chance be the number of somebody else here, so that it
/// counts by itself only as our id; numbers count with their system, and what is known of the birth must agree.
/// </summary>
internal static class CdsPatient
{
    /// <returns>Null when it is nobody here, or cannot be told.</returns>
    public static async Task<Patient?> FindAsync(CompanionDb db, CdsRequest request, CancellationToken cancel)
    {
        var named = await db.Patients.Where(row => row.Id == request.PatientId).Select(row => row.Id).ToListAsync(cancel);
        foreach (var number in request.Identifiers)
        {
            var rows = db.PatientIdentifiers.Where(row => row.Identifies && row.Value == number.Value);
            named.AddRange(await rows.Where(row => row.System == number.System).Select(row => row.PatientId).ToListAsync(cancel));
            // HL7 v2 names who gave a number in a word, FHIR by an address: a record number with the same birth date is the same.
            if (number.IsRecordNumber && request.BornOn is not null)
                named.AddRange(await rows.Where(row => row.Type == "MR").Select(row => row.PatientId).ToListAsync(cancel));
        }

        var ids = named.Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Patients.Where(row => ids.Contains(row.Id)).ToListAsync(cancel);
        var survivors = found.Select(row => row.MergedInto).OfType<string>().ToList();
        found = [.. found.Where(row => row.MergedInto is null), .. await db.Patients.Where(row => survivors.Contains(row.Id)).ToListAsync(cancel)];
        found = [.. found.DistinctBy(row => row.Id).Where(row => request.BornOn is null || row.BirthDate is null || row.BirthDate == request.BornOn)];
        return found is [var only] ? only : null;
    }
}
