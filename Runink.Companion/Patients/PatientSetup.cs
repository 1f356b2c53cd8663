using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Evidence;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Patients;

public static class PatientSetup
{
    public static IServiceCollection AddPatients(this IServiceCollection services)
    {
        services.AddSingleton<PatientUseCases>();
        services.AddSingleton<PatientSeries>();
        services.AddSingleton(provider => new EvidenceSource("patient", async (caller, id, cancel) =>
        {
            var found = await provider.GetRequiredService<PatientUseCases>().FindAsync(caller, id, cancel);
            return found.Value is { } view ? new List<EvidenceRecord> { EvidenceRecord.Json("patient.json", view) } : found.Refusal!;
        }));
        services.AddSingleton<BreakGlassUseCases>();
        services.AddSingleton<ExplanationUseCases>();
        services.AddSingleton<LimitsUseCases>();
        services.AddSingleton<IdentityCommandHandler>();
        services.AddSingleton<IdentityUseCases>();
        services.AddSingleton<LikelySamePerson>();
        services.AddHostedService<LikelySamePersonWorker>();
        services.AddSingleton(provider => new NavItem("/identity", "Identity", "identity", 42, null, Permission.DecideIdentity, async (_, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var waiting = IdentityReviewQueries.Waiting(db);
            return new NavBadge(await waiting.CountAsync(cancel), await waiting.AnyAsync(IdentityReview.IsConflict, cancel));
        }));
        services.AddSingleton(provider => new NavItem("/audit/break-glass", "Access reviews", "lock", 52, null, Permission.ReviewAccess, async (caller, cancel) =>
            await provider.GetRequiredService<BreakGlassUseCases>().CountAsync(caller, cancel) is var (waiting, urgent) ? new NavBadge(waiting, urgent) : default));
        services.AddSingleton(new NavItem("/patients", "Patients", "patients", 40, "p", Permission.ReadPatients));
        services.AddSingleton(new RecentKind("patient", "patient_read", Permission.ReadPatients, async (db, caller, ids, cancel) =>
        [
            .. (await db.Patients.SeenBy(db, caller).Where(row => ids.Contains(row.Id)).ToListAsync(cancel))
                .Select(row => new NamedThing(row.Id, row.Id, new SearchHit($"/patients/{row.Id}", row.Name, row.Mrn is { } mrn ? $"Patient · {mrn}" : "Patient"))),
        ]));
        services.AddSingleton(provider => new SearchSource("Patients", 10, Permission.ReadPatients, async (caller, text, cancel) =>
        {
            var found = await provider.GetRequiredService<PatientUseCases>().ListAsync(caller, text, cancel);
            return
            [
                .. (found.Value ?? []).Take(8).Select(row => new SearchHit(
                    $"/patients/{row.Card.Id}", row.Card.Name,
                    string.Join(" · ", new[] { row.Card.AgeSex, row.Card.Mrn, row.Encounter?.Unit, row.Encounter?.Bed }.Where(part => !string.IsNullOrEmpty(part))))),
            ];
        }));
        return services;
    }
}
