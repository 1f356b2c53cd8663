using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Runink.Companion.Shared.Views;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Layout;

/// <summary>The pages: components, circuits and static files.</summary>
public static class BlazorShell
{
    /// <summary>What somebody types into a field; the text of a trigger, which may be longer, comes as a stream.</summary>
    private const int LargestMessage = 128 * 1024;

    public static IServiceCollection AddShell(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection(CircuitLimitOptions.Section).Get<CircuitLimitOptions>() ?? new CircuitLimitOptions();
        services.AddSingleton(limits);
        services.AddSingleton<OpenCircuits>();
        services.AddScoped<ThisCircuit>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<ThisCircuit>());
        services.AddRazorComponents().AddInteractiveServerComponents(options =>
        {
            options.DisconnectedCircuitMaxRetained = limits.RetainedMost;
            options.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(limits.RetainedMinutes);
            // State of pages that were closed is of patients: it is not kept for later.
            options.PersistedCircuitInMemoryMaxRetained = 0;
        });
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 1;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
            options.SnackbarConfiguration.ShowTransitionDuration = 0;
            options.SnackbarConfiguration.HideTransitionDuration = 0;
        });
        services.AddSingleton<WorkPulse>();
        services.AddScoped<LiveFeed>();
        services.AddSingleton<Presence>();
        services.AddScoped<Toasts>();
        services.AddSingleton<SavedViewUseCases>();
        services.AddScoped<KeySheetState>();
        services.AddSingleton<RecentThings>();
        services.AddSingleton(PageLink.Source);
        services.TryAddSingleton<ChangeFeed>();
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Call it after authentication and authorization are in the pipeline.</summary>
    public static WebApplication MapShell(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        // Pages are read, never posted to: what is posted to an address like /sign-in is answered by an endpoint of the host.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get]));
        });
        return app;
    }
}
