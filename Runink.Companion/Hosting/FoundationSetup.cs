using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Referrals;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Contracts;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Pipeline.Timers;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting;

/// <summary>Time, ids, the store and the way of a message: what every slice stands on.</summary>
public static class FoundationSetup
{
    public static IServiceCollection AddFoundation(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = configuration["Store:DataDirectory"] is { Length: > 0 } named ? named : Path.Combine(environment.ContentRootPath, "data");
        var data = new DataDirectory(Path.GetFullPath(folder));
        services.AddSingleton(data);
        services.AddSingleton(configuration.Get<ProfileOptions>() ?? new ProfileOptions());
        services.AddSingleton(configuration.GetSection("Site").Get<SiteOptions>() ?? new SiteOptions());
        services.AddSingleton(configuration.GetSection("Memory").Get<MemoryOptions>() ?? new MemoryOptions());
        services.AddSingleton(DirectoryOf(configuration));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<UlidSource>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton(SiteVocabulary.Read(configuration["Site:Vocabulary"]));
        services.AddSingleton(SiteFeedProfiles.Read(configuration["Site:FeedProfiles"]));
        services.AddSingleton(StoreSettings.Open(configuration, data));
        services.AddSingleton<StoreWriter>();
        services.AddSingleton((configuration.GetSection("Ledger").Get<LedgerOptions>() ?? new LedgerOptions()).In(data.Path));
        services.AddSingleton<CheckpointFile>();
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<TriggerCatalog>();
        services.AddSingleton(ReferrerOptions.In(configuration));
        services.AddSingleton(AuthorizationOptions.In(configuration));
        services.AddSingleton(configuration.GetSection(PatientMessageOptions.Section).Get<PatientMessageOptions>() ?? new PatientMessageOptions());
        services.AddSingleton(configuration.GetSection(WaitlistOptions.Section).Get<WaitlistOptions>() ?? new WaitlistOptions());
        services.AddSingleton(configuration.GetSection(DeviceOptions.Section).Get<DeviceOptions>() ?? new DeviceOptions());
        services.AddSingleton(configuration.GetSection(TrayOptions.Section).Get<TrayOptions>() ?? new TrayOptions());
        services.AddSingleton<MessagePipeline>();
        services.AddSingleton<Hl7MessageProcessor>();
        services.AddSingleton<Hl7TransmissionProcessor>();
        services.AddSingleton<FhirLibrary>();
        services.AddSingleton<FhirTransactionProcessor>();
        services.AddSingleton<DueWork>();
        services.AddSingleton<EscalationCommandHandler>();
        services.AddSingleton(services => new ApprovalPolicy((configuration.GetSection(TriggerOptions.Section).Get<TriggerOptions>() ?? new TriggerOptions()).NeedsApproval(services.GetRequiredService<ProfileOptions>())));
        services.AddSingleton<TriggerCommandHandler>();
        services.AddSingleton<FeedProfileCommandHandler>();
        services.AddSingleton<FeedContracts>();
        services.AddSingleton<FeedContractCommandHandler>();
        services.AddSingleton<PolicyCommandHandler>();
        services.AddSingleton<ReviewCommandHandler>();
        services.AddSingleton<RepositoryCommandHandler>();
        services.AddSingleton<RotaCommandHandler>();
        services.AddSingleton<ShadowCommandHandler>();
        services.AddSingleton<ExampleCommandHandler>();
        services.AddSingleton<ParameterCommandHandler>();
        services.AddSingleton<PatientExplainer>();
        services.AddSingleton(new PushKey(data.PushKey));
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(data.Keys)).SetApplicationName("Runink Companion");
        return services;
    }

    /// <summary>Where the settings say that teams are reached; the teams in the store are told to it later.</summary>
    public static Directory DirectoryOf(IConfiguration configuration) => configuration.GetSection("Teams").Get<Directory>() ?? new Directory();

    /// <summary>camelCase, kebab-case enums, instants with offset.</summary>
    public static IServiceCollection AddJson(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        });
        services.AddProblemDetails();
        services.AddApiDocument();
        services.AddSingleton<Idempotency>();
        services.AddHostedService<IdempotencyWorker>();
        return services;
    }
}
