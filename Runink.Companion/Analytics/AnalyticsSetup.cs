using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

public static class AnalyticsSetup
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.AddSingleton<KpiUseCases>();
        services.AddSingleton(new NavItem("/dashboards/sla", "Dashboards", "dashboards", 50, "d", Permission.ReadKpis));
        return services;
    }
}
