using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Intake;
using Runink.Domain.Intake;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A sender that is wrong in one way fills the quarantine with one thing, and it is dealt with as one.</summary>
public abstract class OneCauseIsDealtWithAtOnce
{
    public sealed class OnSqlite : OneCauseIsDealtWithAtOnce;

    public sealed class OnPostgreSql : OneCauseIsDealtWithAtOnce;

    private static readonly Caller Administrator = new("person", "kim.park", "Kim Park", Role.Administrator, null, RolePermissions.Of(Role.Administrator));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MessagesOfOneCauseAreOneGroupWhicheverSegmentItWas()
    {
        await using var house = await Hospital.StartAsync();
        var now = house.Time.GetUtcNow();
        await SendOfNobodyAsync(house, 5);
        await house.SendAsync(Some.Lactate("7", "X1", now, "3.4").Replace("|2.5.1", "|3.0", StringComparison.Ordinal));

        var groups = await house.ItemsAsync("/api/v1/quarantine/groups");

        Assert.Equal([(5, "LAB/HOSP", "PID-3.1"), (1, "LAB/HOSP", "MSH-12")], groups.Select(group => (group.GetProperty("count").GetInt32(), Text(group, "source"), Text(group, "place"))));
        Assert.Equal(5, (await house.ItemsAsync($"/api/v1/quarantine/groups/{Text(groups[0], "key")}")).Count);
        Assert.Equal(6, (await house.ItemsAsync("/api/v1/quarantine")).Count);
        Assert.Empty(await house.ItemsAsync("/api/v1/quarantine/groups/none"));
    }

