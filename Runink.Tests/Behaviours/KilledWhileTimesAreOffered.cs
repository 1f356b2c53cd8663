using Runink.Domain.Referrals.Scheduling;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Whenever the program is killed, a freed time is offered to one patient at a time, and booked once.</summary>
public abstract class KilledWhileTimesAreOffered(ITestOutputHelper output)
{
    private const int Kills = 3;

    [Collection(nameof(KillTests))]
    public sealed class OnSqlite(ITestOutputHelper output) : KilledWhileTimesAreOffered(output);

    [Collection(nameof(KillTests))]
    public sealed class OnPostgreSql(ITestOutputHelper output) : KilledWhileTimesAreOffered(output);

    [Fact]
    public async Task ATimeIsOfferedOnceAndBookedOnce()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        output.WriteLine($"seed {seed}");
        var folder = Directory.CreateTempSubdirectory("companion-kill-").FullName;
        var hospital = await CompanionProcess.StartAsync(folder);
        try
        {
            var store = await TestDatabase.StoreAsync(folder);
            var visits = new Visits(hospital.Web, store.Read, _ => { });
            await visits.OpenAsync();
            var ids = new List<string>();
            foreach (var family in new[] { "Osei", "Brandt", "Castillo" })
            {
                ids.Add(await visits.ReadyAsync(family, $"{family}@example.org"));
                await visits.WaitAsync(ids[^1]);
            }

            var now = TimeProvider.System.GetUtcNow();
            await visits.FreeAsync(now.AddDays(5));
            await visits.FreeAsync(now.AddDays(6));
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1500)), TimeProvider.System, TestContext.Current.CancellationToken);
                await hospital.KillAsync();
                await hospital.DisposeAsync();
                hospital = await CompanionProcess.StartAsync(folder);
            }

            var again = new Visits(hospital.Web, store.Read, _ => { }) { Service = visits.Service };
            await again.SoonAsync(() => Task.FromResult(Standing(store).Count), count => count == 2, "the offers");
            foreach (var offer in Standing(store))
            {
                var path = $"/api/v1/referrals/{offer.ReferralId}/offers/{offer.Id}/accept";
                using var first = await hospital.Web.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
                using var second = await hospital.Web.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
                Assert.Equal((true, false), (first.IsSuccessStatusCode, second.IsSuccessStatusCode));
            }

            await using var db = store.Read();
            Assert.Equal([1, 1], db.SlotOffers.GroupBy(offer => offer.SlotId).Select(group => group.Count()));
            Assert.Equal(2, db.SlotBookings.Count(booking => booking.EndedAt == null));
            Assert.Equal(2, db.VisitMessages.Count(message => message.Kind == VisitMessageKind.SlotOffer));
            Assert.Equal(1, db.WaitlistEntries.Count(entry => entry.EndedAt == null));
        }
        finally
        {
            await hospital.KillAsync();
            await hospital.DisposeAsync();
            await TestDatabase.DeleteAsync(folder);
        }
    }

    private static List<SlotOffer> Standing(Runink.Domain.Store.CompanionStore store)
    {
        using var db = store.Read();
        return [.. db.SlotOffers.Where(offer => offer.EndedAt == null)];
    }
}
