using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery;

/// <summary>An escalation with whose it is, for the record system, which files by patient.</summary>
public sealed record OutsidePatient(Escalation Escalation, Patient Patient, PatientIdentifier Number, Encounter? Encounter)
{
    /// <exception cref="DeliveryException">The record system could not know whose it is.</exception>
    public static async Task<OutsidePatient> ReadAsync(CompanionStore store, string? escalationId, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.Escalations.FirstOrDefaultAsync(row => row.Id == escalationId, cancel) is not { } escalation)
            throw new DeliveryException(DeliveryFault.Permanent, "It is about no escalation on the worklist, so the record system could not file it.");
        var patient = await db.Patients.FirstAsync(row => row.Id == escalation.PatientId, cancel);
        var numbers = await db.PatientIdentifiers.Where(row => row.PatientId == patient.Id && row.Identifies).OrderBy(row => row.System).ThenBy(row => row.Value).ToListAsync(cancel);
        if ((numbers.Find(row => row.Value == patient.Mrn) ?? numbers.Find(row => row.Type == "MR") ?? numbers.FirstOrDefault()) is not { } number)
            throw new DeliveryException(DeliveryFault.Permanent, "The patient has no number that the record system knows.");
        return new OutsidePatient(escalation, patient, number, await db.Encounters.FirstOrDefaultAsync(row => row.Id == escalation.EncounterId, cancel));
    }
}
