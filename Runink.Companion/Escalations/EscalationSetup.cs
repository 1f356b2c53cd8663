using Runink.Companion.Hosting.Access;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Escalations.Narratives;
using Runink.Companion.Escalations.Operations;
using Runink.Companion.Escalations.Silences;
using Runink.Companion.Escalations.Wall;
using Runink.Companion.Shared.Evidence;
using Runink.Companion.Shared.Layout;
using Runink.Companion.Shared.Views;
using Runink.Companion.Shared.Work;
using Runink.Domain.Escalations;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

public static class EscalationSetup
{
    public static IServiceCollection AddEscalations(this IServiceCollection services)
    {
        services.AddSingleton<EscalationUseCases>();
        services.AddSingleton(provider => new EscalationAct((caller, id, command, cancel) => provider.GetRequiredService<EscalationUseCases>().ActAsync(caller, id, command, expectedVersion: null, cancel)));
        services.AddSingleton<EscalationTasks>();
        services.AddSingleton(provider => provider.GetRequiredService<EscalationTasks>().Source);
        services.AddSingleton<EscalationEvidence>();
        services.AddSingleton<BulkUseCases>();
        services.AddSingleton<ToldUseCases>();
        services.AddSingleton<SlaAccounts>();
        services.AddSingleton<SlaUseCases>();
        services.AddSingleton<WallUseCases>();
        services.AddSingleton<NarrativeUseCases>();
        services.AddSingleton<SilenceCommandHandler>();
        services.AddSingleton<SilenceUseCases>();
        services.AddSingleton<OperationUseCases>();
        services.AddSingleton(provider => new EvidenceSource("escalation", (caller, id, cancel) => provider.GetRequiredService<EscalationEvidence>().ReadAsync(caller, id, cancel)));
        services.AddHostedService<DueWorkWorker>();
        services.AddSingleton(provider => new ViewArea("worklist", "/", Permission.ReadWorklist, WorklistViews.Parameters, (caller, parts, cancel) => WorklistViews.CountAsync(provider.GetRequiredService<EscalationUseCases>(), caller, parts, cancel)));
        services.AddSingleton(new RecentKind("escalation", "escalation_read", Permission.ReadWorklist, async (db, caller, ids, cancel) =>
        [
            .. (await db.Escalations.SeenBy(caller).Where(row => ids.Contains(row.Id)).Join(db.Patients, row => row.PatientId, patient => patient.Id, (row, patient) => new { row, patient }).ToListAsync(cancel))
                .Select(pair => new NamedThing(pair.row.Id, pair.patient.Id, new SearchHit($"/escalations/{pair.row.Id}", pair.row.TriggerName, $"Escalation · {caller.NameOf(pair.patient)}"))),
        ]));
        services.AddSingleton(new PageLink("/handover", "Hand-over of the shift", Permission.ReadWorklist, "report I-PASS print"));
        services.AddSingleton(new PageLink("/silences", "Silences", Permission.ReadWorklist, "maintenance mute"));
        services.AddSingleton(new PageLink("/wall", "Wall board", Permission.ReadWorklist, "display screen"));
        services.AddSingleton(provider => new NavItem("/", "Worklist", "worklist", 10, "w", Permission.ReadWorklist, async (caller, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var open = await db.Escalations.SeenBy(caller).Awake().CountAsync(cancel);
            return new NavBadge(open, await db.Escalations.SeenBy(caller).Speaking().AnyAsync(row => row.OwnerId == null && row.Severity == "critical", cancel));
        }));
        services.AddSingleton(provider => new NavItem("/operations", "Operations", "alert", 62, "o", Permission.None, async (caller, cancel) =>
        {
            if (OperationUseCases.Closed(caller) is not null)
                return default;
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var open = await db.OperationalTasks.Where(task => task.ClosedAt == null).Select(task => task.Severity).ToListAsync(cancel);
            return new NavBadge(open.Count, open.Any(severity => severity is "critical" or "high"));
        }));
        return services;
    }
}
