using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Discharges;

public static class DischargeSetup
{
    public static IServiceCollection AddDischarges(this IServiceCollection services)
    {
        services.AddSingleton<DischargeUseCases>();
        services.AddSingleton(provider => new NavItem("/discharges", "Discharges", "move", 18, "h", Permission.ReadWorklist, async (caller, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var rows = await (
                from plan in db.DischargePlans
                join stay in db.Encounters.Where(stay => !stay.Cancelled) on plan.EncounterId equals stay.Id
                join patient in db.Patients.SeenBy(db, caller, Permission.ReadWorklist) on stay.PatientId equals patient.Id
                where plan.ClosedAt == null && (stay.EndedAt == null || plan.OpenItems > 0)
                group stay by stay.EndedAt != null into states
                select new { HasLeft = states.Key, Count = states.Count() }).ToListAsync(cancel);
            return new NavBadge(rows.Sum(row => row.Count), rows.Exists(row => row.HasLeft));
        }));
        return services;
    }
}
