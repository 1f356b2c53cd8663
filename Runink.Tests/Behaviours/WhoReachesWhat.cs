using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Tests.Domain.Triggers;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Every action of the API is found by the program's own list and tried by every role, on a unit and in the whole hospital, and with ids of other units.</summary>
public sealed class WhoReachesWhat
{
    private static readonly (string Of, string Name)[] Known = [("/approvals/", "approve"), ("/escalations/", "claim"), ("/referrals/", "claim"), ("/quarantine", "replay"), ("/people/", "sign-out"), ("/identity/", "same"), ("/deliveries/", "retry")];

    private static readonly string[] Roles = ["nurse", "navigator", "author", "approver", "quality-lead", "auditor", "administrator"];

    /// <summary>
    /// The table beside the cases says who is turned away where. It is what somebody reads who reviews access: a new action stands there before it is let out.
    /// </summary>
    [Fact]
    public async Task EachRoleIsTurnedAwayWhereTheTableSaysSo()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:PersonPerSecond"] = "1000" });
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        var actions = Actions(hospital);
        Assert.True(actions.Count > 100, $"Only {actions.Count} actions were found.");
        var marks = actions.ToDictionary(action => action, _ => new StringBuilder());
        foreach (var (role, unit) in Roles.SelectMany(role => new[] { (role, (string?)null), (role, "4 West") }))
        {
            using var granted = await System.Net.Http.Json.HttpClientJsonExtensions.PutAsJsonAsync(hospital.Web, "/api/v1/people/ana.ruiz/roles", new[] { new { role, unit } }, Stop);
            granted.EnsureSuccessStatusCode();
            foreach (var action in actions)
            {
                using var answer = await AskAsync(ana, action, _ => "none");
                Assert.True((int)answer.StatusCode < 500, $"{role} {action}: {answer.StatusCode}");
                marks[action].Append(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized ? " · |" : " yes |");
            }
        }

