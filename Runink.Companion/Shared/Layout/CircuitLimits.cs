using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Routing;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Companion.Shared.Live;

namespace Runink.Companion.Shared.Layout;

/// <summary>Counts live connections by person, and shows a page that says so instead of one more when there are too many.</summary>
public static class CircuitLimits
{
    private const string Page = "/too-many-pages";

    public static IApplicationBuilder UseCircuitLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var open = http.RequestServices.GetRequiredService<OpenCircuits>();
        if (http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal))
        {
            await ConnectAsync(http, open, next);
            return;
        }

        var isPage = http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null && http.AcceptsInteractiveRouting() && http.User.Identity is { IsAuthenticated: true };
        if (isPage && open.IsFull)
            http.Response.Redirect($"{Page}?from={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");
        else
            await next(http);
    });

    /// <summary>A live connection lasts as long as its request.</summary>
    private static async Task ConnectAsync(HttpContext http, OpenCircuits open, RequestDelegate next)
    {
        // Who is nobody goes on to the authorization, which turns away; initializers and the like are no connections.
        if (http.User.Identity is not { IsAuthenticated: true } || http.Request.Path != "/_blazor" || HttpMethods.IsPost(http.Request.Method) || HttpMethods.IsDelete(http.Request.Method))
        {
            await next(http);
            return;
        }

        var person = Caller.From(http.User).Id;
        if (!open.TryConnect(person))
        {
            await RateLimits.RejectAsync(http, TimeSpan.FromSeconds(30));
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            open.Disconnect(person);
        }
    }
}
