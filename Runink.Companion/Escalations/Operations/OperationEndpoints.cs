using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Escalations.Operations;

/// <summary>Operational tasks over HTTP.</summary>
public static class OperationEndpoints
{
    public sealed record ReasonBody(string? Reason)
    {
        public ReasonBody()
            : this((string?)null)
        {
        }
    }

    public static void MapOperationalTasks(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/operational-tasks").RequireAuthorization().WithTags("Operational tasks");
        group.MapGet("", async (ClaimsPrincipal user, OperationUseCases useCases, CancellationToken cancel, string? status = null) =>
            await useCases.ListAsync(Caller.From(user), status, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPost("/{id}/actions/{action}", async (string id, string action, ClaimsPrincipal user, OperationUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ReasonBody>(http.Request, cancel);
            return read.Refusal is { } unreadable
                ? Problems.Of(unreadable)
                : Problems.From(await useCases.ActAsync(Caller.From(user), id, action, read.Value!.Reason, Problems.ExpectedVersion(http), cancel), http, row => row.Version);
        });
    }
}
