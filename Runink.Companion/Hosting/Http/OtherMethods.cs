using Microsoft.AspNetCore.Routing.Template;

namespace Runink.Companion.Hosting.Http;

/// <summary>What is answered under /api where no endpoint is: that there is none, or that it is there for other methods.</summary>
internal static class OtherMethods
{
    public static IResult Answer(HttpContext http, EndpointDataSource endpoints)
    {
        var allowed = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } text && text.StartsWith("/api/", StringComparison.Ordinal) && !text.Contains("**", StringComparison.Ordinal)
                && new TemplateMatcher(TemplateParser.Parse(text), []).TryMatch(http.Request.Path, []))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (allowed.Count == 0)
            return TypedResults.Problem(title: "There is no such address.", statusCode: StatusCodes.Status404NotFound, type: "urn:runink:problem:not-found");
        http.Response.Headers.Allow = string.Join(", ", allowed);
        return TypedResults.Problem(
            title: $"{http.Request.Method} is not for this address; {string.Join(" and ", allowed)} {(allowed.Count == 1 ? "is" : "are")}.", statusCode: StatusCodes.Status405MethodNotAllowed,
            type: "urn:runink:problem:method-not-allowed");
    }
}
