using Runink.Companion.Hosting.Access;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Tray;

/// <summary>
/// Nobody knows yet whose a document is, so it may be anybody's: who acts on referrals everywhere sees the whole tray. Who does so on some units sees
/// what a message says is about their patients, and what they brought themselves.
/// </summary>
internal static class TrayScope
{
    public static IQueryable<TrayItem> SeenBy(this IQueryable<TrayItem> rows, CompanionDb db, Caller caller)
    {
        if (caller.UnitsFor(Permission.ActOnReferrals) is null)
            return rows;
        var (me, patients) = (caller.Id, db.Patients.SeenBy(db, caller, Permission.ActOnReferrals).Select(patient => patient.Id));
        // A record that was merged into another is nowhere, and its document is seen by who sees that one.
        return rows.Where(row => row.PatientId == null ? row.BroughtById == me : db.Patients.Any(patient => patient.Id == row.PatientId && patients.Contains(patient.MergedInto ?? patient.Id)));
    }

    public static Domain.Foundation.Refusal? Closed(Caller caller) => caller.Lacks(Permission.ActOnReferrals) ?? caller.Lacks(Permission.ReadPatients);
}
