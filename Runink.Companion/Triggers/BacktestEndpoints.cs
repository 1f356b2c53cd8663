using System.Security.Claims;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;

namespace Runink.Companion.Triggers;

/// <summary>
/// Back-tests over HTTP: answered at once, or, with <c>Prefer: respond-async</c>, as a job that can be watched and cancelled.
/// </summary>
public static class BacktestEndpoints
{
    /// <param name="Yaml">The text to replay; without it the draft, else the version in force.</param>
    /// <param name="Outcome">What a firing should have foretold: a name or a condition.</param>
    /// <param name="Against">The version to compare with; without it the one in force.</param>
    public sealed record BacktestBody(DateTimeOffset? From, DateTimeOffset? To, string? Yaml, string? Outcome, int? Against)
    {
        public BacktestBody()
            : this(null, null, null, null, null)
        {
        }
    }

    public static void MapBacktests(this RouteGroupBuilder triggers)
    {
        triggers.MapPost("/{id}/backtest", RunAsync);
        triggers.MapGet("/backtests/{job}", (string job, ClaimsPrincipal user, BacktestJobs jobs, HttpContext http) =>
            Problems.From(jobs.Find(Caller.From(user), job), http));
        triggers.MapDelete("/backtests/{job}", (string job, ClaimsPrincipal user, BacktestJobs jobs, HttpContext http) =>
            Problems.From(jobs.Cancel(Caller.From(user), job), http));
    }

    private static async Task<IResult> RunAsync(
        string id, ClaimsPrincipal user, TriggerUseCases useCases, BacktestJobs jobs, TimeProvider time, HttpContext http, CancellationToken cancel)
    {
        var read = await JsonBody.ReadOrNewAsync<BacktestBody>(http.Request, cancel);
        if (read.Refusal is { } unreadable)
            return Problems.Of(unreadable);
        var body = read.Value!;
        var caller = Caller.From(user);
        var yaml = body.Yaml;
        if (yaml is null)
        {
            var view = await useCases.FindAsync(caller, id, cancel);
            if (view.Refusal is { } refusal)
                return Problems.Of(refusal);
            yaml = view.Value!.Yaml;
        }

        var to = body.To ?? time.GetUtcNow();
        var query = new BacktestQuery(body.From ?? to.AddDays(-30), to, body.Outcome, body.Against);
        if (!http.Request.Headers["Prefer"].ToString().Contains("respond-async", StringComparison.OrdinalIgnoreCase))
            return Problems.From(await useCases.BacktestAsync(caller, id, yaml, query, null, cancel), http);
        var started = jobs.Start(caller, id, yaml, query);
        return started.Refusal is { } refused ? Problems.Of(refused) : TypedResults.Accepted($"/api/v1/triggers/backtests/{started.Value!.Id}", started.Value);
    }
}
