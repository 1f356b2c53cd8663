using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Tests.Behaviours;

/// <summary>Who is on call is planned, changed and swapped; whoever it is, is told; and where nobody is, that is work.</summary>
public sealed class SomebodyIsOnCall
{
    private static readonly object Daily = new
    {
        name = "Night round", zone = "Europe/London",
        layers = new[] { new { name = "Days", turns = new[] { new[] { "ana.ruiz" }, ["noah.kim"] }, startsOn = "2026-03-01", handOver = "08:00", unit = "days", every = 1 } },
    };

    [Fact]
    public async Task WhoIsToldChangesAtTheHandOver()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", Daily);
        var directory = hospital.Services.GetRequiredService<Directory>();
        Assert.Equal("noah.kim", Told(directory, hospital));
        Assert.Equal("Noah Kim", (await OnCallAsync(hospital, "night_round")).GetProperty("people")[0].GetProperty("person").GetProperty("name").GetString());
        hospital.Time.Leap(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal("noah.kim", Told(directory, hospital));
        hospital.Time.Leap(TimeSpan.FromSeconds(1));
        Assert.Equal("ana.ruiz", Told(directory, hospital));
        // A mail to the bare name goes there too, once people have been read again.
        await Hospital.EventuallyAsync(
            () =>
            {
                hospital.Time.Advance(TimeSpan.FromSeconds(2));
                return Task.FromResult(directory.Find("on_call(\"night_round\")"));
            },
            mail => mail == "ana.ruiz@sample-hospital.example", "the mail address follows");
        var shifts = await hospital.ItemsAsync("/api/v1/rotas/night_round/shifts?from=2026-03-28T08:00:00Z&until=2026-03-30T07:00:00Z");
        Assert.Equal(["23:00:00", "1.00:00:00"], shifts.Select(shift => (shift.GetProperty("until").GetDateTimeOffset() - shift.GetProperty("from").GetDateTimeOffset()).ToString()));
    }

    [Fact]
    public async Task WhoIsAwayIsReplacedByTheDeputyElseItIsAGapAndWork()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", Daily);
        var directory = hospital.Services.GetRequiredService<Directory>();
        await LeaveAsync(hospital, "noah.kim", "grace.obi");
        Assert.Equal("grace.obi", Told(directory, hospital));
        Assert.Equal("noah.kim", (await OnCallAsync(hospital, "night_round")).GetProperty("people")[0].GetProperty("standsInFor").GetProperty("id").GetString());
        await NoTaskAsync(hospital, "rota/night_round");

        await LeaveAsync(hospital, "noah.kim", null);
        var reach = directory.Reach("on_call(\"night_round\")", "high", hospital.Time.GetUtcNow());
        Assert.Equal("Nobody is on call in Night round until Tue 3 Mar 08:00. Noah Kim is away and nobody stands in.", reach.Why);
        var gap = await TaskAsync(hospital, "rota/night_round", task => task is { IsOpen: true });
        Assert.Equal(("rota-gap", "critical", "/admin/rotas/night_round"), (gap!.Kind, gap.Severity, gap.Href));
        Assert.StartsWith("Nobody is on call in Night round now – Tue 3 Mar 08:00: Noah Kim is away", gap.Headline, StringComparison.Ordinal);
        Assert.Contains("Nobody is on call in Night round now", (await hospital.ItemsAsync("/api/v1/rotas")).Single(rota => rota.GetProperty("id").GetString() == "night_round").GetProperty("warning").GetString(), StringComparison.Ordinal);

