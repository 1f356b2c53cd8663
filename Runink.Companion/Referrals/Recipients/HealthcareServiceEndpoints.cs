using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Pipeline.Commands;

namespace Runink.Companion.Referrals.Recipients;

/// <summary>The directory of who takes referrals over HTTP.</summary>
public static class HealthcareServiceEndpoints
{
    /// <param name="NextOpening">As 2026-12-24.</param>
    /// <param name="Channel">link, fhir, hl7, mail, fax or telephone; link when it is not said.</param>
    /// <param name="OpeningTimes">As Mon-Fri 08:00-12:00 every 30; not 2026-12-25.</param>
    /// <param name="Schedules">What FHIR Schedules of other systems call it: references or identifiers.</param>
    /// <param name="Reminders">When patients are reminded, as 7 d, 24 h; answer by 48 h, or none; empty: so everywhere.</param>
    public sealed record ServiceBody(
        string? Name, string? Specialty, string? Address, string? Postcodes, string? Payers, string? Languages, int? WeeklyCapacity, DateOnly? NextOpening, int? AgeFrom, int? AgeTo, string? Channel, string? Contact, bool? Active,
        string? OpeningTimes = null, string? Schedules = null, string? Reminders = null);

    public static void MapHealthcareServices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/services").RequireAuthorization().WithTags("Directory of services");
        group.MapGet("", async (ClaimsPrincipal user, HealthcareServiceUseCases useCases, CancellationToken cancel) =>
            await useCases.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapPost("", async (ServiceBody body, ClaimsPrincipal user, HealthcareServiceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), Draft(null, body, null), cancel), http, service => service.Version));
        group.MapPut("/{id}", async (string id, ServiceBody body, ClaimsPrincipal user, HealthcareServiceUseCases useCases, HttpContext http, CancellationToken cancel) =>
            Problems.From(await useCases.SaveAsync(Caller.From(user), Draft(id, body, Problems.ExpectedVersion(http)), cancel), http, service => service.Version));
    }

    private static HealthcareServiceDraft Draft(string? id, ServiceBody body, int? expected) => new(
        id, body.Name ?? "", body.Specialty ?? "", body.Address, body.Postcodes, body.Payers, body.Languages, body.WeeklyCapacity, body.NextOpening, body.AgeFrom, body.AgeTo, body.Channel ?? "link", body.Contact, body.Active ?? true, expected, body.OpeningTimes, body.Schedules, body.Reminders);
}
