using System.Net.Sockets;
using Runink.Companion.Admin;
using Runink.Companion.Analytics;
using Runink.Companion.CdsHooks;
using Runink.Companion.Delivery;
using Runink.Companion.Discharges;
using Runink.Companion.Escalations;
using Runink.Companion.Escalations.Operations;
using Runink.Companion.Escalations.Silences;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Access.SignIn;
using Runink.Companion.Hosting.Health;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Hosting.Retention;
using Runink.Companion.Hosting.Telemetry;
using Runink.Companion.Hosting.Tls;
using Runink.Companion.Intake.Sources;
using Runink.Companion.Intake;
using Runink.Companion.Intake.Contracts;
using Runink.Companion.Intake.Devices;
using Runink.Companion.Intake.Feeds;
using Runink.Companion.Intake.Webhooks;
using Runink.Companion.Intake.Fhir;
using Runink.Companion.Intake.Mapping;
using Runink.Companion.Intake.Mllp;
using Runink.Companion.Ledger;
using Runink.Companion.Patients;
using Runink.Companion.Referrals;
using Runink.Companion.Referrals.Announcing;
using Runink.Companion.Referrals.Authorizing;
using Runink.Companion.Referrals.Billing;
using Runink.Companion.Referrals.Partners;
using Runink.Companion.Referrals.Rules;
using Runink.Companion.Referrals.Recipients;
using Runink.Companion.Referrals.Scheduling;
using Runink.Companion.Referrals.Tray;
using Runink.Companion.Referrals.Visits;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Layout;
using Runink.Companion.Shared.Views;
using Runink.Companion.Triggers;
using Runink.Companion.Triggers.Policies;
using Runink.Companion.Triggers.Repositories;
using Runink.Domain.Foundation;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting;

/// <summary>The whole app, put together slice by slice.</summary>
public static class CompanionHost
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Exit code when settings stop the start.</summary>
    public const int SettingsAreWrong = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = Arguments.Normalise(args) });
        if (Settings.Problems(builder.Configuration) is { Count: > 0 } problems)
        {
            foreach (var problem in problems)
                await Console.Error.WriteLineAsync(problem);
            return SettingsAreWrong;
        }

        builder.AddCompanion();
        await using var app = builder.Build();
        When.Zone = app.Services.GetRequiredService<SiteOptions>().Zone;
        app.MapCompanion();
        var data = app.Services.GetRequiredService<DataDirectory>();
        var taken = DataLock.Take(data);
        if (taken.Refusal is { } notAlone)
            return await RefuseAsync(notAlone.Message);
        using var alone = taken.Value!;
        PrivateFiles.Close(data);
        using var place = await DataLock.TakePlaceAsync(app.Services.GetRequiredService<CompanionStore>());
        if (place.Refusal is { } refusal)
            return await RefuseAsync(refusal);
        try
        {
            await HostStartup.PrepareAsync(app.Services, CancellationToken.None);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var store = app.Services.GetRequiredService<CompanionStore>();
            return await RefuseAsync($"{store.Dialect.Description} cannot be opened: {StoreFailure.Words(problem)} Restore a copy into a new folder with: store restore --from FILE --data DIR.");
        }

        try
        {
            await app.StartAsync();
            var listener = await app.Services.GetRequiredService<MllpListener>().Listening;
            Console.WriteLine($"Runink Companion is ready: {app.Urls.First()}{(listener is null ? "" : $" (MLLP {listener})")}");
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            return await RefuseAsync($"A port cannot be opened: {problem.Message} Choose another with --urls or --Intake:Mllp:Port.");
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return SettingsAreWrong;
    }

    public static void AddCompanion(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.UseStaticWebAssets();
        // Requests are not logged: their addresses may name a patient. What they did is in the ledger.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Host.UseDefaultServiceProvider(options => options.ValidateOnBuild = true);
        var services = builder.Services;
        // Each takes effect only where it is: under systemd, as a service of Windows.
        services.AddSystemd();
        services.AddWindowsService(service => service.ServiceName = "Runink Companion");
        services.AddFoundation(builder.Configuration, builder.Environment);
        services.AddAccess(builder.Configuration);
        services.AddRateLimits(builder.Configuration);
        services.AddJson();
        services.AddIntake(builder.Configuration);
        services.AddEscalations();
        services.AddDischarges();
        services.AddReferrals();
        services.AddTriggers(builder.Configuration);
        services.AddPatients();
        services.AddDelivery(builder.Configuration);
        services.AddCdsHooks();
        services.AddLedger(builder.Configuration);
        services.AddAnalytics();
        services.AddAdmin();
        services.AddShell(builder.Configuration);
        services.AddLiveAccess();
        services.AddHostedService<SampleHospital.SampleFeed>();
        services.AddHostedService<SampleHospital.SampleColleague>();
        services.AddHostedService<StorePlaceWorker>();
        services.AddHealth(builder.Configuration);
        services.AddSingleton(builder.Configuration.GetSection("Retention").Get<RetentionOptions>() ?? new RetentionOptions());
        services.AddSingleton<Retention.Retention>();
        services.AddHostedService<RetentionWorker>();
        builder.AddTelemetry();
        builder.AddTls();
        services.KeepWorkersGoing();
    }

    public static void MapCompanion(this WebApplication app)
    {
        app.UseReverseProxy();
        app.UseRequestIds();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = Operations.StatusOf });
        app.UseErrorPageForAllMethods();
        app.UseSecurityHeaders();
        app.UsePlainQueries();
        app.UseStatusCodePagesForApis();
        app.UseRefusalLog();
        app.UseOriginCheck(app.Configuration["Site:BaseUrl"]);
        app.UseAuthentication();
        app.UseCookieCheck();
        app.UseRateLimits();
        app.UseCircuitLimits();
        app.UseAuthorization();
        app.UseDeprecation();
        app.UseIdempotency();
        app.MapSignIn();
        app.MapIntake();
        app.MapQuarantine();
        app.MapFeeds();
        app.MapDevices();
        app.MapSources();
        app.MapFhir();
        app.MapEscalations();
        app.MapSilences();
        app.MapDischarges();
        app.MapOperationalTasks();
        app.MapSavedViews();
        app.MapReferrals();
        app.MapTray();
        app.MapAnnouncements();
        app.MapAuthorizations();
        app.MapBilling();
        app.MapHealthcareServices();
        app.MapSlots();
        app.MapVisitMessages();
        app.MapWaitlists();
        app.MapVisits();
        app.MapIntakeRules();
        app.MapContracts();
        app.MapWebhookSources();
        app.MapFeedMapping();
        app.MapPartners();
        app.MapTriggers();
        app.MapPolicies();
        app.MapRepositories();
        app.MapPatients();
        app.MapDeliveries();
        app.MapCdsHooks();
        app.MapLedger();
        app.MapKpis();
        app.MapAdmin();
        app.MapOperations();
        app.MapMetrics();
        app.MapShell();
    }
}
