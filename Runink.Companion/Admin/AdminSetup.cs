using Runink.Companion.Hosting;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin;

public static class AdminSetup
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminUseCases>();
        services.AddHealthChecks().AddCheck<StoreHealth>("Store").AddCheck<MemoryHealth>("Memory");
        services.AddSingleton(new NavItem("/admin", "Admin", "admin", 70, null, Permission.Administer));
        return services;
    }
}
