using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Patients are reminded of a visit by themselves, once each, and what a message cannot do becomes a person's task.</summary>
public abstract class PatientsAreReminded
{
    public sealed class OnSqlite : PatientsAreReminded;

    public sealed class OnPostgreSql : PatientsAreReminded;

    [Fact]
    public async Task OnceEachAgainWhenTheVisitMovesAndNeverAfterItWasCancelled()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync("3 d, 24 h");
        var start = hospital.Time.GetUtcNow().AddDays(5).AddHours(3);
        var (slot, other) = (await visits.FreeAsync(start), await visits.FreeAsync(start.AddDays(4)));
        var id = await visits.ReadyAsync("Osei", "a@example.org", "de");
        await visits.BookAsync(id, slot);
        hospital.Time.Leap(TimeSpan.FromDays(2).Add(TimeSpan.FromHours(2)));
        Assert.Empty(await MessagesAsync(hospital, id));
        hospital.Time.Leap(TimeSpan.FromHours(1));
        var first = await visits.SoonAsync(() => MessagesAsync(hospital, id), found => found.Count == 1, "the first reminder");
        Assert.Equal(("reminder", "de", "Runink Companion"), (first[0].GetProperty("kind").GetString(), first[0].GetProperty("language").GetString(), first[0].GetProperty("createdBy").GetString()));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(20));
        Assert.Single(await MessagesAsync(hospital, id));

        // Elsewhere it is another visit, with reminders of its own.
        await visits.BookAsync(id, other);
        hospital.Time.Leap(start.AddDays(1) - hospital.Time.GetUtcNow());
        await visits.SoonAsync(() => MessagesAsync(hospital, id), found => found.Count == 2, "the reminder of the moved visit");
        Assert.Contains("Ihr Termin", await visits.PageAsync(await visits.LinkAsync(id)), StringComparison.Ordinal);
        // At night it waits; the visit is cancelled meanwhile, and it is not sent.
        await visits.BookAsync(id, await visits.FreeAsync(start.AddDays(6).AddHours(11)));
        hospital.Time.Leap(start.AddDays(3).AddHours(11) - hospital.Time.GetUtcNow());
        await visits.SoonAsync(() => MessagesAsync(hospital, id), found => found.Count == 3, "the reminder at night");
        Assert.Equal("pending", (await MessagesAsync(hospital, id))[0].GetProperty("sent").GetString());
        await visits.ActAsync(id, "cancel-visit", "Is away");
        Assert.Equal("skipped", (await MessagesAsync(hospital, id))[0].GetProperty("sent").GetString());
        hospital.Time.Leap(TimeSpan.FromDays(3));
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(3, (await MessagesAsync(hospital, id)).Count);
        Assert.Equal(3, (await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_reminder_sent")).Count);
    }

    [Fact]
    public async Task WhoWantsNoMessagesIsCalled()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync();
        var start = hospital.Time.GetUtcNow().AddDays(9);
        var id = await visits.ReadyAsync("Osei", "a@example.org");
        await visits.BookAsync(id, await visits.FreeAsync(start));
        using (var preferred = await hospital.Web.PutAsync(new Uri($"/api/v1/referrals/{id}/contact-preference", UriKind.Relative), new StringContent("{\"noMessages\":true}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken))
            Assert.True(preferred.IsSuccessStatusCode);
        using (var byHand = await hospital.PostAsync($"/api/v1/referrals/{id}/messages", new { kind = "reminder" }))
            Assert.Contains("wants no messages", await byHand.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        hospital.Time.Leap(start.AddDays(-7) - hospital.Time.GetUtcNow());
        var task = Assert.Single(await visits.SoonAsync(() => visits.TasksAsync(id), found => found.Count == 1, "the task"));
        Assert.Equal("tell-visit", task.GetProperty("kind").GetString());
        Assert.Contains("by telephone: the patient wants no messages", task.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Empty(await MessagesAsync(hospital, id));
        var done = await visits.PostAsync($"/api/v1/referrals/{id}/tasks/{task.GetProperty("id").GetString()}/done", new { reason = "Spoke with the daughter" });
        Assert.Equal("done", done.GetProperty("items")[0].GetProperty("state").GetString());
        await using var db = hospital.Read();
        Assert.Equal(0, db.Outbox.Count(message => message.ReferralId == id && message.Who == OutboxMessage.ThePatient));
    }

    [Fact]
    public async Task WhoDoesNotAnswerIsAskedByAPersonAndWhoDoesIsNot()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync("4 d; answer by 48 h");
        var start = hospital.Time.GetUtcNow().AddDays(6);
        var (silent, says) = (await visits.ReadyAsync("Osei", "a@example.org"), await visits.ReadyAsync("Brandt", "b@example.org"));
        await visits.BookAsync(silent, await visits.FreeAsync(start));
        await visits.BookAsync(says, await visits.FreeAsync(start.AddHours(1)));
        await visits.ActAsync(silent, "claim");
        hospital.Time.Leap(TimeSpan.FromDays(2).Add(TimeSpan.FromHours(1)));
        await visits.SoonAsync(() => MessagesAsync(hospital, says), found => found.Count == 1, "the reminder");
        Assert.Contains("done=yes", await visits.SayAsync($"{await visits.LinkAsync(says)}/confirm"), StringComparison.Ordinal);
        hospital.Time.Leap(TimeSpan.FromDays(2));
        var task = Assert.Single(await visits.SoonAsync(() => visits.TasksAsync(silent), found => found.Count == 1, "the task"));
        Assert.Equal("ask-visit", task.GetProperty("kind").GetString());
        Assert.NotEqual(JsonValueKind.Null, task.GetProperty("owner").ValueKind);
        Assert.Empty(await visits.TasksAsync(says));
        // Answered late, nobody is called any more.
        await visits.SayAsync($"{await visits.LinkAsync(silent)}/confirm");
        await visits.SoonAsync(() => visits.TasksAsync(silent), found => found[0].GetProperty("state").GetString() == "done", "the end of the task");
    }

    private static Task<IReadOnlyList<JsonElement>> MessagesAsync(Hospital hospital, string id) => hospital.ItemsAsync($"/api/v1/referrals/{id}/messages");
}
