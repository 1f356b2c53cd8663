using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;
using Runink.Domain.Referrals.Announcing;
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
        return new OutsidePatient(escalation, patient, await NumberAsync(db, patient, cancel), await db.Encounters.FirstOrDefaultAsync(row => row.Id == escalation.EncounterId, cancel));
    }

    /// <summary>Whose a referral is, for a partner that has it.</summary>
    /// <exception cref="DeliveryException">Nobody outside could know whose it is.</exception>
    public static async Task<AnnouncedPatient> OfReferralAsync(CompanionStore store, string? referralId, CancellationToken cancel)
    {
        await using var db = store.Read();
        var patient = await db.Patients.FirstAsync(row => db.Referrals.Any(referral => referral.Id == referralId && referral.PatientId == row.Id), cancel);
        var number = await NumberAsync(db, patient, cancel);
        return new AnnouncedPatient(number.Value, number.System, number.Type, patient.Family, patient.Given, patient.BirthDate, patient.Sex);
    }

    private static async Task<PatientIdentifier> NumberAsync(CompanionDb db, Patient patient, CancellationToken cancel)
    {
        var numbers = await db.PatientIdentifiers.Where(row => row.PatientId == patient.Id && row.Identifies).OrderBy(row => row.System).ThenBy(row => row.Value).ToListAsync(cancel);
        return numbers.Find(row => row.Value == patient.Mrn) ?? numbers.Find(row => row.Type == "MR") ?? numbers.FirstOrDefault()
            ?? throw new DeliveryException(DeliveryFault.Permanent, "The patient has no number that the record system knows.");
    }
}
