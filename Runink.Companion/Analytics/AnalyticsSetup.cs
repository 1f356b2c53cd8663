using Runink.Companion.Shared.Layout;
using Runink.Companion.Shared.Views;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

public static class AnalyticsSetup
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.AddSingleton<KpiUseCases>();
        services.AddSingleton<KpiCurationUseCases>();
        foreach (var (name, _) in DashboardPage.Dashboards)
            services.AddSingleton(new ViewArea($"dashboard-{name}", $"/dashboards/{name}", name == "audit" ? Permission.ReadLedger : Permission.ReadKpis, ["compare", "days", "shift", "unit"], null));
        services.AddSingleton(new PageLink("/dashboards/referrals", "Referral process", Permission.ReadKpis, "dashboard conversion leakage ageing payers"));
        services.AddSingleton(new PageLink("/dashboards/triggers", "Trigger quality", Permission.ReadKpis, "dashboard useful PPV overridden quiet"));
        services.AddSingleton(new PageLink("/dashboards/command", "Command centre", Permission.ReadKpis, "dashboard now"));
        services.AddSingleton(new PageLink("/dashboards/audit", "Audit dashboard", Permission.ReadKpis | Permission.ReadLedger, "refused exports looks"));
        services.AddSingleton(new NavItem("/dashboards/sla", "Dashboards", "dashboards", 50, "d", Permission.ReadKpis));
        return services;
    }
}
