using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger;

public static class LedgerSetup
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerFacets>();
        services.AddSingleton<LedgerUseCases>();
        services.AddHostedService<CheckpointWorker>();
        services.AddSingleton(new NavItem("/audit", "Audit", "audit", 60, "a", Permission.ReadLedger));
        return services;
    }
}
