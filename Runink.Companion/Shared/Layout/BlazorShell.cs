using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Layout;

/// <summary>The pages: components, circuits and static files.</summary>
public static class BlazorShell
{
    /// <summary>A trigger's text travels in one message, and may be 256 KiB of multi-byte text.</summary>
    private const int LargestMessage = 1024 * 1024;

    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = LargestMessage);
        services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            options.SnackbarConfiguration.MaxDisplayedSnackbars = 1;
            options.SnackbarConfiguration.SnackbarVariant = Variant.Filled;
            options.SnackbarConfiguration.ShowTransitionDuration = 0;
            options.SnackbarConfiguration.HideTransitionDuration = 0;
        });
        services.AddScoped<LiveFeed>();
        services.AddScoped<Toasts>();
        services.AddScoped<KeySheetState>();
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
