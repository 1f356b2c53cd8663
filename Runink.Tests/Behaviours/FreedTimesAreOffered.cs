using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A time that becomes free is offered to those who wait, one after the other, kept meanwhile, and never given twice.</summary>
public abstract class FreedTimesAreOffered
{
    public sealed class OnSqlite : FreedTimesAreOffered;

    public sealed class OnPostgreSql : FreedTimesAreOffered;

    [Fact]
    public async Task ATimeThatIsGivenBackGoesToTheFirstWhoTakesItAndTheOldTimeToTheNext()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync();
        var (soon, late, later) = (hospital.Time.GetUtcNow().AddDays(3), hospital.Time.GetUtcNow().AddDays(9), hospital.Time.GetUtcNow().AddDays(12));
        var (first, second, third) = (await visits.FreeAsync(soon), await visits.FreeAsync(late), await visits.FreeAsync(later));
        var (leaves, declines, takes) = (await visits.ReadyAsync("Osei"), await visits.ReadyAsync("Brandt", "b@example.org", "de", "urgent"), await visits.ReadyAsync("Castillo", "c@example.org", "es"));
        await visits.BookAsync(leaves, first);
        await visits.BookAsync(declines, third);
        await visits.BookAsync(takes, second);
        await visits.WaitAsync(declines);
        await visits.WaitAsync(takes, suits: "Mon-Fri");
        await visits.ActAsync(leaves, "cancel-visit", "Is away");

        var offer = (await visits.OfferedAsync(declines))!.Value;
        Assert.Equal((soon, 1, "message"), (offer.GetProperty("startsAt").GetDateTimeOffset(), offer.GetProperty("behind").GetInt32(), offer.GetProperty("channel").GetString()));
        Assert.Null(await visits.OfferAsync(takes));
        Assert.Equal("offered", await visits.StatusAsync(first));
        // Kept: nobody else books it, and nobody else is shown it.
        Assert.DoesNotContain((await hospital.GetAsync($"/api/v1/referrals/{leaves}/times")).GetProperty("items").EnumerateArray(), one => one.GetProperty("id").GetString() == first);
        using (var faster = await hospital.PostAsync($"/api/v1/referrals/{leaves}/booking", new { slotId = first, expectedVersion = (await hospital.GetAsync($"/api/v1/referrals/{leaves}")).GetProperty("version").GetInt32() }))
            Assert.Contains("waiting list", await faster.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var link = await visits.LinkAsync(declines);
        Assert.Contains("Ein Termin ist frei geworden", await visits.PageAsync(link), StringComparison.Ordinal);
        Assert.DoesNotContain("done=", await visits.SayAsync($"{link}/cannot-come"), StringComparison.Ordinal);
        Assert.Contains("done=", await visits.SayAsync($"{link}/decline"), StringComparison.Ordinal);
        Assert.Contains("Es hat sich nichts geändert", await visits.PageAsync(link), StringComparison.Ordinal);
        Assert.Equal(later, await visits.VisitAsync(declines));

        await visits.OfferedAsync(takes);
        // Who said no does not take it after all.
        Assert.DoesNotContain("done=", await visits.SayAsync($"{link}/confirm"), StringComparison.Ordinal);
        var itsLink = await visits.LinkAsync(takes);
        Assert.Contains("Ha quedado libre una cita", await visits.PageAsync(itsLink), StringComparison.Ordinal);
        await Task.WhenAll(visits.SayAsync($"{itsLink}/confirm"), visits.SayAsync($"{itsLink}/confirm"), visits.SayAsync($"{itsLink}/confirm"));
        Assert.Equal(soon, await visits.VisitAsync(takes));
        Assert.Contains("Esta es ahora su cita", await visits.PageAsync(itsLink), StringComparison.Ordinal);
        Assert.Equal("booked", await visits.StatusAsync(first));
        // What was given up is earlier than what the other has.
        var moved = (await visits.OfferedAsync(declines))!.Value;
        Assert.Equal(late, moved.GetProperty("startsAt").GetDateTimeOffset());
        await visits.PostAsync($"/api/v1/referrals/{declines}/offers/{moved.GetProperty("id").GetString()}/accept", new { reason = "Said so on the telephone" });
        Assert.Equal(late, await visits.VisitAsync(declines));
        Assert.Equal(("accepted", "accepted"), (await EndedAsync(hospital, declines), await EndedAsync(hospital, takes)));

        Assert.Equal(3, (await hospital.ItemsAsync("/api/v1/ledger?kind=slot_offered")).Count);
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=waitlist_left")).Count);
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        await using var db = hospital.Read();
        Assert.Equal(3, db.SlotBookings.Count(booking => booking.EndedAt != null));
        Assert.Equal(2, db.SlotBookings.Where(booking => booking.EndedAt == null).Select(booking => booking.SlotId).Distinct().Count());
    }

