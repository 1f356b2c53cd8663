using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Patients;

/// <summary>Numbers of triggers that are otherwise for one patient, over HTTP.</summary>
public static class LimitsEndpoints
{
    /// <param name="Value">With its unit of measure, such as <c>4 mmol/L</c>.</param>
    public sealed record SetBody(string? Trigger, string? Parameter, string? Value, string? Reason, DateTimeOffset? ExpiresAt)
    {
        public SetBody()
            : this(null, null, null, null, null)
        {
        }
    }

    public static void MapLimits(this RouteGroupBuilder patients)
    {
        patients.MapGet("/{id}/parameters", async (string id, ClaimsPrincipal user, LimitsUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        patients.MapPost("/{id}/parameters", async (string id, ClaimsPrincipal user, LimitsUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<SetBody>(http.Request, cancel);
            return read.Value is { } body
                ? Problems.From(await useCases.SetAsync(Caller.From(user), id, body.Trigger ?? "", body.Parameter ?? "", body.Value ?? "", body.Reason ?? "", body.ExpiresAt, cancel), http)
                : Problems.Of(read.Refusal!);
        });
        patients.MapDelete("/{id}/parameters/{override}", async (string id, string @override, ClaimsPrincipal user, LimitsUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.EndAsync(Caller.From(user), id, @override, cancel), http));
    }
}
