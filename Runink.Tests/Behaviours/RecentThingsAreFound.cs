using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Patients;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What somebody looked at last is found again at once, as far as they may still see it.</summary>
public abstract class RecentThingsAreFound
{
    public sealed class OnSqlite : RecentThingsAreFound;

    public sealed class OnPostgreSql : RecentThingsAreFound;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheLatestFirstEachOnceAndOnlyOnesOwn()
    {
        await using var hospital = await Hospital.StartAsync();
        var (patients, recent) = (hospital.Services.GetRequiredService<PatientUseCases>(), hospital.Services.GetRequiredService<RecentThings>());
        var now = hospital.Time.GetUtcNow();
        Caller ana = Nurse("ana", "Emergency", now), ben = Nurse("ben", "Emergency", now);
        string[] mrns = [Some.Mrn(), Some.Mrn()];
        await hospital.SendAsync(Some.Arrival(mrns[0], now.AddMinutes(-9), "Alm^Eva"), Some.Arrival(mrns[1], now.AddMinutes(-8), "Berg^Ida"));
        foreach (var mrn in (string[])[mrns[0], mrns[1], mrns[0]])
        {
            Assert.True((await patients.FindAsync(ana, mrn, Stop)).Ok);
            hospital.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(["Eva Alm", "Ida Berg"], (await recent.ListAsync(ana, Stop)).Select(hit => hit.Title));
        Assert.Empty(await recent.ListAsync(ben, Stop));

        // Who moved to another ward is no longer named to this one, however often she was looked at.
        await hospital.SendAsync(Some.Arrival(mrns[0], hospital.Time.GetUtcNow(), "Alm^Eva", place: "Surgery^^S1", trigger: "A02"));
        Assert.Equal(["Ida Berg"], (await recent.ListAsync(ana, Stop)).Select(hit => hit.Title));
        // And whose names were shown is on record.
        Assert.NotEmpty((await hospital.GetAsync("/api/v1/ledger?kind=recent_listed")).GetProperty("items").EnumerateArray());
    }

    private static Caller Nurse(string id, string unit, DateTimeOffset now) =>
        Caller.Of(new Person { Id = id, Login = id, Name = id, Origin = "", CreatedAt = now }, [new RoleOnUnit(Role.Nurse, unit)], null, null);
}