    [Fact]
    public async Task NobodyAnswersAndItGoesOnUntilAPersonIsAsked()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync();
        var id = await visits.ReadyAsync("Osei", "a@example.org");
        await visits.WaitAsync(id);
        for (var number = 1; number <= 3; number++)
        {
            await visits.FreeAsync(hospital.Time.GetUtcNow().AddDays(5));
            var offer = (await visits.OfferedAsync(id))!.Value;
            var link = await visits.LinkAsync(id);
            hospital.Time.Leap(offer.GetProperty("expiresAt").GetDateTimeOffset() - hospital.Time.GetUtcNow());
            Assert.DoesNotContain("done=", await visits.SayAsync($"{link}/confirm"), StringComparison.Ordinal);
            await visits.SoonAsync(() => visits.OfferAsync(id), one => one!.Value.GetProperty("outcome").GetString() == "lapsed", "the lapse");
            // The next day at the same hour: quiet hours stand between.
            hospital.Time.Leap(TimeSpan.FromHours(20));
        }

        Assert.Equal("offers-unanswered", await visits.SoonAsync(() => EndedAsync(hospital, id), because => because is not null, "the end of the entry"));
        Assert.Equal("still-waiting", Assert.Single(await visits.TasksAsync(id)).GetProperty("kind").GetString());
        Assert.Null(await visits.VisitAsync(id));
    }

    [Fact]
    public async Task WhomNoMessageReachesIsCalledAndWhatIsTakenAwayIsNotOfferedAnyMore()
    {
        await using var hospital = await Hospital.StartAsync();
        var visits = new Visits(hospital);
        await visits.OpenAsync();
        var id = await visits.ReadyAsync("Osei");
        using (var refused = await hospital.Web.PutAsync(new Uri($"/api/v1/referrals/{id}/waitlist", UriKind.Relative), new StringContent("{\"channel\":\"message\"}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken))
            Assert.Contains("choose telephone", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await visits.WaitAsync(id, "telephone");
        var start = hospital.Time.GetUtcNow().AddDays(5);
        await visits.FreeAsync(start);
        await visits.OfferedAsync(id);
        var task = Assert.Single(await visits.TasksAsync(id));
        Assert.Equal(("offer-time", "open"), (task.GetProperty("kind").GetString(), task.GetProperty("state").GetString()));
        Assert.Single(await hospital.ItemsAsync("/api/v1/coordination-tasks"));
        Assert.Single(await hospital.ItemsAsync("/api/v1/waitlist"));
        await visits.PostAsync("/api/v1/services/slots", new { csv = $"service,start,end,status\nRiverside,{start:yyyy-MM-dd'T'HH:mm'Z'},{start.AddMinutes(30):yyyy-MM-dd'T'HH:mm'Z'},withdrawn" });
        await visits.SoonAsync(() => visits.OfferAsync(id), one => one!.Value.GetProperty("outcome").GetString() == "withdrawn", "the end of the offer");
        Assert.Equal("not-needed", Assert.Single(await visits.TasksAsync(id)).GetProperty("state").GetString());
        await visits.ActAsync(id, "withdraw-consent");
        Assert.Equal("no-longer-waiting", await visits.SoonAsync(() => EndedAsync(hospital, id), because => because is not null, "the end of the entry"));
    }

    private static async Task<string?> EndedAsync(Hospital hospital, string id) =>
        (await hospital.GetAsync($"/api/v1/referrals/{id}/waitlist")).GetProperty("entry") is { ValueKind: JsonValueKind.Object } entry ? entry.GetProperty("endedBecause").GetString() : null;
}
