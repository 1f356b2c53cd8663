using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Referrals.Scheduling;

namespace Runink.Companion.Referrals.Scheduling;

/// <summary>Waiting lists, offers of times that became free, and tasks before visits over HTTP.</summary>
public static class WaitlistEndpoints
{
    /// <param name="Earliest">As 2026-12-24; null: as soon as possible.</param>
    /// <param name="Suits">As Mon-Fri 08:00-12:00; Sat. Null: at any time.</param>
    /// <param name="Channel">message or telephone; message when it is not said.</param>
    public sealed record WaitlistBody(DateOnly? Earliest, string? Suits, int? NoticeHours, string? Channel);

    public sealed record ReasonBody(string? Reason)
    {
        public ReasonBody()
            : this((string?)null)
        {
        }
    }

    /// <param name="Kind">interpreter, transport, mobility-aid or other-need.</param>
    public sealed record NeedBody(string? Kind, string? Text, DateTimeOffset? DueAt);

    public sealed record PreferenceBody(bool? NoMessages);

    public static void MapWaitlists(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1").RequireAuthorization().WithTags("Referrals");
        group.MapGet("/waitlist", async (ClaimsPrincipal user, WaitlistUseCases waitlist, CancellationToken cancel) =>
            await waitlist.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/referrals/{id}/waitlist", async (string id, ClaimsPrincipal user, WaitlistUseCases waitlist, HttpContext http, CancellationToken cancel) =>
            Problems.From(await waitlist.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPut("/referrals/{id}/waitlist", async (string id, WaitlistBody body, ClaimsPrincipal user, WaitlistUseCases waitlist, HttpContext http, CancellationToken cancel) =>
            Problems.From(await waitlist.JoinAsync(Caller.From(user), id, new WaitlistDraft(body.Earliest, body.Suits, body.NoticeHours ?? 0, body.Channel ?? WaitlistEntry.ByMessage), cancel), http));
        group.MapDelete("/referrals/{id}/waitlist", async (string id, ClaimsPrincipal user, WaitlistUseCases waitlist, CancellationToken cancel) =>
            (await waitlist.LeaveAsync(Caller.From(user), id, null, cancel)).Refusal is { } refusal ? Problems.Of(refusal) : Results.NoContent()).Produces(StatusCodes.Status204NoContent);
        group.MapPost("/referrals/{id}/offers/{offer}/{answer}", async (string id, string offer, string answer, ClaimsPrincipal user, WaitlistUseCases waitlist, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ReasonBody>(http.Request, cancel);
            return read.Refusal is { } unreadable ? Problems.Of(unreadable) : Problems.From(await waitlist.AnswerAsync(Caller.From(user), id, offer, answer, read.Value!.Reason, cancel), http);
        });
        group.MapGet("/coordination-tasks", async (ClaimsPrincipal user, CoordinationTaskUseCases tasks, CancellationToken cancel) =>
            await tasks.ListAsync(Caller.From(user), cancel) is var found && found.Refusal is { } refusal ? Problems.Of(refusal) : Results.Ok(new { Items = found.Value, NextCursor = (string?)null }));
        group.MapGet("/referrals/{id}/tasks", async (string id, ClaimsPrincipal user, CoordinationTaskUseCases tasks, HttpContext http, CancellationToken cancel) =>
            Problems.From(await tasks.FindAsync(Caller.From(user), id, cancel), http));
        group.MapPost("/referrals/{id}/tasks", async (string id, NeedBody body, ClaimsPrincipal user, CoordinationTaskUseCases tasks, HttpContext http, CancellationToken cancel) =>
            Problems.From(await tasks.AddAsync(Caller.From(user), id, body.Kind ?? "", body.Text ?? "", body.DueAt, cancel), http));
        group.MapPost("/referrals/{id}/tasks/{task}/{action}", async (string id, string task, string action, ClaimsPrincipal user, CoordinationTaskUseCases tasks, HttpContext http, CancellationToken cancel) =>
        {
            var read = await JsonBody.ReadOrNewAsync<ReasonBody>(http.Request, cancel);
            return read.Refusal is { } unreadable ? Problems.Of(unreadable) : Problems.From(await tasks.ActAsync(Caller.From(user), id, task, action, read.Value!.Reason, cancel), http);
        });
        group.MapPut("/referrals/{id}/contact-preference", async (string id, PreferenceBody body, ClaimsPrincipal user, CoordinationTaskUseCases tasks, HttpContext http, CancellationToken cancel) =>
            Problems.From(await tasks.PreferAsync(Caller.From(user), id, body.NoMessages ?? false, cancel), http));
    }
}
