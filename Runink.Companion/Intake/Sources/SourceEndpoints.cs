using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Intake.Sources;

/// <summary>Sources over HTTP.</summary>
public static class SourceEndpoints
{
    /// <param name="From">A watermark; null or empty: from the beginning.</param>
    public sealed record ReplayBody(string? From)
    {
        public ReplayBody()
            : this((string?)null)
        {
        }
    }

    public static void MapSources(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/sources").RequireAuthorization().WithTags("Sources");
        group.MapGet("", async (ClaimsPrincipal user, SourceUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPost("/{name}/test", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.TestAsync(Caller.From(user), name, cancel), http));
        group.MapPost("/{name}/pull", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PullNowAsync(Caller.From(user), name, cancel), http));
        group.MapPost("/{name}/pause", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PauseAsync(Caller.From(user), name, true, cancel), http));
        group.MapPost("/{name}/resume", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.PauseAsync(Caller.From(user), name, false, cancel), http));
        group.MapPost("/{name}/accept-columns", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.AcceptColumnsAsync(Caller.From(user), name, cancel), http));
        group.MapPost("/{name}/replay", async (string name, ClaimsPrincipal user, SourceUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ReplayBody>(http.Request, cancel);
            return read.Refusal is { } unreadable ? Problems.Of(unreadable) : Problems.From(await useCases.ReplayAsync(Caller.From(user), name, read.Value!.From, cancel), http);
        });
    }
}
