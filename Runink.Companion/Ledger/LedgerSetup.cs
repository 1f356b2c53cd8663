using Runink.Companion.Ledger.Anchors;
using Runink.Companion.Ledger.AuditEvents;
using Runink.Companion.Ledger.Evidence;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger;

public static class LedgerSetup
{
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LedgerFacets>();
        services.AddSingleton<LedgerUseCases>();
        services.AddSingleton<EvidenceUseCases>();
        services.AddSingleton<AuditEventProjection>();
        services.AddSingleton<AuditEventUseCases>();
        services.AddSingleton(provider => provider.GetRequiredService<AuditEventUseCases>().Source);
        services.AddSingleton(configuration.GetSection(AuditRepositoryOptions.Section).Get<AuditRepositoryOptions>() ?? new AuditRepositoryOptions());
        services.AddSingleton<AuditRepositoryWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditRepositoryWorker>());
        services.AddSingleton<LedgerSigner>();
        services.AddSingleton<CheckpointWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointWorker>());
        services.AddSingleton<LedgerWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerWatch>());
        services.AddAnchors(configuration.GetSection(AnchorOptions.Section).Get<AnchorOptions>() ?? new AnchorOptions());
        services.AddHealthChecks().AddCheck<LedgerHealth>("Ledger");
        services.AddSingleton(new NavItem("/audit", "Audit", "audit", 60, "a", Permission.ReadLedger));
        return services;
    }

    private static void AddAnchors(this IServiceCollection services, AnchorOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => TimestampLog.Beside(provider.GetRequiredService<CheckpointFile>().Path));
        if (options.File is { Length: > 0 } file)
            services.AddSingleton<LedgerAnchor>(new FileAnchor(file));
        if (options.Syslog is { } server)
            services.AddSingleton<LedgerAnchor>(new SyslogAnchor(server));
        if (options.TimestampAuthority is { } authority)
        {
            services.AddSingleton<LedgerAnchor>(provider => new TimestampAnchor(
                authority, provider.GetRequiredService<TimestampLog>(), new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })));
        }

        services.AddSingleton<AnchorWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<AnchorWorker>());
    }
}
