using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Intake.Mllp;
using Runink.Domain.Pipeline.Reception;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Who may hold the door: silence, half frames, long frames, many connections. A good sender is answered all the while.</summary>
public sealed class HostileMllpSenders
{
    [Fact]
    public async Task ASilentConnectionIsClosedAfterSecondsAndOneThatHasDeliveredIsNot()
    {
        await using var hospital = await Hospital.StartAsync();
        await using var silent = await MllpClient.ConnectAsync(hospital.Mllp);
        await using var works = await MllpClient.ConnectAsync(hospital.Mllp);
        Assert.Contains("MSA|AA", await works.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
        await ConnectedAsync(hospital, 2);

        hospital.Time.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await silent.ReceiveAsync());
        hospital.Time.Advance(TimeSpan.FromHours(8));
        Assert.Contains("MSA|AA", await works.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHalfFrameIsRefusedWithItsControlIdWhenItsTimeIsOver()
    {
        await using var hospital = await Hospital.StartAsync();
        await using var slow = await MllpClient.ConnectAsync(hospital.Mllp);
        await slow.SendBytesAsync([0x0B, .. "MSH|^~\\&|LAB|HOSP|||20260302||ORU^R01|C-77|P|2.5\rPID|1|"u8]);
        await ReadingAsync(hospital, 1);
        hospital.Time.Advance(TimeSpan.FromSeconds(40));
        await slow.SendBytesAsync("|7"u8.ToArray());
        await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);

        hospital.Time.Advance(TimeSpan.FromSeconds(21));

        var answer = await slow.ReceiveAsync();
        Assert.Contains("|LAB|HOSP|", answer, StringComparison.Ordinal);
        Assert.Contains("MSA|AE|C-77|The frame had no end block", answer, StringComparison.Ordinal);
        Assert.Null(await slow.ReceiveAsync());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    public async Task ALineEndAfterTheEndBlockDoesNotCloseTheConnection(string after)
    {
        await using var hospital = await Hospital.StartAsync();
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);
        for (var message = 0; message < 3; message++)
        {
            await client.SendBytesAsync([0x0B, .. Encoding.UTF8.GetBytes(Arrival(hospital)), 0x1C, .. Encoding.ASCII.GetBytes(after)]);
            Assert.Contains("MSA|AA", await client.ReceiveAsync(), StringComparison.Ordinal);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
            hospital.Time.Advance(TimeSpan.FromMinutes(5));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AMessageWithoutStartBlockIsRefusedByNameAndTheNextOneIsTaken(bool hasEnd)
    {
        await using var hospital = await Hospital.StartAsync();
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);

        await client.SendBytesAsync([.. "MSH|^~\\&|LAB|HOSP|||20260302||ORU^R01|C-1^x|P|2.5\rPID|1||7\r"u8, .. hasEnd ? new byte[] { 0x1C, 0x0D } : []]);
        if (!hasEnd)
        {
            await ReadingAsync(hospital, 1);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
            hospital.Time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Contains("MSA|AR|C-1^x|Frame without start block", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("MSA|AA", await client.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
        await using var db = hospital.Read();
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
    }

    [Fact]
    public async Task WhenAllPlacesAreTakenTheIdlestMakesRoomAndAWorkingOneStays()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:MaxConnections"] = "5" });
        await using var works = await MllpClient.ConnectAsync(hospital.Mllp);
        await works.SendAsync(Arrival(hospital));
        await using var half = await MllpClient.ConnectAsync(hospital.Mllp);
        await half.SendBytesAsync([0x0B, .. "MSH|"u8]);
        await ReadingAsync(hospital, 1);
        var crowd = new List<MllpClient>();
        for (var one = 0; one < 20; one++)
        {
            hospital.Time.Advance(TimeSpan.FromMilliseconds(10));
            crowd.Add(await MllpClient.ConnectAsync(hospital.Mllp));
            await ConnectedAsync(hospital, Math.Min(5, 3 + one));
            Assert.True(hospital.Services.GetRequiredService<MllpConnections>().Count <= 5);
        }

        await using var late = await MllpClient.ConnectAsync(hospital.Mllp);
        Assert.Contains("MSA|AA", await late.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
        Assert.Contains("MSA|AA", await works.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
        await half.SendBytesAsync([.. Encoding.UTF8.GetBytes(Arrival(hospital)[4..]), 0x1C, 0x0D]);
        Assert.Contains("MSA|AA", await half.ReceiveAsync(), StringComparison.Ordinal);
        foreach (var client in crowd)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task WhenAllAreBusyNobodyIsPushedOut()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:MaxConnectionsPerAddress"] = "2" });
        await using var one = await MllpClient.ConnectAsync(hospital.Mllp);
        await using var two = await MllpClient.ConnectAsync(hospital.Mllp);
        foreach (var client in (MllpClient[])[one, two])
            await client.SendBytesAsync([0x0B, .. "MSH"u8]);
        await ReadingAsync(hospital, 2);

        await using var three = await MllpClient.ConnectAsync(hospital.Mllp);
        Assert.Null(await ReceiveOrCutAsync(three));
        foreach (var client in (MllpClient[])[one, two])
        {
            await client.SendBytesAsync([.. Encoding.UTF8.GetBytes(Arrival(hospital)[3..]), 0x1C, 0x0D]);
            Assert.Contains("MSA|AA", await client.ReceiveAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task UnfinishedLongFramesOfAllTogetherHoldNoMoreThanTheDoorAllows()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:MaxUnfinishedBytes"] = "4194304" });
        var connections = hospital.Services.GetRequiredService<MllpConnections>();
        var flood = new List<MllpClient>();
        var half = new byte[1_500_000];
        half[0] = 0x0B;
        "MSH|"u8.CopyTo(half.AsSpan(1));
        for (var one = 0; one < 20; one++)
        {
            flood.Add(await MllpClient.ConnectAsync(hospital.Mllp));
            var full = await TrySendAsync(flood[^1], half);
            Assert.True(full || one >= 2, "The first two have room.");
            Assert.True(connections.UnfinishedBytes <= 4_194_304);
        }

        await using var good = await MllpClient.ConnectAsync(hospital.Mllp);
        Assert.Contains("MSA|AA", await good.SendAsync(Arrival(hospital)), StringComparison.Ordinal);
        Assert.Contains("connections", (await hospital.GetAsync("/health/ready")).GetProperty("checks").GetProperty("MLLP").GetProperty("description").GetString(), StringComparison.Ordinal);
        await Hospital.EventuallyAsync(() => Task.FromResult(connections.UnfinishedBytes), bytes => bytes > 2_000_000, "two half frames");
        hospital.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains("MSA|AA", await good.SendAsync(Arrival(hospital) + string.Concat(Enumerable.Repeat("\rNTE|1||" + new string('x', 38_000), 50))), StringComparison.Ordinal);
        foreach (var client in flood)
            await client.DisposeAsync();
        await Hospital.EventuallyAsync(() => Task.FromResult(connections.UnfinishedBytes), bytes => bytes == 0, "all room given back");
    }

    [Theory]
    [InlineData("MSH|^~\\&|X|Y|||20260302||ACK^A04^ACK|9|P|2.5\rMSA|AE|1|No\r")]
    [InlineData("MSH|^~\\&|X|Y|||20260302||ACK|9|P|2.5\rMSA|CA|1\r")]
    [InlineData("MSH|^~\\&|X|Y|||20260302||MCF|9|P|2.5\rMSA|AA|1\r")]
    [InlineData("MSH|^~\\&|X|Y|||20260302||RSP^K21|9|P|2.5\rMSA|AA|1\rQAK|1\r")]
    [InlineData("MSH|^~\\&|X|Y|||||9|P|2.5\rMSA|AR|1\r")]
    [InlineData("MSH|^~\\&|X|Y|||20260302||ACK|9|P|2.5\rbroken")]
    [InlineData("\u0006")]
    [InlineData("\u0015")]
    public async Task AnAcknowledgementIsNeverAnsweredAndNeverSetAside(string acknowledgement)
    {
        await using var hospital = await Hospital.StartAsync();
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);
        await client.SendBytesAsync([0x0B, .. Encoding.UTF8.GetBytes(acknowledgement), 0x1C, 0x0D]);
        await client.SendBytesAsync([.. Encoding.UTF8.GetBytes(acknowledgement), 0x1C, 0x0D]);

        Assert.Contains("MSA|AA|A", await client.SendAsync(Arrival(hospital)), StringComparison.Ordinal);

        using var posted = await hospital.Web.PostAsync(new Uri("/api/v1/intake/hl7v2", UriKind.Relative), new StringContent(acknowledgement), Stop);
        Assert.Equal((204, 0), ((int)posted.StatusCode, (await posted.Content.ReadAsByteArrayAsync(Stop)).Length));
        Assert.True(hospital.Services.GetRequiredService<Hl7TransmissionProcessor>().Acknowledgements >= 2);
        await using var db = hospital.Read();
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
    }

    private static string Arrival(Hospital hospital) => Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow());

    private static Task ConnectedAsync(Hospital hospital, int count) =>
        Hospital.EventuallyAsync(() => Task.FromResult(hospital.Services.GetRequiredService<MllpConnections>().Count), found => found == count, $"{count} connections");

    private static Task ReadingAsync(Hospital hospital, int count) =>
        Hospital.EventuallyAsync(() => Task.FromResult(hospital.Services.GetRequiredService<MllpConnections>().Unfinished), found => found == count, $"{count} unfinished messages");

    /// <summary>The door closes whom it refuses, perhaps before all has been sent.</summary>
    private static async Task<bool> TrySendAsync(MllpClient client, byte[] bytes)
    {
        try
        {
            await client.SendBytesAsync(bytes);
            return true;
        }
        catch (Exception cut) when (cut is IOException or SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> ReceiveOrCutAsync(MllpClient client)
    {
        try
        {
            return await client.ReceiveAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
