using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Admin;
using Runink.Companion.Analytics;
using Runink.Companion.Delivery;
using Runink.Companion.Escalations;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Intake;
using Runink.Companion.Intake.Fhir;
using Runink.Companion.Intake.Mllp;
using Runink.Companion.Ledger;
using Runink.Companion.Patients;
using Runink.Companion.Referrals;
using Runink.Companion.Triggers;

namespace Runink.Companion.Hosting;

/// <summary>The whole app, put together slice by slice.</summary>
public static class House
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

        builder.AddHouse();
        await using var app = builder.Build();
        app.MapHouse();
        await Opening.PrepareAsync(app.Services, CancellationToken.None);
        await app.StartAsync();
        var listener = await app.Services.GetRequiredService<MllpListener>().Listening;
        Console.WriteLine($"Runink Companion is ready: {app.Urls.First()}{(listener is null ? "" : $" (MLLP {listener})")}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    public static void AddHouse(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;
        services.AddFoundation(builder.Configuration, builder.Environment);
        services.AddAccess();
        services.AddJson();
        services.AddIntake(builder.Configuration);
        services.AddEscalations();
        services.AddReferrals();
        services.AddTriggers();
        services.AddPatients();
        services.AddDelivery(builder.Configuration);
        services.AddLedger();
        services.AddAnalytics();
        services.AddAdmin();
        services.AddShell();
    }

    public static void MapHouse(this WebApplication app)
    {
        app.UseExceptionHandler("/error");
        app.UseSecurityHeaders();
        app.UseStatusCodePagesForApis();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapAccess();
        app.MapIntake();
        app.MapFhir();
        app.MapEscalations();
        app.MapReferrals();
        app.MapTriggers();
        app.MapPatients();
        app.MapLedger();
        app.MapKpis();
        app.MapOperations();
        app.MapShell();
    }
}
