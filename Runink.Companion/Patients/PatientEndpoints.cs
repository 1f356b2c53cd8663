using System.Security.Claims;
using Runink.Companion.Hosting.Access.BreakGlass;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Patients;

/// <summary>Context of a patient over HTTP.</summary>
public static class PatientEndpoints
{
    public static void MapPatients(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/patients").RequireAuthorization().WithTags("Patients");
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, PatientUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapGet("/{id}/timeline", async (string id, ClaimsPrincipal user, PatientUseCases useCases, CancellationToken cancel) =>
        {
            var found = await useCases.FindAsync(Caller.From(user), id, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value!.Timeline, NextCursor = (string?)null });
        });
        group.MapLimits();
        app.MapBreakGlass();
        app.MapIdentity();
        app.MapGet("/api/v1/triggers/{id}/explanation", async (string id, ClaimsPrincipal user, ExplanationUseCases useCases, CancellationToken cancel, string patient = "") =>
        {
            var found = await useCases.ExplainAsync(Caller.From(user), id, patient, cancel);
            return found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Text(found.Value!.ToJson(), "application/json");
        }).RequireAuthorization().WithTags("Triggers");
    }
}
