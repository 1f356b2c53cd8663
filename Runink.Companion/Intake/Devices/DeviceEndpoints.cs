using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Intake.Devices;

/// <summary>Devices over HTTP: which there are, whose they are, how their clocks go.</summary>
public static class DeviceEndpoints
{
    /// <param name="Patient">Our id, an MRN, or <c>system|value</c>.</param>
    /// <param name="From">Absent: now.</param>
    /// <param name="Until">Absent: until somebody ends it.</param>
    public sealed record PairBody(string? Patient, DateTimeOffset? From, DateTimeOffset? Until, string? Note)
    {
        public PairBody()
            : this(null, null, null, null)
        {
        }
    }

    /// <param name="Until">Absent: now.</param>
    public sealed record EndBody(DateTimeOffset? Until)
    {
        public EndBody()
            : this((DateTimeOffset?)null)
        {
        }
    }

    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/devices").RequireAuthorization().WithTags("Devices");
        group.MapGet("", async (ClaimsPrincipal user, DeviceUseCases useCases, CancellationToken cancel, string? search = null, string? state = null) =>
            await useCases.ListAsync(Caller.From(user), search, state, cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/{id}", async (string id, ClaimsPrincipal user, DeviceUseCases useCases, HttpContext http, CancellationToken cancel) => Problems.From(await useCases.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/{id}/pairings", async (string id, ClaimsPrincipal user, DeviceUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<PairBody>(http.Request, cancel);
            return read.Value is { } body ? Problems.From(await useCases.PairAsync(Caller.From(user), id, body.Patient ?? "", body.From, body.Until, body.Note, cancel), http) : Problems.Of(read.Refusal!);
        });
        group.MapPost("/{id}/pairings/{pairing}/end", async (string id, string pairing, ClaimsPrincipal user, DeviceUseCases useCases, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<EndBody>(http.Request, cancel);
            return read.Value is { } body ? Problems.From(await useCases.EndAsync(Caller.From(user), id, pairing, body.Until, cancel), http) : Problems.Of(read.Refusal!);
        });
    }
}
