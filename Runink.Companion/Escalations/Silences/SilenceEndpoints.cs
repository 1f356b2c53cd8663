using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Escalations;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Companion.Escalations.Silences;

/// <summary>Silences over HTTP.</summary>
public static class SilenceEndpoints
{
    /// <param name="Patient">Our id of the patient.</param>
    /// <param name="Until">Or <paramref name="Minutes"/> from its beginning.</param>
    public sealed record SilenceBody(
        SilenceKind? Kind, string? Trigger, string? Unit, string? Patient, bool? CoversCritical, string? Reason, DateTimeOffset? From, DateTimeOffset? Until, int? Minutes);

    public static void MapSilences(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/silences").RequireAuthorization().WithTags("Silences");
        group.MapGet("", async (ClaimsPrincipal user, SilenceUseCases useCases, CancellationToken cancel, string? state = null) =>
            await useCases.ListAsync(Caller.From(user), state, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPost("", async (SilenceBody body, ClaimsPrincipal user, SilenceUseCases useCases, TimeProvider time, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.MakeAsync(Caller.From(user), Draft(body, time.GetUtcNow()), cancel), http));
        group.MapPost("/{id}/actions/end", async (string id, ClaimsPrincipal user, SilenceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.EndAsync(Caller.From(user), id, cancel), http));
    }

    private static SilenceDraft Draft(SilenceBody body, DateTimeOffset now) => new(
        body.Kind ?? SilenceKind.Silence, Named(body.Trigger), Named(body.Unit), Named(body.Patient), body.CoversCritical ?? false, body.Reason ?? "", body.From,
        body.Until ?? (body.From ?? now).AddMinutes(body.Minutes ?? 0));

    private static string? Named(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