        // Somebody takes it: an override for as long as the leave lasts.
        var set = await PostAsync(hospital, "/api/v1/rotas/night_round/overrides", new { personId = "luis.moreno", insteadOfId = "noah.kim", from = Hospital.Morning, until = Hospital.Morning.AddDays(30), reason = "Noah is away" });
        Assert.Equal(HttpStatusCode.OK, set.Status);
        Assert.Equal("luis.moreno", Told(directory, hospital));
        var settled = await TaskAsync(hospital, "rota/night_round", task => task is { IsOpen: false });
        Assert.Equal("Somebody is on call again at all times in the next seven days.", settled!.ClosedReason);
        var id = set.Body.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(hospital, $"/api/v1/rotas/night_round/overrides/{id}/withdraw", new { })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(hospital, $"/api/v1/rotas/night_round/overrides/{id}/withdraw", new { })).Status);
        Assert.True(directory.Reach("night_round", "high", hospital.Time.GetUtcNow()).IsNobody);
    }

    [Fact]
    public async Task WhoCannotBeReachedOnCallIsFoundBeforehand()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", Daily);
        await NoTaskAsync(hospital, "rota/night_round");
        (await hospital.Web.PutAsJsonAsync("/api/v1/people/ana.ruiz", new { login = "ana.ruiz", name = "Ana Ruiz", channels = new[] { new { kind = "phone", value = "020 7946 0000" } } }, Stop)).EnsureSuccessStatusCode();
        var found = await TaskAsync(hospital, "rota/night_round", task => task is { IsOpen: true });
        Assert.Equal(("nobody-reachable", "high"), (found!.Kind, found.Severity));
        Assert.Contains("Ana Ruiz has no address that this program can send to", found.Headline, StringComparison.Ordinal);
        // From the hand-over on it is urgent.
        hospital.Time.Leap(TimeSpan.FromHours(24));
        Assert.StartsWith("Who is on call in Night round now – Wed 4 Mar 08:00 cannot be reached", (await TaskAsync(hospital, "rota/night_round", task => task is { Severity: "critical" }))!.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASwapIsBetweenTwoPeopleAndNobodyElse()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", new { name = "Night round", zone = "UTC", layers = new[] { new { name = "Days", turns = new[] { new[] { "ana.ruiz" }, ["luis.moreno"], ["nora.mills"] }, startsOn = "2026-03-02", handOver = "08:00", unit = "days", every = 1 } } });
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        var (anas, luiss) = (Hospital.Morning.AddDays(3), Hospital.Morning.AddDays(1));
        object Swap(DateTimeOffset from, string other, DateTimeOffset otherFrom) => new { from, until = from.AddDays(1), otherId = other, otherFrom, otherUntil = otherFrom.AddDays(1), note = "Concert" };

        Assert.Equal("The shift that is given away is not, or no longer, of the one who asks.", await RefusedAsync(ana, Swap(luiss, "luis.moreno", luiss)));
        Assert.Equal("The shift that is taken is not, or no longer, of the other person.", await RefusedAsync(ana, Swap(anas, "luis.moreno", anas)));
        Assert.Equal("A shift that has begun is not swapped any more; ask whoever keeps the rota for an override.", await RefusedAsync(ana, Swap(Hospital.Morning.AddHours(-1), "luis.moreno", luiss)));
        var asked = await BodyAsync(await ana.AskAsync(HttpMethod.Post, "/api/v1/rotas/night_round/swaps", Swap(anas, "luis.moreno", luiss)));
        var path = $"/api/v1/rotas/night_round/swaps/{asked.GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.NotFound, (await nora.AskAsync(HttpMethod.Post, $"{path}/accept")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ana.AskAsync(HttpMethod.Post, $"{path}/accept")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await hospital.PostAsync($"{path}/accept", new { })).StatusCode);
        var directory = hospital.Services.GetRequiredService<Directory>();
        Assert.Equal("luis.moreno", directory.Reach("night_round", "high", luiss.AddHours(1)).Recipients.Single().Person!.Id);

        Assert.Equal("accepted", (await BodyAsync(await luis.AskAsync(HttpMethod.Post, $"{path}/accept"))).GetProperty("state").GetString());
        Assert.Equal("ana.ruiz", directory.Reach("night_round", "high", luiss.AddHours(1)).Recipients.Single().Person!.Id);
        Assert.Equal("luis.moreno", directory.Reach("night_round", "high", anas.AddHours(1)).Recipients.Single().Person!.Id);
        Assert.Equal(HttpStatusCode.Conflict, (await luis.AskAsync(HttpMethod.Post, $"{path}/decline")).StatusCode);
        var mine = await BodyAsync(await ana.AskAsync(HttpMethod.Get, "/api/v1/shifts"));
        Assert.Equal("swap", mine.GetProperty("mine")[1].GetProperty("reason").GetString());

        // What was asked for can be overtaken: then it cannot be accepted any more.
        var late = await BodyAsync(await ana.AskAsync(HttpMethod.Post, "/api/v1/rotas/night_round/swaps", Swap(Hospital.Morning.AddDays(6), "nora.mills", Hospital.Morning.AddDays(5))));
        await PostAsync(hospital, "/api/v1/rotas/night_round/overrides", new { personId = "noah.kim", from = Hospital.Morning.AddDays(5), until = Hospital.Morning.AddDays(6), reason = "Course" });
        Assert.Equal(HttpStatusCode.Conflict, (await nora.AskAsync(HttpMethod.Post, $"/api/v1/rotas/night_round/swaps/{late.GetProperty("id").GetString()}/accept")).StatusCode);
        Assert.Equal("withdrawn", (await BodyAsync(await ana.AskAsync(HttpMethod.Post, $"/api/v1/rotas/night_round/swaps/{late.GetProperty("id").GetString()}/withdraw"))).GetProperty("state").GetString());
        await using var db = hospital.Read();
        Assert.Equal(
            ["rota_created", "shift_swap_asked", "shift_swap_accepted", "shift_swap_asked", "rota_override_set", "shift_swap_withdrawn"],
            await db.Ledger.Where(row => row.SubjectType == "rota" && row.SubjectId == "night_round").OrderBy(row => row.Seq).Select(row => row.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task NursesReadAndOnlyWhoKeepsRotasWrites()
    {
        await using var hospital = await Hospital.StartAsync();
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        using var victor = await SignedIn.AtAsync(hospital, "victor.adeyemi");
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        Assert.Equal(HttpStatusCode.OK, (await ana.AskAsync(HttpMethod.Get, "/api/v1/rotas")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ana.AskAsync(HttpMethod.Put, "/api/v1/rotas/night_round", Daily)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await victor.AskAsync(HttpMethod.Get, "/api/v1/rotas")).StatusCode);
        using var made = await nora.AskAsync(HttpMethod.Put, "/api/v1/rotas/night_round", Daily);
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        foreach (var (wrong, why) in new (object, string)[]
        {
            (new { name = "X" , zone = "Mars/Base" }, "Mars/Base is no time zone. Write one like Europe/London."),
            (new { name = "" }, "A rota has a name."),
            (new { name = "X", unit = "Nowhere" }, "There is no unit Nowhere."),
            (new { name = "X", holidayCalendar = "none" }, "There is no calendar none."),
            (new { name = "X", layers = new[] { new { name = "L", turns = new[] { new[] { "nobody" } }, startsOn = "2026-03-02", handOver = "08:00" } } }, "L: there is no active person nobody."),
            (new { name = "X", layers = new[] { new { name = "L", turns = new[] { new[] { "ana.ruiz" } }, startsOn = "2026-03-02", handOver = "08:00", every = 99 } } }, "L: a shift lasts at least an hour and at most 12 weeks."),
            (new { name = "X", layers = new[] { new { name = "L", turns = Array.Empty<string[]>(), startsOn = "2026-03-02", handOver = "08:00" } } }, "L: people take turns, one or up to 10 together, at most 100 turns."),
        })
        {
            using var refused = await nora.AskAsync(HttpMethod.Put, "/api/v1/rotas/other", wrong);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, why), (refused.StatusCode, (await BodyAsync(refused)).GetProperty("title").GetString()));
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nora.AskAsync(HttpMethod.Put, "/api/v1/rotas/Not-A-Name", Daily)).StatusCode);
        using var stale = new HttpRequestMessage(HttpMethod.Put, "/api/v1/rotas/night_round") { Content = JsonContent.Create(Daily) };
        stale.Headers.TryAddWithoutValidation("If-Match", "\"7\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await hospital.Web.SendAsync(stale, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await hospital.PostAsync("/api/v1/rotas/night_round/actions/close", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.AskAsync(HttpMethod.Get, "/api/v1/rotas/night_round/on-call")).StatusCode);
        Assert.Equal("night_round is no team, rota, role or person here.", hospital.Services.GetRequiredService<Directory>().Reach("night_round", "high", Hospital.Morning).Why);
    }

    [Fact]
    public async Task WhomShippedTriggersCallIsOnCallWithAnAddress()
    {
        await using var hospital = await Hospital.StartAsync();
        var directory = hospital.Services.GetRequiredService<Directory>();
        foreach (var rota in new[] { "charge_nurse", "rapid_response", "attending", "medicine", "oncology", "cardiology" })
        {
            for (var hour = 0; hour < 24 * 14; hour++)
            {
                var reach = directory.Reach($"on_call(\"{rota}\")", "high", Hospital.Morning.AddHours(hour));
                Assert.All(reach.Recipients, one => Assert.EndsWith("@sample-hospital.example", one.Address, StringComparison.Ordinal));
                Assert.NotNull(Assert.IsType<Recipient>(reach.Recipients.FirstOrDefault()).Person);
            }
        }

        await using var db = hospital.Read();
        Assert.Empty(await db.OperationalTasks.ToListAsync(Stop));
    }

    [Fact]
    public async Task PublishingNamesTheGapsOfARotaThatATriggerCalls()
    {
        await using var hospital = await Hospital.StartAsync();
        await PutAsync(hospital, "night_round", Daily);
        const string Text = "trigger:\n  name: t\n  when: lab.lactate > 3 mmol/L\n  then: [{action: notify, who: 'on_call(\"night_round\")'}]\n";
        Assert.DoesNotContain("RNK1620", await CheckAsync(hospital, Text), StringComparison.Ordinal);
        await LeaveAsync(hospital, "noah.kim", null);
        var said = await CheckAsync(hospital, Text);
        Assert.Contains("RNK1620", said, StringComparison.Ordinal);
        Assert.Contains("Nobody is on call in Night round now", said, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Told(Directory directory, Hospital hospital)
    {
        var reach = directory.Reach("on_call(\"night_round\")", "high", hospital.Time.GetUtcNow());
        return reach.Why ?? string.Join('+', reach.Recipients.Select(one => one.Person!.Id));
    }

    private static async Task<string> CheckAsync(Hospital hospital, string yaml)
    {
        using var answer = await hospital.PostAsync("/api/v1/triggers/check", new { files = new[] { new { name = "t.yaml", text = yaml } }, yaml, text = yaml });
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private static async Task PutAsync(Hospital hospital, string id, object rota)
    {
        using var answer = await hospital.Web.PutAsJsonAsync($"/api/v1/rotas/{id}", rota, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<JsonElement> OnCallAsync(Hospital hospital, string id) => await hospital.GetAsync($"/api/v1/rotas/{id}/on-call");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Hospital hospital, string path, object body)
    {
        using var answer = await hospital.PostAsync(path, body);
        return (answer.StatusCode, await BodyAsync(answer));
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);

    private static async Task<string?> RefusedAsync(SignedIn who, object swap)
    {
        using var answer = await who.AskAsync(HttpMethod.Post, "/api/v1/rotas/night_round/swaps", swap);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return (await BodyAsync(answer)).GetProperty("title").GetString();
    }

    private static async Task LeaveAsync(Hospital hospital, string person, string? deputy)
    {
        using var answer = await hospital.Web.PutAsJsonAsync($"/api/v1/people/{person}/leave", new { deputyId = deputy, from = Hospital.Morning.AddHours(-1), until = Hospital.Morning.AddDays(30) }, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    /// <summary>The worker that looks wakes by the clock of the hospital, which only moves when it is told to.</summary>
    private static Task<OperationalTask?> TaskAsync(Hospital hospital, string key, Predicate<OperationalTask?> isSo) => Hospital.EventuallyAsync(
        async () =>
        {
            hospital.Time.Advance(TimeSpan.FromSeconds(2));
            await using var db = hospital.Read();
            return await db.OperationalTasks.FirstOrDefaultAsync(task => task.Key == key, Stop);
        },
        task => isSo(task), $"work about {key}");

    private static async Task NoTaskAsync(Hospital hospital, string key)
    {
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(2));
        await using var db = hospital.Read();
        Assert.Null(await db.OperationalTasks.FirstOrDefaultAsync(task => task.Key == key, Stop));
    }
}
