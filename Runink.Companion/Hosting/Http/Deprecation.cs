using System.Globalization;

namespace Runink.Companion.Hosting.Http;

/// <summary>An endpoint that will go, see Docs/Api.md: since when it is not to be used any more, when it goes, and what takes its place.</summary>
public sealed record DeprecatedEndpoint(DateTimeOffset Since, DateTimeOffset Sunset, string? Successor);

public static class Deprecation
{
    /// <summary>Says with each answer that this endpoint will go (RFC 9745 and RFC 8594).</summary>
    public static TBuilder Deprecated<TBuilder>(this TBuilder endpoint, DateTimeOffset since, DateTimeOffset sunset, string? successor = null)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DeprecatedEndpoint(since, sunset, successor));

    public static IApplicationBuilder UseDeprecation(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DeprecatedEndpoint>() is { } going)
        {
            var headers = http.Response.Headers;
            headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{going.Since.ToUnixTimeSeconds()}");
            headers["Sunset"] = going.Sunset.ToString("R", CultureInfo.InvariantCulture);
            if (going.Successor is { } successor)
                headers.Append("Link", $"<{successor}>; rel=\"successor-version\"");
        }

        return next(http);
    });
}
