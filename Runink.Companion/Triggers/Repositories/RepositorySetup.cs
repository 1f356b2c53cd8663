using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Companion.Triggers.Repositories;

public static class RepositorySetup
{
    public static IServiceCollection AddRepositories(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<Dictionary<string, RepositoryOptions>>(configuration.GetSection(RepositoryOptions.Section));
        services.AddSingleton<RepositoryBook>();
        services.AddSingleton<RepositoryCheck>();
        services.AddSingleton<RepositoryFetch>();
        services.AddSingleton<RepositoryHook>();
        services.AddSingleton<RepositoryUseCases>();
        services.AddSingleton<PullRequests>();
        services.AddSingleton<ProposalUseCases>();
        services.AddSingleton<RepositoryWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<RepositoryWorker>());
        services.AddSingleton(new PageLink("/admin/repositories", "Repositories", Permission.Administer, "git GitHub commit pull request branch"));
        return services;
    }
}
