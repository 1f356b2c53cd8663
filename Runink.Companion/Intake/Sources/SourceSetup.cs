using Runink.Companion.Intake.Sources.Http;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Intake.Sources;

public static class SourceSetup
{
    public static IServiceCollection AddSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<Dictionary<string, SourceOptions>>(configuration.GetSection("Intake:Sources"));
        services.AddSingleton<SourceBook>();
        services.AddSingleton<RowProcessor>();
        services.AddSingleton<SourceTokens>();
        services.AddSingleton<SourceReaders>();
        services.AddSingleton<SourcePull>();
        services.AddSingleton<SourceWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<SourceWorker>());
        services.AddSingleton(provider => new SourceUseCases(
            provider.GetRequiredService<SourceBook>(), provider.GetRequiredService<SourceReaders>(), provider.GetRequiredService<SourceWorker>(), provider.GetRequiredService<RowProcessor>(),
            provider.GetRequiredService<Domain.Store.CompanionStore>(), provider.GetRequiredService<Domain.Store.Writing.StoreWriter>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHealthChecks().AddCheck<SourceHealth>("Sources");
        return services;
    }
}
