using Microsoft.AspNetCore.Routing.Template;

namespace Runink.Companion.Hosting.Http;

/// <summary>What is answered where no endpoint is for the method: that there is none at all, or that it is there for other methods.</summary>
internal static class OtherMethods
{
    /// <summary>The methods that the address has, and says so in Allow; empty when there is no such address.</summary>
    public static IReadOnlyList<string> Of(HttpContext http, EndpointDataSource endpoints)
    {
        var door = $"/{http.Request.Path.Value?.Split('/', 3)[1]}";
        var allowed = endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => $"/{endpoint.RoutePattern.RawText?.TrimStart('/')}" is var text && text.StartsWith(door, StringComparison.Ordinal) && !text.Contains("**", StringComparison.Ordinal)
                && new TemplateMatcher(TemplateParser.Parse(text), []).TryMatch(http.Request.Path, []))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (allowed.Count > 0)
            http.Response.Headers.Allow = string.Join(", ", allowed);
        return allowed;
    }

    public static IResult Answer(HttpContext http, EndpointDataSource endpoints)
    {
        var allowed = Of(http, endpoints);
        return allowed.Count == 0
            ? TypedResults.Problem(title: "There is no such address.", statusCode: StatusCodes.Status404NotFound, type: "urn:runink:problem:not-found")
            : TypedResults.Problem(
                title: $"{http.Request.Method} is not for this address; {string.Join(" and ", allowed)} {(allowed.Count == 1 ? "is" : "are")}.", statusCode: StatusCodes.Status405MethodNotAllowed,
                type: "urn:runink:problem:method-not-allowed");
    }
}
