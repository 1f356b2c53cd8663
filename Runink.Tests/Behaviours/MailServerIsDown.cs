using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A delivery that nobody takes is tried again, then shown to people; it can be tried once more by hand.</summary>
public abstract class MailServerIsDown
{
    public sealed class OnSqlite : MailServerIsDown;

    public sealed class OnPostgreSql : MailServerIsDown;

    [Fact]
    public async Task ItIsTriedAgainAndThenGivenUpInTheOpen()
    {
        // Port 9 (discard) refuses at once: a real connection to a server that is not there.
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Delivery:Smtp:Host"] = "127.0.0.1",
            ["Delivery:Smtp:Port"] = "9",
        });
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));

        await Hospital.EventuallyAsync(() => AttemptsAsync(hospital), attempts => attempts >= 1, "the first attempt");
        for (var round = 0; round < 40 && await AttemptsAsync(hospital) < RetrySchedule.MostAttempts; round++)
        {
            var before = await AttemptsAsync(hospital);
            hospital.Time.Advance(TimeSpan.FromMinutes(18));
            // One mail tries whether the server is back, the others wait for its end: this one's turn comes with the time.
            await Hospital.EventuallyAsync(
                async () =>
                {
                    hospital.Time.Advance(TimeSpan.FromSeconds(5));
                    return await AttemptsAsync(hospital);
                },
                attempts => attempts > before, "another attempt");
        }

        var failed = await hospital.ItemsAsync("/api/v1/escalations?view=delivery-failed");
        Assert.Single(failed);
        Assert.NotEmpty(await hospital.ItemsAsync("/api/v1/ledger?kind=delivery_given_up"));
    }

    private static async Task<int> AttemptsAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.Outbox.Where(message => message.To == "navigator_team@provider.org").Select(message => message.Attempts).FirstOrDefaultAsync(TestContext.Current.CancellationToken);
    }
}
