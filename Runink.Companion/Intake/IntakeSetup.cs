using Microsoft.EntityFrameworkCore;
using Runink.Companion.Intake.Contracts;
using Runink.Companion.Intake.Devices;
using Runink.Companion.Intake.Feeds;
using Runink.Companion.Intake.Fhir;
using Runink.Companion.Intake.Folders;
using Runink.Companion.Intake.Mapping;
using Runink.Companion.Intake.Mllp;
using Runink.Companion.Intake.Sources;
using Runink.Companion.Intake.Webhooks;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake;

public static class IntakeSetup
{
    public static IServiceCollection AddIntake(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MllpOptions>(configuration.GetSection("Intake:Mllp"));
        services.AddSingleton(configuration.GetSection(BodyRoomOptions.Section).Get<BodyRoomOptions>() ?? new BodyRoomOptions());
        services.AddSingleton<BodyRoom>();
        services.AddSingleton<MllpConnections>();
        services.AddSingleton<MllpConversation>();
        services.AddSingleton<MllpListener>();
        services.AddHostedService(provider => provider.GetRequiredService<MllpListener>());
        services.Configure<List<FolderOptions>>(configuration.GetSection("Intake:Folders"));
        services.AddSingleton<FileReception>();
        services.AddSingleton<FolderWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<FolderWorker>());
        services.AddSources(configuration);
        services.Configure<Dictionary<string, WebhookSourceOptions>>(configuration.GetSection(WebhookSourceOptions.Section));
        services.AddSingleton<WebhookProof>();
        services.AddSingleton<WebhookSources>();
        services.AddSingleton<WebhookReception>();
        services.AddHealthChecks().AddCheck<MllpHealth>("MLLP").AddCheck<FolderHealth>("Folders").AddCheck<FeedHealth>("Feeds");
        services.AddSingleton<FhirPages>();
        services.AddSingleton<FhirUseCases>();
        services.AddSingleton<QuarantineUseCases>();
        services.AddSingleton<QuarantineGroupUseCases>();
        services.AddSingleton<DeviceReader>();
        services.AddSingleton<DeviceUseCases>();
        services.AddSingleton<DeviceWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<DeviceWatch>());
        services.AddSingleton(new NavItem("/admin/devices", "Devices", "device", 41, null, Permission.ReadPatients));
        services.AddSingleton<FeedReader>();
        services.AddSingleton<ContractHours>();
        services.AddSingleton<ContractWatch>();
        services.AddSingleton<ContractDraft>();
        services.AddSingleton<ContractUseCases>();
        services.AddSingleton<FeedWatchWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedWatchWorker>());
        services.AddSingleton<FeedUseCases>();
        services.AddSingleton<FeedProfileDrafts>();
        services.AddSingleton<FeedMappingUseCases>();
        services.AddSingleton(provider => new NavItem("/admin/feeds", "Feeds", "inbox", 63, null, Permission.MendQuarantine, async (_, cancel) =>
        {
            var troubled = (await provider.GetRequiredService<FeedReader>().LatelyAsync(FeedHealth.Age, cancel)).Count(feed => feed.NeedsSomebody);
            return new NavBadge(troubled, troubled > 0);
        }));
        services.AddSingleton(provider => new NavItem("/admin/quarantine", "Quarantine", "quarantine", 64, null, Permission.MendQuarantine, async (_, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var waiting = await db.Quarantine.CountAsync(message => message.Status == QuarantineStatus.Waiting, cancel);
            return new NavBadge(waiting, waiting > 0);
        }));
        return services;
    }
}
