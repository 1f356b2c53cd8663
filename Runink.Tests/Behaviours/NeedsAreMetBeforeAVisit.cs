using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What a patient needs before a visit is somebody's work with a time, and is said aloud where it is still open a day before.</summary>
public abstract class NeedsAreMetBeforeAVisit
{
    private const string Open = "A need before the visit is open";

    public sealed class OnSqlite : NeedsAreMetBeforeAVisit;

    public sealed class OnPostgreSql : NeedsAreMetBeforeAVisit;

    [Fact]
    public async Task AnInterpreterIsAskedForWhereNobodySpeaksWithThePatient()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync("none", "en, es");
        var start = hospital.Time.GetUtcNow().AddDays(5);
        var (turkish, spanish) = (await visits.ReadyAsync("Yilmaz", language: "tr"), await visits.ReadyAsync("Castillo", language: "es"));
        var slot = await visits.FreeAsync(start);
        await visits.BookAsync(turkish, slot);
        await visits.BookAsync(spanish, await visits.FreeAsync(start.AddHours(1)));
        var task = Assert.Single(await visits.SoonAsync(() => visits.TasksAsync(turkish), found => found.Count == 1 && found[0].GetProperty("dueAt").ValueKind == JsonValueKind.String, "the task"));
        Assert.Equal(("interpreter", "Interpreter for Turkish at Riverside", start.AddDays(-1)), (task.GetProperty("kind").GetString(), task.GetProperty("text").GetString(), task.GetProperty("dueAt").GetDateTimeOffset()));
        Assert.Empty(await visits.TasksAsync(spanish));

        // It is due before the visit wherever that goes, and an exception while it is open a day before.
        var moved = await visits.FreeAsync(start.AddDays(2));
        await visits.BookAsync(turkish, moved);
        await visits.SoonAsync(() => visits.TasksAsync(turkish), found => found[0].GetProperty("dueAt").GetDateTimeOffset() == start.AddDays(1), "the new time");
        hospital.Time.Leap(start.AddDays(1).AddMinutes(1) - hospital.Time.GetUtcNow());
        await visits.SoonAsync(() => ExceptionsAsync(hospital, turkish), found => found.Contains(Open), "the exception");
        Assert.DoesNotContain(Open, await ExceptionsAsync(hospital, spanish));
        await visits.PostAsync($"/api/v1/referrals/{turkish}/tasks/{task.GetProperty("id").GetString()}/done", new { });
        await visits.SoonAsync(() => ExceptionsAsync(hospital, turkish), found => !found.Contains(Open), "the end of the exception");
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{turkish}&kind=referral_raise_need_open"));
    }

    [Fact]
    public async Task AnInterpreterGoesWhereThePatientGoes()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync("none", "en");
        var elsewhere = (await visits.PostAsync("/api/v1/services", new { name = "Harbour", specialty = "Cardiology", languages = "tr" })).GetProperty("id").GetString();
        var id = await visits.ReadyAsync("Yilmaz", language: "tr");
        await visits.SoonAsync(() => StatesAsync(visits, id), found => found is ["open"], "the task");
        await ChooseAsync(elsewhere);
        await visits.SoonAsync(() => StatesAsync(visits, id), found => found is ["not-needed"], "the end of the task");
        await ChooseAsync(visits.Service);
        await visits.SoonAsync(() => StatesAsync(visits, id), found => found is ["open"], "the task again");
        var task = Assert.Single(await visits.TasksAsync(id));
        // What a person has said stands.
        await visits.PostAsync($"/api/v1/referrals/{id}/tasks/{task.GetProperty("id").GetString()}/not-needed", new { reason = "The daughter comes along" });
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("not-needed", Assert.Single(await StatesAsync(visits, id)));

        async Task ChooseAsync(string? service) =>
            await visits.PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId = service, reason = "Nearer", expectedVersion = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32() });
    }

    [Fact]
    public async Task WhatSomebodyTellsIsTakenDoneNotNeededOrCouldNotBeDone()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync("none");
        var id = await visits.ReadyAsync("Osei");
        foreach (var (kind, text, words) in new[] { ("transport", "", "Say what is needed"), ("helicopter", "Fast", "A need is one of") })
        {
            using var refused = await hospital.PostAsync($"/api/v1/referrals/{id}/tasks", new { kind, text });
            Assert.Contains(words, await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await visits.PostAsync($"/api/v1/referrals/{id}/tasks", new { kind = "transport", text = "Taxi with room for a wheelchair" });
        var task = Assert.Single(await visits.TasksAsync(id));
        Assert.Equal(JsonValueKind.Null, task.GetProperty("dueAt").ValueKind);
        var path = $"/api/v1/referrals/{id}/tasks/{task.GetProperty("id").GetString()}";
        await visits.PostAsync($"{path}/take", new { });
        using (var refused = await hospital.PostAsync($"{path}/could-not", new { }))
            Assert.Contains("Say why", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await visits.PostAsync($"{path}/could-not", new { reason = "No taxi has a ramp" });
        using (var again = await hospital.PostAsync($"{path}/done", new { }))
            Assert.Contains("has dealt with it already", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await visits.PostAsync($"{path}/reopen", new { });
        Assert.Single(await hospital.ItemsAsync("/api/v1/coordination-tasks"));
        await visits.PostAsync($"{path}/not-needed", new { reason = "The son drives" });
        Assert.Empty(await hospital.ItemsAsync("/api/v1/coordination-tasks"));
        await using var db = hospital.Read();
        Assert.Contains("Taxi with room for a wheelchair: No taxi has a ramp", db.ReferralEvents.Where(row => row.ReferralId == id).Select(row => row.Text));
    }

    private static async Task<string?[]> StatesAsync(Visits visits, string id) => [.. (await visits.TasksAsync(id)).Select(task => task.GetProperty("state").GetString())];

    private static async Task<IReadOnlyList<string?>> ExceptionsAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString())];
}
