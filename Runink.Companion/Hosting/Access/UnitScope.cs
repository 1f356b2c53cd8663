using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Domain.Escalations;
using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access;

/// <summary>
/// What somebody sees whose role holds on some units only: patients who are there, or whose last stay was there, or of whom nobody knows where they are; their
/// work; whatever is the person's own; and patients who were opened in an emergency (<see cref="OpenedPatients"/>), for as long as that lasts. Everything else does not exist for them: the answer is the one for what was never there.
/// </summary>
internal static class UnitScope
{
    public static IQueryable<Escalation> SeenBy(this IQueryable<Escalation> rows, Caller caller, Permission permission = Permission.ReadWorklist)
    {
        if (caller.UnitsFor(permission)?.ToList() is not { } units)
            return rows;
        var (me, opened) = (caller.Id, caller.OpenedIds);
        return rows.Where(row => row.Unit == null || units.Contains(row.Unit) || row.OwnerId == me || row.OfferedToId == me || opened.Contains(row.PatientId));
    }

    public static IQueryable<Patient> SeenBy(this IQueryable<Patient> rows, CompanionDb db, Caller caller, Permission permission = Permission.ReadPatients)
    {
        if (caller.UnitsFor(permission)?.ToList() is not { } units)
            return rows;
        var (me, opened) = (caller.Id, caller.OpenedIds);
        var stays = db.Encounters.Where(stay => !stay.Cancelled && stay.Unit != null);
        return rows.Where(patient =>
            !stays.Any(stay => stay.PatientId == patient.Id) || opened.Contains(patient.Id)
            || stays.Any(stay => stay.PatientId == patient.Id && units.Contains(stay.Unit!) && (stay.EndedAt == null || !stays.Any(later => later.PatientId == patient.Id && later.StartedAt > stay.StartedAt)))
            || db.Escalations.Any(row => row.PatientId == patient.Id && (row.OwnerId == me || row.OfferedToId == me))
            || db.Referrals.Any(row => row.PatientId == patient.Id && row.OwnerId == me));
    }

    public static IQueryable<Referral> SeenBy(this IQueryable<Referral> rows, CompanionDb db, Caller caller, Permission permission = Permission.ReadReferrals)
    {
        if (caller.UnitsFor(permission) is null)
            return rows;
        var (me, patients) = (caller.Id, db.Patients.SeenBy(db, caller, permission).Select(patient => patient.Id));
        return rows.Where(row => row.OwnerId == me || patients.Contains(row.PatientId));
    }
}
