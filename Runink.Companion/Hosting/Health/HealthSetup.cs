namespace Runink.Companion.Hosting.Health;

public static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection("Health").Get<HealthOptions>() ?? new HealthOptions());
        services.AddSingleton<StoreHeartbeat>();
        services.AddSingleton<PlaceWatch>();
        services.AddSingleton<ClockWatch>();
        services.AddHostedService<HeartbeatWorker>();
        services.AddHostedService<PlaceWorker>();
        services.AddHealthChecks().AddCheck<StoreHealth>("Store").AddCheck<PlaceHealth>("Places").AddCheck<WorkerHealth>("Workers").AddCheck<MemoryHealth>("Memory")
            .AddCheck<ClockHealth>("Clock").AddCheck<OutboxHealth>("Outbox").AddCheck<QuarantineHealth>("Quarantine");
        return services;
    }
}
