using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Runink.Domain.Foundation;

namespace Runink.Companion.Hosting.Http;

/// <summary>Refusals as problem+json (RFC 9457), with the status that fits their code.</summary>
public static class Problems
{
    public static ProblemHttpResult Of(Refusal refusal) => TypedResults.Problem(
        title: refusal.Message,
        statusCode: Status(refusal.Code),
        type: $"urn:runink:problem:{refusal.Code}");

    /// <summary>The value with its version as ETag, or the refusal.</summary>
    public static IResult From<T>(Outcome<T> outcome, HttpContext http, Func<T, int>? version = null)
    {
        if (outcome.Refusal is { } refusal)
            return Of(refusal);
        if (version is not null)
            http.Response.Headers.ETag = $"\"{version(outcome.Value!).ToString(CultureInfo.InvariantCulture)}\"";
        return TypedResults.Ok(outcome.Value);
    }

    /// <summary>The version in If-Match; null when the header is absent.</summary>
    public static int? ExpectedVersion(HttpContext http) =>
        int.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"', 'W', '/'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static int Status(string code) => code switch
    {
        "forbidden" => StatusCodes.Status403Forbidden,
        "not-found" or "unknown-action" => StatusCodes.Status404NotFound,
        "stale-version" => StatusCodes.Status412PreconditionFailed,
        "not-allowed-now" or "approval-required" or "taken" or "already-done" => StatusCodes.Status409Conflict,
        "invalid-address" => StatusCodes.Status400BadRequest,
        "too-long" => StatusCodes.Status413PayloadTooLarge,
        "too-many-requests" => StatusCodes.Status429TooManyRequests,
        "unavailable" or "busy" => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
