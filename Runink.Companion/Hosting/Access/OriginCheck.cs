using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Access;

/// <summary>What a browser sends along by itself is worth nothing where another site may have asked for it.</summary>
public static class OriginCheck
{
    private static readonly Refusal Foreign = new("forbidden", "This was asked for by a page of another site.");
    private static readonly Refusal NoToken = new("forbidden", "A cookie opens pages. At this address it counts with an antiforgery token only; machines send a key.");

    /// <summary>Refuses writing requests and live connections from pages of other origins, unless they carry a key or token of their own.</summary>
    public static IApplicationBuilder UseOriginCheck(this IApplicationBuilder app, string? baseUrl)
    {
        var site = baseUrl is { Length: > 0 } && Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null;
        return app.Use((http, next) =>
        {
            var origin = http.Request.Headers.Origin.ToString();
            if (origin.Length == 0 || http.Request.Headers.ContainsKey("Authorization") || IsReading(http))
                return next(http);
            return IsOurs(origin, http, site) ? next(http) : Problems.Of(Foreign).ExecuteAsync(http);
        });
    }

    /// <summary>After authentication: a cookie on the addresses of machines needs the antiforgery token, also for reading.</summary>
    public static IApplicationBuilder UseCookieCheck(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (AccessSetup.IsForMachines(http.Request.Path) && http.User.Identity is { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme })
        {
            try
            {
                await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
            }
            catch (AntiforgeryValidationException)
            {
                await Problems.Of(NoToken).ExecuteAsync(http);
                return;
            }
        }

        await next(http);
    });

    private static bool IsReading(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)) && !http.WebSockets.IsWebSocketRequest
        && !string.Equals(http.Request.Headers.Upgrade, "websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(string origin, HttpContext http, string? site) =>
        string.Equals(origin, $"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase) || (site is not null && string.Equals(origin, site, StringComparison.OrdinalIgnoreCase));
}
