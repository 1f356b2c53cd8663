using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Health;
using Runink.Companion.Hosting.SampleHospital;
using Runink.Companion.Intake.Contracts;
using Runink.Companion.Intake.Feeds;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting;

/// <summary>What must be true before the doors open: the schema is new, the triggers are in force, the sample hospital is furnished.</summary>
public static partial class HostStartup
{
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancel)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Runink.Companion.Opening");
        foreach (var warning in services.GetRequiredService<Vocabulary>().Warnings)
            LogName(log, warning.Line, warning.Message);
        services.GetRequiredService<CompanionStore>().Migrate();
        var profile = services.GetRequiredService<ProfileOptions>();
        if (profile is { IsSample: true, SampleMessages: true })
            await SampleHistory.LiveAsync(services.GetRequiredService<CompanionStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow(), cancel);
        if (profile.IsSample)
            await SamplePeople.SeedAsync(services.GetRequiredService<StoreWriter>(), services.GetRequiredService<RotaCommandHandler>(), services.GetRequiredService<SiteOptions>().TimeZone, cancel);
        services.GetRequiredService<Directory>().SendsOver(services.GetRequiredService<EndpointBook>().Reachable.Concat(services.GetRequiredService<PushOptions>().IsOn ? ["browser"] : []));
        await services.GetRequiredService<PeopleDirectory>().RefreshAsync(cancel);
        await services.GetRequiredService<OpenedPatients>().RefreshAsync(cancel);
        var broken = await services.GetRequiredService<TriggerCatalog>().LoadAsync(services.GetRequiredService<CompanionStore>(), cancel);
        foreach (var id in broken)
            LogBroken(log, id);
        foreach (var id in await FeedProfileCommandHandler.LoadAsync(services.GetRequiredService<CompanionStore>(), services.GetRequiredService<FeedProfiles>(), cancel))
            LogBroken(log, $"The feed profile {id}");
        foreach (var id in await services.GetRequiredService<FeedContractCommandHandler>().LoadAsync(services.GetRequiredService<CompanionStore>(), cancel))
            LogBroken(log, $"The feed contract {id}");
        await services.GetRequiredService<FhirTransactionProcessor>().RecoverIndexAsync(cancel);
        // It notes since when feeds can be heard, whenever somebody asks for them.
        services.GetRequiredService<FeedReader>();
        services.GetRequiredService<ContractHours>();
        if (profile.IsSample)
        {
            await SamplePacks.PublishAsync(services.GetRequiredService<CompanionStore>(), services.GetRequiredService<TriggerCommandHandler>(), cancel);
            await GiveSampleKeyAsync(services, cancel);
        }

        services.GetRequiredService<PlaceWatch>().Remember();
    }

    /// <summary>One key with all scopes, in a file that only this user can read.</summary>
    private static async Task GiveSampleKeyAsync(IServiceProvider services, CancellationToken cancel)
    {
        var file = services.GetRequiredService<DataDirectory>().SampleApiKey;
        var keys = services.GetRequiredService<ApiKeyStore>();
        // One that ended, or that an administrator rotated, is exchanged in the file too.
        if (File.Exists(file) && await keys.FindAsync((await File.ReadAllTextAsync(file, cancel)).Trim(), cancel) is { } kept && kept.Decide(services.GetRequiredService<TimeProvider>().GetUtcNow()) == ApiKeyState.Live)
            return;
        var secret = (await keys.CreateAsync("Sample key", Scopes.All, null, Actor.System, cancel)).Value!.Secret;
        await File.WriteAllTextAsync(file, secret + "\n", cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Site vocabulary, line {Line}: {Finding}")]
    private static partial void LogName(ILogger log, int line, string finding);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Name} can no longer be read and is not in force")]
    private static partial void LogBroken(ILogger log, string name);
}
