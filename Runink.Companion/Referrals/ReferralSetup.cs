using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Referrals.Announcing;
using Runink.Companion.Referrals.Assisting;
using Runink.Companion.Referrals.Authorizing;
using Runink.Companion.Referrals.Billing;
using Runink.Companion.Referrals.Partners;
using Runink.Companion.Referrals.Rules;
using Runink.Companion.Referrals.Recipients;
using Runink.Companion.Referrals.Scheduling;
using Runink.Companion.Referrals.Tray;
using Runink.Companion.Referrals.Visits;
using Runink.Companion.Shared.Evidence;
using Runink.Companion.Shared.Layout;
using Runink.Companion.Shared.Views;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

public static class ReferralSetup
{
    public static IServiceCollection AddReferrals(this IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<MessagePipeline>().Referrals);
        services.AddSingleton<ReferralUseCases>();
        services.AddSingleton<ReferralBulkUseCases>();
        services.AddSingleton<WorkLimitCommandHandler>();
        services.AddSingleton<WorkLimitUseCases>();
        services.AddSingleton<ReferralDocumentUseCases>();
        services.AddSingleton<DossierCompiler>();
        services.AddSingleton<DossierUseCases>();
        services.AddSingleton<RoutingUseCases>();
        services.AddSingleton<HealthcareServiceUseCases>();
        services.AddSingleton(provider => provider.GetRequiredService<MessagePipeline>().Bookings);
        services.AddSingleton<BookingUseCases>();
        services.AddSingleton<SlotUseCases>();
        services.AddSingleton(provider => provider.GetRequiredService<MessagePipeline>().VisitMessages);
        services.AddSingleton(provider => provider.GetRequiredService<MessagePipeline>().Waitlist);
        services.AddSingleton<WaitlistUseCases>();
        services.AddSingleton<CoordinationTaskUseCases>();
        services.AddSingleton<VisitMessageUseCases>();
        services.AddSingleton<VisitDoor>();
        services.AddSingleton<IntakeRulesCommandHandler>();
        services.AddSingleton<IntakeRulesUseCases>();
        services.AddSingleton(provider => new ViewArea("referrals", "/referrals", Permission.ReadReferrals, BoardFilter.Parameters, (caller, parts, cancel) => provider.GetRequiredService<ReferralUseCases>()
            .CountAsync(caller, BoardFilter.Of(parts.GetValueOrDefault("view"), parts.GetValueOrDefault("service"), parts.GetValueOrDefault("owner"), parts.GetValueOrDefault("priority")), cancel)));
        services.AddSingleton<PartnerLinkUseCases>();
        services.AddSingleton<PartnerDoor>();
        services.AddSingleton<PartnerReplyUseCases>();
        services.AddSingleton<AnnouncementUseCases>();
        services.AddSingleton<AuthorizationPlans>();
        services.AddSingleton<AuthorizationCommandHandler>();
        services.AddSingleton<ServicesReviewAnswers>();
        services.AddSingleton<AuthorizationUseCases>();
        services.AddSingleton<AuthorizationMetricsUseCases>();
        services.AddSingleton<ChargeCommandHandler>();
        services.AddSingleton<FinancialUseCases>();
        services.AddSingleton(provider => provider.GetRequiredService<MessagePipeline>().Tray);
        services.AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection(AssistedOptions.Section).Get<AssistedOptions>() ?? new AssistedOptions());
        services.AddSingleton<AssistedCommandHandler>();
        services.AddSingleton<AssistedUseCases>();
        services.AddHostedService<AssistedWorker>();
        services.AddSingleton<TrayUseCases>();
        services.AddSingleton<TrayActUseCases>();
        services.AddHostedService<TrayTextWorker>();
        services.AddSingleton(provider => new NavItem("/referrals/tray", "Intake tray", "inbox", 21, "i", Permission.ActOnReferrals, async (caller, cancel) =>
            new NavBadge(await provider.GetRequiredService<TrayUseCases>().CountAsync(caller, cancel), Urgent: false)));
        services.AddSingleton(provider => new EvidenceSource("referral", async (caller, id, cancel) =>
        {
            var found = await provider.GetRequiredService<ReferralUseCases>().FindAsync(caller, id, cancel);
            return found.Value is { } view ? new List<EvidenceRecord> { EvidenceRecord.Json("referral.json", view) } : found.Refusal!;
        }));
        services.AddSingleton(new PageLink("/referrals/new", "New referral", Permission.ActOnReferrals, "refer a patient"));
        services.AddSingleton(new PageLink("/referrals/rules", "Intake rules", Permission.ReadReferrals, "documents priority clocks of referrals"));
        services.AddSingleton(new PageLink("/referrals/tasks", "Tasks before visits", Permission.ReadReferrals, "interpreter transport calls needs of patients"));
        services.AddSingleton(new PageLink("/referrals/services", "Who takes referrals", Permission.ReadReferrals, "directory of services recipients"));
        services.AddSingleton(provider => new NavItem("/referrals", "Referrals", "referrals", 20, "r", Permission.ReadReferrals, async (caller, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var columns = ReferralStates.Board.Select(info => info.State).ToList();
            return new NavBadge(await db.Referrals.SeenBy(db, caller).CountAsync(row => columns.Contains(row.State), cancel), Urgent: false);
        }));
        services.AddSingleton(new RecentKind("referral", "referral_read", Permission.ReadReferrals, async (db, caller, ids, cancel) =>
        [
            .. (await db.Referrals.SeenBy(db, caller).Where(row => ids.Contains(row.Id)).Join(db.Patients, row => row.PatientId, patient => patient.Id, (row, patient) => new { row, patient }).ToListAsync(cancel))
                .Select(pair => new NamedThing(pair.row.Id, pair.patient.Id, new SearchHit($"/referrals/{pair.row.Id}", pair.row.Service, $"Referral · {caller.NameOf(pair.patient)}"))),
        ]));
        services.AddSingleton(provider => new SearchSource("Referrals", 20, Permission.ReadReferrals, (caller, text, cancel) =>
            FindAsync(provider.GetRequiredService<ReferralUseCases>(), caller, text, cancel)));
        return services;
    }

    private static async Task<IReadOnlyList<SearchHit>> FindAsync(ReferralUseCases useCases, Caller caller, string text, CancellationToken cancel)
    {
        var board = await useCases.BoardAsync(caller, new BoardFilter(), cancel);
        return
        [
            .. (board.Value?.Columns ?? []).SelectMany(column => column.Cards.Select(card => (column, card)))
                .Where(pair => pair.card.Service.Contains(text, StringComparison.OrdinalIgnoreCase) || pair.card.Patient.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
                .Take(8)
                .Select(pair => new SearchHit($"/referrals/{pair.card.Id}", pair.card.Service, $"{pair.card.Patient.Name} · {pair.column.Title}")),
        ];
    }
}
