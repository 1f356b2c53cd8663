using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals.Scheduling;

/// <summary>Times of services, and their booking, over HTTP.</summary>
public static class SlotEndpoints
{
    /// <param name="Csv">A file whose first line names its columns: service, specialty, start, end, place, type, status.</param>
    /// <param name="DryRun">Tells what would come of it.</param>
    public sealed record SlotsBody(string? Csv, bool? DryRun);

    /// <param name="Reason">Needed where the stage has its limit.</param>
    public sealed record BookingBody(string? SlotId, string? Reason, int? ExpectedVersion)
    {
        public BookingBody()
            : this(null, null, null)
        {
        }
    }

    public static void MapSlots(this IEndpointRouteBuilder app)
    {
        var services = app.MapGroup("/api/v1/services").RequireAuthorization().WithTags("Directory of services");
        services.MapGet("/{id}/slots", async (string id, ClaimsPrincipal user, SlotUseCases slots, CancellationToken cancel, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
            await slots.ListAsync(Caller.From(user), id, from, until, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        services.MapPost("/slots", async (SlotsBody body, ClaimsPrincipal user, SlotUseCases slots, HttpContext http, CancellationToken cancel) =>
            Problems.From(await slots.ImportAsync(Caller.From(user), body.Csv ?? "", body.DryRun ?? false, cancel), http));
        var referrals = app.MapGroup("/api/v1/referrals").RequireAuthorization().WithTags("Referrals");
        referrals.MapGet("/{id}/times", async (string id, ClaimsPrincipal user, BookingUseCases bookings, HttpContext http, CancellationToken cancel, DateTimeOffset? from = null) =>
            Problems.From(await bookings.TimesAsync(Caller.From(user), id, from, cancel), http, view => view.Version));
        referrals.MapPost("/{id}/booking", async (string id, ClaimsPrincipal user, BookingUseCases bookings, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<BookingBody>(http.Request, cancel);
            if (read.Refusal is { } unreadable)
                return Problems.Of(unreadable);
            return (Problems.ExpectedVersion(http) ?? read.Value!.ExpectedVersion) is { } version
                ? Problems.From(await bookings.BookAsync(Caller.From(user), id, read.Value!.SlotId ?? "", new ReferralInput(version, read.Value.Reason), cancel), http)
                : Problems.Of(new Refusal("invalid", "Say which version you saw: If-Match or expectedVersion."));
        });
    }
}
