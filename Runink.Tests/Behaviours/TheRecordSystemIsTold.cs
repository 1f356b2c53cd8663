using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An escalation goes into the record system over HL7 v2, and counts as delivered when that says so.</summary>
public sealed class TheRecordSystemIsTold
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The record system is another Companion: a real MLLP door that reads what we write.</summary>
    [Theory]
    [InlineData("ORU^R01")]
    [InlineData("MDM^T02")]
    public async Task AnotherSystemReadsIt(string type)
    {
        await using var record = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(record.Mllp.Port, type));

        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: record}");
        var row = await Outbox.WhenAsync(hospital, "mllp", one => one.Attempts == 1, "an attempt");

        Assert.Equal((OutboxStatus.Delivered, hospital.Time.GetUtcNow()), (row.Status, row.DeliveredAt));
        Assert.StartsWith("AA", row.Receipt, StringComparison.Ordinal);
        await using var db = record.Read();
        var message = await db.Messages.SingleAsync(Stop);
        Assert.Equal((row.Id, type[..3]), (message.ControlId, message.Kind[..3]));
        var patient = await db.Patients.SingleAsync(Stop);
        Assert.Equal((escalation.GetProperty("patient").GetProperty("mrn").GetString(), "Marta Oliveira"), (patient.Mrn, patient.Name));
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
    }

    [Theory]
    [InlineData("AE", OutboxStatus.Pending, "answered AE: disk full")]
    [InlineData("AR", OutboxStatus.Failed, "refused it (AR: disk full)")]
    [InlineData("other", OutboxStatus.Pending, "acknowledged another message")]
    [InlineData("nonsense", OutboxStatus.Pending, "no acknowledgement")]
    [InlineData("hang up", OutboxStatus.Pending, "hung up")]
    [InlineData("silence", OutboxStatus.Pending, "did not acknowledge within 1 s")]
    public async Task TheAcknowledgementDecides(string says, OutboxStatus becomes, string receipt)
    {
        using var record = new TcpListener(IPAddress.Loopback, 0);
        record.Start();
        var serving = ServeAsync(record, says);
        await using (var hospital = await Hospital.StartAsync(settings: Settings(((IPEndPoint)record.LocalEndpoint).Port, "ORU^R01", says == "silence" ? 1 : 10)))
        {
            await Outbox.FireAsync(hospital, "{action: webhook, url-name: record}");
            var row = await Outbox.WhenAsync(hospital, "mllp", one => one.Attempts == 1, "an attempt");
            Assert.Equal(becomes, row.Status);
            Assert.Contains(receipt, row.Receipt, StringComparison.Ordinal);
        }

        record.Stop();
        await serving;
    }

    [Fact]
    public async Task NobodyListeningIsTriedAgain()
    {
        await using var hospital = await Hospital.StartAsync(settings: Settings(1, "ORU^R01"));
        await Outbox.FireAsync(hospital, "{action: webhook, url-name: record}");
        var row = await Outbox.WhenAsync(hospital, "mllp", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Pending, "record cannot be reached."), (row.Status, row.Receipt));
    }

    private static async Task ServeAsync(TcpListener record, string says)
    {
        try
        {
            using var client = await record.AcceptTcpClientAsync(Stop);
            await using var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            var text = "";
            while (!text.Contains('\u001c', StringComparison.Ordinal))
                text += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Stop));
            if (says == "hang up")
                return;
            var id = text.Split('|')[9];
            var answer = says switch
            {
                "nonsense" => "HTTP/1.1 400 Bad Request",
                "other" => "MSH|^~\\&|EHR|HOSP|RUNINK||20260302080000||ACK|1|P|2.5.1\rMSA|AA|another\r",
                _ => $"MSH|^~\\&|EHR|HOSP|RUNINK||20260302080000||ACK|1|P|2.5.1\rMSA|{says}|{id}|disk full\r",
            };
            if (says != "silence")
                await stream.WriteAsync((byte[])[0x0B, .. Encoding.UTF8.GetBytes(answer), 0x1C, 0x0D], Stop);
            // Until the other side has had enough.
            while (await stream.ReadAsync(buffer, Stop) > 0)
            {
            }
        }
        catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException)
        {
            // It hung up, or the test ends.
        }
    }

    private static Dictionary<string, string?> Settings(int port, string type, int seconds = 10) => new()
    {
        ["Delivery:Endpoints:record:Kind"] = "mllp",
        ["Delivery:Endpoints:record:Address"] = $"mllp://127.0.0.1:{port}",
        ["Delivery:Endpoints:record:MayCarryPhi"] = "true",
        ["Delivery:Endpoints:record:Timeout"] = $"00:00:{seconds:00}",
        ["Delivery:Endpoints:record:Mllp:MessageType"] = type,
    };
}
