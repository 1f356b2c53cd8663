namespace Runink.Companion.Hosting.Http;

/// <summary>Headers on every answer: nothing from outside, nothing framed, nothing of a patient kept in a cache.</summary>
public static class SecurityHeaders
{
    private const string Common =
        "default-src 'self'; img-src 'self' data:; font-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; worker-src 'self' blob:; "
        + "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'; ";

    /// <summary>The editor's loader evaluates the modules that it fetched from here; only its pages allow that.</summary>
    private const string EditorPages = "/triggers";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers.ContentSecurityPolicy = Common + (http.Request.Path.StartsWithSegments(EditorPages, StringComparison.Ordinal)
                ? "script-src 'self' 'unsafe-eval'"
                : "script-src 'self'");
            if (!headers.ContainsKey("Cache-Control"))
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        await next(http);
    });
}
