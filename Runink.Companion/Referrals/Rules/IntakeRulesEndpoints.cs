using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Referrals.Rules;

/// <summary>Intake rules over HTTP; their text is YAML, as triggers' is.</summary>
public static class IntakeRulesEndpoints
{
    /// <param name="Note">For submit: why this change.</param>
    /// <param name="Reason">For emergency: why it cannot wait.</param>
    public sealed record RulesBody(string? Yaml, string? Note = null, string? Reason = null);

    public static void MapIntakeRules(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/intake-rules").RequireAuthorization().WithTags("Intake rules");
        group.MapGet("", async (ClaimsPrincipal user, IntakeRulesUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPut("/{id}", async (string id, RulesBody body, ClaimsPrincipal user, IntakeRulesUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), cancel), http, rules => rules.Version));
        group.MapPost("/{id}/submit", async (string id, RulesBody body, ClaimsPrincipal user, IntakeRulesUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SubmitAsync(Caller.From(user), id, body.Yaml ?? "", body.Note, cancel), http));
        group.MapPost("/{id}/emergency", async (string id, RulesBody body, ClaimsPrincipal user, IntakeRulesUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveInEmergencyAsync(Caller.From(user), id, body.Yaml ?? "", Problems.ExpectedVersion(http), body.Reason, cancel), http, rules => rules.Version));
    }
}
