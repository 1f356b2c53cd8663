using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What must leave leaves soon, the urgent first; a server that refuses, hangs or is away is met in the way that fits.</summary>
public sealed class MailsLeaveBesideEachOther
{
    private const string Team = "navigator_team@provider.org";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyMailsGoOverFewConnections()
    {
        await using var server = new MailServer();
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);

        await WriteAsync(hospital, 60);

        await Hospital.EventuallyAsync(() => Task.FromResult(server.Taken.Count), count => count == 60, "sixty mails");
        Assert.InRange(server.Connections, 1, 4);
        Assert.Equal(60, server.Taken.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task AConnectionThatHangsHoldsUpItsOwnMailOnly()
    {
        await using var server = new MailServer { BeforeGreeting = (number, ended) => number == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended) : Task.CompletedTask };
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);

        await WriteAsync(hospital, 12);

        await Hospital.EventuallyAsync(() => Task.FromResult(server.Taken.Count), count => count == 11, "all but the one that hangs");
    }

    /// <summary>A ward that no mail server knows is a matter for a person, now and not after hours of attempts.</summary>
    [Theory]
    [InlineData("550 5.1.1 no such user", OutboxStatus.Failed)]
    [InlineData("451 4.3.0 later please", OutboxStatus.Pending)]
    public async Task ARefusalForGoodIsGivenUpAtOnceAndOneForNowIsTriedAgain(string answer, OutboxStatus status)
    {
        await using var server = new MailServer { Receiver = _ => answer };
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);

        await WriteAsync(hospital, 1);

        var message = await Hospital.EventuallyAsync(() => FirstAsync(hospital), one => one.Attempts == 1, "one attempt");
        Assert.Equal(status, message.Status);
        Assert.Contains(answer[4..], message.Receipt, StringComparison.Ordinal);
        Assert.Equal(status == OutboxStatus.Failed ? 1 : 0, (await hospital.ItemsAsync("/api/v1/ledger?kind=delivery_given_up")).Count);
    }

    /// <summary>Somebody picks up the phone: the work leaves the list of what failed, and who says so stands in the ledger.</summary>
    [Fact]
    public async Task WhatCouldNotBeSentIsToldByAPerson()
    {
        await using var server = new MailServer { Receiver = _ => "550 5.1.1 no such user" };
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var failed = await Hospital.EventuallyAsync(() => hospital.ItemsAsync("/api/v1/deliveries?status=failed"), rows => rows.Count > 0, "a failed delivery");
        Assert.Single(await hospital.ItemsAsync("/api/v1/escalations?view=delivery-failed"));

        foreach (var row in failed)
        {
            var act = $"/api/v1/deliveries/{row.GetProperty("id").GetString()}/actions/told";
            using (var unsaid = await hospital.PostAsync(act, new { how = "phone" }))
                Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
            using (var told = await hospital.PostAsync(act, new { how = "phone", whom = "Dr Amara" }))
                Assert.Equal(System.Net.HttpStatusCode.OK, told.StatusCode);
            using (var again = await hospital.PostAsync(act, new { how = "phone", whom = "Dr Amara" }))
                Assert.Equal(System.Net.HttpStatusCode.Conflict, again.StatusCode);
        }

        Assert.Empty(await hospital.ItemsAsync("/api/v1/escalations?view=delivery-failed"));
        var kept = (await hospital.ItemsAsync("/api/v1/deliveries?status=told"))[0];
        Assert.EndsWith("told Dr Amara by phone", kept.GetProperty("receipt").GetString(), StringComparison.Ordinal);
        var line = (await hospital.ItemsAsync("/api/v1/ledger?kind=delivery_told"))[0];
        Assert.DoesNotContain("Amara", line.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatIsNoneIsGivenUpAtOnce()
    {
        await using var server = new MailServer();
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);

        await WriteAsync(hospital, 1, "nobody knows this team");

        var message = await Hospital.EventuallyAsync(() => FirstAsync(hospital), one => one.Attempts == 1, "one attempt");
        Assert.Equal((OutboxStatus.Failed, 0), (message.Status, server.Connections));
    }

    [Fact]
    public async Task WhatBelongsToAPatientGoesBeforeTheRest()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new MailServer { BeforeTaking = _ => open.Task };
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(server.Settings) { ["Delivery:AtOnce"] = "1" });
        // One is on its way; the others wait when the septic patient comes.
        await WriteAsync(hospital, 6);
        await Hospital.EventuallyAsync(() => Task.FromResult(server.Connections), count => count == 1, "the first is on its way");
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        await using (var db = hospital.Read())
            Assert.NotEqual(0, await db.Outbox.CountAsync(message => message.EscalationId != null && message.NextAttemptAt <= now, Stop));

        open.SetResult();

        await Hospital.EventuallyAsync(() => Task.FromResult(server.Taken.Count), count => count >= 7, "all mails");
        Assert.True(!server.Taken.ElementAt(1).StartsWith("Mail ", StringComparison.Ordinal), string.Join(" / ", server.Taken));
    }

    [Fact]
    public async Task AServerThatIsAwayIsLeftAloneForAWhile()
    {
        await using var server = new MailServer { BeforeGreeting = (_, _) => throw new IOException("hangs up") };
        await using var hospital = await Hospital.StartAsync(settings: server.Settings);

        await WriteAsync(hospital, 40);
        await Hospital.EventuallyAsync(
            async () =>
            {
                await using var db = hospital.Read();
                return await db.Outbox.CountAsync(message => message.Status == OutboxStatus.Pending && message.NextAttemptAt > Hospital.Morning, Stop);
            },
            waiting => waiting == 40, "all wait");

        // Five failures in a row, and those that were on their way meanwhile.
        Assert.InRange(server.Connections, 5, 9);
        await using (var db = hospital.Read())
            Assert.InRange(await db.Outbox.SumAsync(message => message.Attempts, Stop), 5, 9);
        server.BeforeGreeting = (_, _) => Task.CompletedTask;
        for (var round = 0; round < 40 && server.Taken.Count < 40; round++)
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10));
        await Hospital.EventuallyAsync(() => Task.FromResult(server.Taken.Count), count => count == 40, "all mails, when it is back");
    }

    private static Task<bool> WriteAsync(Hospital hospital, int count, string to = Team) => hospital.Services.GetRequiredService<StoreWriter>().WriteAsync(
        scope =>
        {
            for (var number = 1; number <= count; number++)
            {
                var message = new OutboxMessage { Id = scope.Ids.Next(), Channel = "email", To = to, Subject = $"Mail {number}", Body = "", CreatedAt = scope.Now };
                message.Plan(scope.Now);
                scope.Db.Outbox.Add(message);
                scope.Announce(new Change("delivery", message.Id));
            }

            return true;
        }, Stop);

    private static async Task<OutboxMessage> FirstAsync(Hospital hospital)
    {
        await using var db = hospital.Read();
        return await db.Outbox.OrderBy(message => message.Id).FirstAsync(Stop);
    }
}
