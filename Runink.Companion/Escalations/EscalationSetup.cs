using Runink.Companion.Hosting.Access;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Evidence;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Escalations;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

public static class EscalationSetup
{
    public static IServiceCollection AddEscalations(this IServiceCollection services)
    {
        services.AddSingleton<EscalationUseCases>();
        services.AddSingleton<EscalationEvidence>();
        services.AddSingleton(provider => new EvidenceSource("escalation", (caller, id, cancel) => provider.GetRequiredService<EscalationEvidence>().ReadAsync(caller, id, cancel)));
        services.AddHostedService<DueWorkWorker>();
        services.AddSingleton(provider => new NavItem("/", "Worklist", "worklist", 10, "w", Permission.ReadWorklist, async (caller, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var open = await db.Escalations.SeenBy(caller).Open().CountAsync(cancel);
            return new NavBadge(open, await db.Escalations.SeenBy(caller).Open().AnyAsync(row => row.OwnerId == null && row.Severity == "critical", cancel));
        }));
        return services;
    }
}