        var table = new StringBuilder("# Who is let through where\n\nMade by a test. For each action of the API: each role in the whole hospital, and beside it the same role on one unit. “·” is turned away.\n\n| action |");
        foreach (var role in Roles)
            table.Append(CultureInfo.InvariantCulture, $" {role} | on a unit |");
        table.Append("\n|---|").Insert(table.Length, "---|", Roles.Length * 2).Append('\n');
        foreach (var action in actions)
            table.Append(CultureInfo.InvariantCulture, $"| {action.Method} {action.Route} |{marks[action]}\n");
        var kept = Repository.Path("Runink.Tests/Cases/Access.md");
        if (!File.Exists(kept) || await File.ReadAllTextAsync(kept, Stop) != table.ToString())
        {
            var received = Path.Combine(AppContext.BaseDirectory, "Access.received.md");
            await File.WriteAllTextAsync(received, table.ToString(), Stop);
            Assert.Fail($"Who reaches what is not as {kept} says. Compare it with {received}, and take it over if it is meant.");
        }
    }

    /// <summary>Ids of 4 West in every place of every address, asked for by a nurse of the emergency room: answered like ids that nobody has.</summary>
    [Fact]
    public async Task IdsOfOtherUnitsAreIdsOfNobody()
    {
        const int Tries = 10_000;
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["RateLimits:PersonPerSecond"] = "1000", ["RateLimits:LookBacksPerMinute"] = "600" });
        var ids = await IdsOf4WestAsync(hospital);
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        var actions = Actions(hospital).Where(action => action.Parameters.Count > 0).ToList();
        var nobody = new Dictionary<Action, (HttpStatusCode, string)>();
        foreach (var action in actions)
            nobody[action] = await AnsweredAsync(ana, action, _ => "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        var random = new Random(20_260_302);
        var plan = Enumerable.Range(0, Tries).Select(_ => (Action: actions[random.Next(actions.Count)], Seed: random.Next())).ToList();
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(plan, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (one, _) =>
        {
            var pick = new Random(one.Seed);
            var answered = await AnsweredAsync(ana, one.Action, _ => ids[pick.Next(ids.Count)]);
            if (answered != nobody[one.Action])
                wrong.Add($"{one.Action}: {nobody[one.Action]} became {answered}");
            if ((int)answered.Status is >= 200 and < 300 && !Tells(one.Action))
                wrong.Add($"{one.Action}: {answered.Status}");
        });
        Assert.Empty(wrong.Distinct().Take(20));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Answers that hold nothing but what was asked: a list that is empty, a text without a trigger.</summary>
    private static bool Tells(Action action) => action.Route is "/api/v1/triggers/{id}/backtest" or "/api/v1/triggers/{id}/parameters";

    private static List<Action> Actions(Hospital hospital) =>
    [
        .. hospital.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => Runink.Companion.Hosting.Access.AccessSetup.IsForMachines("/" + endpoint.RoutePattern.RawText!.TrimStart('/')) && !endpoint.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(method => method is not ("HEAD" or "OPTIONS")).Select(method => new Action(
                method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), [.. endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name)], endpoint.RoutePattern)))
            .DistinctBy(action => action.ToString()).OrderBy(action => action.Route, StringComparer.Ordinal).ThenBy(action => action.Method, StringComparer.Ordinal),
    ];

    private static Task<HttpResponseMessage> AskAsync(SignedIn who, Action action, Func<string, string> value)
    {
        var path = "/" + string.Join('/', action.Pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart { Name: "type" } => "Patient",
            // One that there is: an action that nobody knows is answered before anybody asks who wants it.
            RoutePatternParameterPart { Name: "action" or "name" } when action.Route.Contains("/actions/", StringComparison.Ordinal) => Known.FirstOrDefault(known => action.Route.Contains(known.Of, StringComparison.Ordinal)).Name ?? "none",
            RoutePatternParameterPart { Name: "version" } => "1",
            RoutePatternParameterPart parameter => Uri.EscapeDataString(value(parameter.Name)),
            _ => "",
        }))));
        // What is sent is well enough formed to get as far as the question of who sends it.
        if (action.Route == "/fhir/{type}" && action.Method is not ("GET" or "POST"))
            path += "?identifier=none";
        var type = action.Route.EndsWith("/_search", StringComparison.Ordinal) ? "application/x-www-form-urlencoded"
            : !action.Route.StartsWith("/fhir", StringComparison.Ordinal) ? "application/json" : action.Method == "PATCH" ? "application/json-patch+json" : "application/fhir+json";
        var text = type.EndsWith("urlencoded", StringComparison.Ordinal) ? "_count=1" : action.Route.EndsWith("/roles", StringComparison.Ordinal) ? "[]" : action.Route.StartsWith("/api/v1/referrals/", StringComparison.Ordinal) ? "{\"expectedVersion\":1}" : "{}";
        return who.AskAsync(new HttpMethod(action.Method), path, action.Method is "POST" or "PUT" or "PATCH" ? new StringContent(text, Encoding.UTF8, type) : null);
    }

    private static async Task<(HttpStatusCode Status, string Body)> AnsweredAsync(SignedIn who, Action action, Func<string, string> value)
    {
        var used = new List<string>();
        using var answer = await AskAsync(who, action, name =>
        {
            used.Add(value(name));
            return used[^1];
        });
        var body = await answer.Content.ReadAsStringAsync(Stop);
        foreach (var id in used.OrderByDescending(id => id.Length))
            body = body.Replace(id, "ID", StringComparison.Ordinal);
        return (answer.StatusCode, System.Text.RegularExpressions.Regex.Replace(body, "\"traceId\":\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static async Task<List<string>> IdsOf4WestAsync(Hospital hospital)
    {
        for (var i = 0; i < 12; i++)
            await BreakingTheGlass.AdmitAsync(hospital, "4 West");
        // Some came through the emergency room, where a pathway with a referral and a mail began.
        for (var i = 0; i < 6; i++)
        {
            var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
            await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "3.4"), Some.Arrival(mrn, now.AddMinutes(1), patientClass: "I", place: "4 West^^B-2", trigger: "A02"));
        }

        await using var db = hospital.Read();
        var referrals = await db.Referrals.Select(row => row.Id).ToListAsync(Stop);
        var deliveries = await db.Outbox.Select(row => row.Id).ToListAsync(Stop);
        Assert.NotEmpty(referrals);
        Assert.NotEmpty(deliveries);
        return
        [
            .. await db.Patients.Select(row => row.Id).ToListAsync(Stop), .. await db.PatientIdentifiers.Select(row => row.Value).ToListAsync(Stop),
            .. await db.Escalations.Where(row => row.Unit == "4 West").Select(row => row.Id).ToListAsync(Stop), .. referrals, .. deliveries,
            .. await db.Encounters.Select(row => row.Id).ToListAsync(Stop), .. await db.Messages.Select(row => row.Id).ToListAsync(Stop),
            .. await db.FhirResources.Select(row => row.Id).ToListAsync(Stop),
        ];
    }

    private sealed record Action(string Method, string Route, IReadOnlyList<string> Parameters, RoutePattern Pattern)
    {
        public override string ToString() => $"{Method} {Route}";
    }
}
