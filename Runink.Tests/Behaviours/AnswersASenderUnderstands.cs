using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Original and enhanced mode, batches, and refusals that can be matched to their message, by every door.</summary>
public sealed class AnswersASenderUnderstands
{
    [Theory]
    [InlineData("AL", "AL", "CA AA")]
    [InlineData("AL", "NE", "CA")]
    [InlineData("AL", "", "CA")]
    [InlineData("NE", "AL", "AA")]
    [InlineData("", "AL", "AA")]
    [InlineData("SU", "SU", "CA AA")]
    [InlineData("ER", "ER", "")]
    [InlineData("NE", "NE", "")]
    [InlineData("", "", "AA")]
    public async Task EnhancedModeAnswersWhatWasAskedFor(string accept, string application, string answers)
    {
        await using var hospital = await Hospital.StartAsync();
        var message = Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()).Replace("|P|2.5.1", $"|P|2.5.1|||{accept}|{application}", StringComparison.Ordinal);

        Assert.Equal(answers, await SendAsync(hospital, message));
        Assert.Equal(answers, await SendAsync(hospital, message));
    }

    [Theory]
    [InlineData("2.5.1", "high", "AL", "AL", "CA AE")]
    [InlineData("2.5.1", "high", "AL", "NE", "CE")]
    [InlineData("2.5.1", "high", "ER", "NE", "CE")]
    [InlineData("2.5.1", "high", "SU", "SU", "")]
    [InlineData("2.5.1", "high", "NE", "ER", "AE")]
    [InlineData("3.0", "1", "AL", "AL", "CR")]
    [InlineData("3.0", "1", "", "", "AR")]
    public async Task EnhancedModeSaysWhatIsWrongOnce(string version, string value, string accept, string application, string answers)
    {
        await using var hospital = await Hospital.StartAsync();
        var message = Some.Lactate(Some.Mrn(), "C^1", hospital.Time.GetUtcNow(), value)
            .Replace("|P|2.5.1", $"|P|{version}|||{accept}|{application}", StringComparison.Ordinal);

        Assert.Equal(answers, await SendAsync(hospital, value == "high" ? message.Replace("\rOBR", "\rbad\rOBR", StringComparison.Ordinal) : message));
    }

    [Fact]
    public async Task ABatchIsAnsweredByABatch()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (first, second) = (Some.Mrn(), Some.Mrn());
        var batch = $"FHS|^~\\&|ADT|HOSP\rBHS|^~\\&|ADT|HOSP|||||||B-1\r{Some.Arrival(first, now)}\r{Some.Arrival(second, now).Replace("\rPID", "\rbad\rPID", StringComparison.Ordinal)}\rBTS|2\rFTS|1\r";

        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);
        var byMllp = await client.SendAsync(batch);
        using var posted = await hospital.Web.PostAsync(new Uri("/api/v1/intake/hl7v2", UriKind.Relative), new StringContent(batch), TestContext.Current.CancellationToken);
        var byHttp = await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.All((string[])[byMllp, byHttp], answer =>
        {
            Assert.Equal(["FHS", "BHS", "MSH", "MSA", "MSH", "MSA", "ERR", "BTS", "FTS"], answer.Split('\r', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment[..3]));
            Assert.Contains($"MSA|AA|A{first}A04\r", answer, StringComparison.Ordinal);
            Assert.Contains($"MSA|AE|A{second}A04|", answer, StringComparison.Ordinal);
            Assert.Contains("|B-1\r", answer, StringComparison.Ordinal);
        });
        await using var db = hospital.Read();
        Assert.Equal(1, await db.Messages.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TwoMessagesInOneFrameAreBothTakenAndBothAnswered()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var (first, second) = (Some.Mrn(), Some.Mrn());
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);

        Assert.Contains($"MSA|AA|A{first}A04", await client.SendAsync($"{Some.Arrival(first, now)}\r{Some.Arrival(second, now)}"), StringComparison.Ordinal);
        Assert.Contains($"MSA|AA|A{second}A04", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACharsetThatNobodyKnowsIsRefusedByItsName()
    {
        await using var hospital = await Hospital.StartAsync();
        var message = Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow()).Replace("|P|2.5.1", "|P|2.5.1||||||KLINGON", StringComparison.Ordinal);

        var answer = Assert.Single(await hospital.SendAsync(message));

        Assert.Contains("|The charset KLINGON is not known here", answer, StringComparison.Ordinal);
        Assert.Contains("ERR||MSH^1^18|103^", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyThatIsTooLongIsAProblem()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:MaxMessageBytes"] = "1024" });

        using var posted = await hospital.Web.PostAsync(new Uri("/api/v1/intake/hl7v2", UriKind.Relative), new StringContent(new string('x', 8193)), TestContext.Current.CancellationToken);

        Assert.Equal((413, "application/problem+json"), ((int)posted.StatusCode, posted.Content.Headers.ContentType?.MediaType));
    }

    /// <summary>The acknowledgement codes that came, up to those of a message that is sent afterwards.</summary>
    private static async Task<string> SendAsync(Hospital hospital, string message)
    {
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);
        await client.SendBytesAsync([0x0B, .. Encoding.UTF8.GetBytes(message), 0x1C, 0x0D, 0x0B, .. "MSH|^~\\&|X|Y|||1||ZZZ|LAST|P|2.5"u8, 0x1C, 0x0D]);
        var codes = new List<string>();
        while (await client.ReceiveAsync() is { } answer && !answer.Contains("|LAST", StringComparison.Ordinal))
        {
            Assert.Contains($"|{message.Split('|')[9]}", answer.Split('\r')[1], StringComparison.Ordinal);
            codes.Add(answer.Split('\r')[1].Split('|')[1]);
        }

        return string.Join(' ', codes);
    }
}
