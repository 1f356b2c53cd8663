using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Triggers;

/// <summary>Numbers of a trigger that a unit has otherwise, over HTTP.</summary>
public static class ParameterEndpoints
{
    /// <param name="Value">With its unit of measure, such as <c>4 mmol/L</c>.</param>
    public sealed record SetBody(string? Unit, string? Value, string? Reason, DateTimeOffset? ExpiresAt)
    {
        public SetBody()
            : this(null, null, null, null)
        {
        }
    }

    public static void MapParameters(this RouteGroupBuilder triggers)
    {
        triggers.MapGet("/{id}/parameters", async (string id, ClaimsPrincipal user, ParameterUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        triggers.MapPost("/{id}/parameters/{name}", async (string id, string name, ClaimsPrincipal user, ParameterUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<SetBody>(http.Request, cancel);
            return read.Value is { } body
                ? Problems.From(await useCases.SetAsync(Caller.From(user), id, name, body.Unit ?? "", body.Value ?? "", body.Reason ?? "", body.ExpiresAt, cancel), http)
                : Problems.Of(read.Refusal!);
        });
        triggers.MapDelete("/{id}/parameters/overrides/{override}", async (string id, string @override, ClaimsPrincipal user, ParameterUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.EndAsync(Caller.From(user), id, @override, cancel), http));
    }
}
