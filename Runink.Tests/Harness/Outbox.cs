using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Tests.Harness;

/// <summary>What tests of deliveries have in common: a trigger that calls an endpoint, a row of the outbox, and a look at it.</summary>
internal static class Outbox
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Puts a trigger in force that does so when lactate is above 2, and answers the escalation that a patient opens.</summary>
    public static async Task<JsonElement> FireAsync(Hospital hospital, string action, string severity = "high")
    {
        await PublishAsync(hospital, action, severity);
        return await PatientAsync(hospital);
    }

    /// <summary>Puts a trigger in force that does so when lactate is above 2.</summary>
    public static async Task PublishAsync(Hospital hospital, string action, string severity = "high")
    {
        const string Id = "sepsis-older-ed-patients";
        var text = $"trigger:\n  severity: {severity}\n  when: lab.lactate > 2\n  where: admission_type = \"ED\" AND age > 65\n  then:\n    - {action}\n";
        using (var content = new StringContent(text, Encoding.UTF8, "text/yaml"))
        using (var put = await hospital.Web.PutAsync($"/api/v1/triggers/{Id}", content, Stop))
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync(Stop));
        using (var published = await hospital.PostAsync($"/api/v1/triggers/{Id}/versions/2/publish", new { }))
            Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync(Stop));
    }

    public static async Task<JsonElement> PatientAsync(Hospital hospital, string trigger = "sepsis-older-ed-patients")
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "2.8"));
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}&trigger={trigger}"));
    }

    public static Task<List<string>> WriteAsync(Hospital hospital, string channel, string to, int count = 1, string? escalation = null, string? recipient = null) =>
        hospital.Services.GetRequiredService<StoreWriter>().WriteAsync(
            scope =>
            {
                var ids = new List<string>();
                for (var number = 1; number <= count; number++)
                {
                    var message = new OutboxMessage
                    {
                        Id = scope.Ids.Next(), Channel = channel, To = to, Subject = $"Message {number}", Body = $"Text {number}", EscalationId = escalation, RecipientId = recipient, CreatedAt = scope.Now,
                    };
                    message.Plan(scope.Now);
                    scope.Db.Outbox.Add(message);
                    scope.Announce(new Change("delivery", message.Id));
                    ids.Add(message.Id);
                }

                return ids;
            }, Stop);

    /// <summary>As if the process had not lived to record the attempt.</summary>
    public static Task<bool> RetryAsync(this IServiceProvider services, string id) => services.GetRequiredService<StoreWriter>().WriteAsync(
        scope =>
        {
            scope.Db.Outbox.Single(row => row.Id == id).Retry(scope.Now);
            scope.Announce(new Change("delivery", id));
            return true;
        }, Stop);

    public static Task<OutboxMessage> WhenAsync(Hospital hospital, string channel, Func<OutboxMessage, bool> isSo, string what) => Hospital.EventuallyAsync(
        async () =>
        {
            await using var db = hospital.Read();
            return await db.Outbox.Where(row => row.Channel == channel).OrderBy(row => row.Id).LastAsync(Stop);
        }, isSo, what);

    public static async Task<IReadOnlyList<OutboxMessage>> RowsAsync(Hospital hospital, string channel)
    {
        await using var db = hospital.Read();
        return await db.Outbox.Where(row => row.Channel == channel).OrderBy(row => row.Id).ToListAsync(Stop);
    }
}