    [Fact]
    public async Task AllAreSentAgainInTheirOrderAndTheAnswerCountsThoseThatAreRefusedAgain()
    {
        // As when the door refused what it takes by now: two of the five were held back for a reason that is gone.
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now));
        await SendOfNobodyAsync(house, 5);
        await MakeReadableAsync(house, mrn, "N1", "N3");
        var key = Text(Assert.Single(await house.ItemsAsync("/api/v1/quarantine/groups")), "key");

        var answer = await PostAsync(house, $"/api/v1/quarantine/groups/{key}/actions/replay", new { });

        Assert.Equal((5, 2, 3, 0, 0), (Number(answer, "total"), Number(answer, "accepted"), Number(answer, "refused"), Number(answer, "passed"), Number(answer, "left")));
        Assert.Equal(3, Number(Assert.Single(await house.ItemsAsync("/api/v1/quarantine/groups")), "count"));
        await using var db = house.Read();
        Assert.Equal(["N1", "N3"], await db.Messages.Where(row => row.Source == "LAB/HOSP").OrderBy(row => row.Id).Select(row => row.ControlId).ToListAsync(Stop));
        Assert.Equal(2, (await house.ItemsAsync("/api/v1/ledger?kind=message_replayed")).Count);
        Assert.Equal(3, (await house.ItemsAsync("/api/v1/ledger?kind=message_refused_again")).Count);
    }

    [Fact]
    public async Task BytesGoThroughAsTheyCameWhateverTheirCharacterSet()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        var broken = Encoding.Latin1.GetBytes(Some.Arrival(mrn, now, "Müller^Jürgen").Replace("|P|2.5.1", "|P|2.5.1||||||8859/1", StringComparison.Ordinal).Replace("PID|1||" + mrn, "PID|1||", StringComparison.Ordinal));
        await using (var client = await MllpClient.ConnectAsync(house.Mllp))
        {
            await client.SendBytesAsync([0x0B, .. broken, 0x1C, 0x0D]);
            Assert.Contains("MSA|AE|", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        await MakeReadableAsync(house, mrn, $"A{mrn}A04");
        var id = Text(Assert.Single(await house.ItemsAsync("/api/v1/quarantine")), "id");
        var answer = await PostAsync(house, $"/api/v1/quarantine/{id}/actions/replay", new { });

        Assert.True(answer.GetProperty("accepted").GetBoolean());
        await using var db = house.Read();
        Assert.Equal("Müller", (await db.Patients.SingleAsync(Stop)).Family);
    }

    [Fact]
    public async Task AllAreSetAsideWithOneReasonAndNotWithoutOne()
    {
        await using var house = await Hospital.StartAsync();
        await SendOfNobodyAsync(house, 4);
        var path = $"/api/v1/quarantine/groups/{Text(Assert.Single(await house.ItemsAsync("/api/v1/quarantine/groups")), "key")}/actions";
        using (var mute = await house.PostAsync($"{path}/discard", new { reason = " " }))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, mute.StatusCode);
        using (var unknown = await house.PostAsync($"{path}/burn", new { }))
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(4, (await house.ItemsAsync("/api/v1/quarantine")).Count);

        var answer = await PostAsync(house, $"{path}/discard", new { reason = "The analyser was tested." });

        Assert.Equal((4, 4, 0), (Number(answer, "total"), Number(answer, "accepted"), Number(answer, "left")));
        Assert.Empty(await house.ItemsAsync("/api/v1/quarantine/groups"));
        Assert.All(await house.ItemsAsync("/api/v1/quarantine?status=discarded"), row => Assert.Equal("The analyser was tested.", Text(row, "why")));
        Assert.Equal(4, (await house.ItemsAsync("/api/v1/ledger?kind=message_discarded")).Count);
        using var gone = await house.PostAsync($"{path}/replay", new { });
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task NeverMoreThanAThousandAtOnceAndWhoeverStopsItKeepsWhatWasDone()
    {
        await using var house = await Hospital.StartAsync();
        await FillAsync(house, 1003);
        var useCases = house.Services.GetRequiredService<QuarantineGroupUseCases>();
        var key = Assert.Single((await useCases.ListAsync(Administrator, Stop)).Value!).Key;

        using var cancel = new CancellationTokenSource();
        var stopped = (await useCases.DiscardAsync(Administrator, key, "No use.", new Reports(state => { if (state.Done == 7) cancel.Cancel(); }), cancel.Token)).Value!;
        Assert.Equal((1000, 7, 996), (stopped.Total, stopped.Accepted, stopped.Left));
        Assert.NotNull(stopped.Stopped);

        await FillAsync(house, 10, from: 2000);
        var done = (await useCases.DiscardAsync(Administrator, key, "No use.", null, Stop)).Value!;
        Assert.Equal((1000, 1000, 6, null), (done.Total, done.Accepted, done.Left, done.Stopped));
        // The newest six are those that were left: it begins with the oldest.
        Assert.Equal(["Q2004", "Q2005", "Q2006", "Q2007", "Q2008", "Q2009"], (await useCases.RowsAsync(Administrator, key, Stop)).Value!.Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    private static Task SendOfNobodyAsync(Hospital house, int count) =>
        house.SendAsync([.. Enumerable.Range(1, count).Select(at => Some.LactateOfNobody($"N{at}", house.Time.GetUtcNow(), "1.4"))]);

    /// <summary>Gives waiting messages the patient that they lacked: stands for a door that has learnt to read them.</summary>
    private static async Task MakeReadableAsync(Hospital house, string mrn, params string[] controlIds)
    {
        await using var db = house.Read();
        foreach (var row in await db.Quarantine.ToListAsync(Stop))
        {
            var text = Encoding.Latin1.GetString(row.Raw);
            if (!controlIds.Any(id => text.Contains($"|{id}|", StringComparison.Ordinal)))
                continue;
            var raw = Encoding.Latin1.GetBytes(text.Contains("PID|1||^^^", StringComparison.Ordinal) ? text.Replace("PID|1||^^^", $"PID|1||{mrn}^^^", StringComparison.Ordinal) : text.Replace("PID|1||", $"PID|1||{mrn}^^^HOSP^MR", StringComparison.Ordinal));
            db.Attach(row).Property(kept => kept.Raw).CurrentValue = raw;
        }

        await db.SaveChangesAsync(Stop);
    }

    private static async Task FillAsync(Hospital house, int count, int from = 0)
    {
        await using var db = house.Read();
        db.Quarantine.AddRange(Enumerable.Range(from, count).Select(at => new QuarantinedMessage
        {
            Id = $"Q{at:0000}", Door = "mllp", Source = "LAB/HOSP", Kind = "ORU^R01", Hash = $"{at}", Raw = [77], Reason = "The patient has no identifier.", Place = "PID-3.1", At = Hospital.Morning.AddSeconds(at),
        }));
        await db.SaveChangesAsync(Stop);
    }

    private static async Task<JsonElement> PostAsync(Hospital house, string path, object body)
    {
        using var answer = await house.PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private sealed class Reports(Action<QuarantineProgress> take) : IProgress<QuarantineProgress>
    {
        public void Report(QuarantineProgress value) => take(value);
    }
}
