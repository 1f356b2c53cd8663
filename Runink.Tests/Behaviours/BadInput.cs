using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Intake;
using Runink.Domain.Intake;
using Runink.Domain.Teams;
using Runink.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Runink.Tests.Behaviours;

/// <summary>What is broken is answered with its place, kept, and can be mended; nothing else is disturbed.</summary>
public abstract class BadInput
{
    public sealed class OnSqlite : BadInput;

    public sealed class OnPostgreSql : BadInput;

    private static readonly Caller Administrator = new("person", "kim.park", "Kim Park", Role.Administrator, null, RolePermissions.Of(Role.Administrator));

    [Fact]
    public async Task ABrokenMessageIsSetAsideAndThoseAroundItGoThrough()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();

        var acks = await hospital.SendAsync(
            Some.Arrival(mrn, now), Some.LactateOfNobody("B1", now, "3.9"), Some.Lactate(mrn, "B2", now, "2.0"));

        Assert.Contains("MSA|AE|B1|", acks[1], StringComparison.Ordinal);
        Assert.Contains("ERR||PID^1^3^1^1|101^", acks[1], StringComparison.Ordinal);
        Assert.Contains("MSA|AA|B2", acks[2], StringComparison.Ordinal);
        await using var db = hospital.Read();
        var kept = await db.Quarantine.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal("PID-3.1", kept.Place);
        Assert.Contains("|3.9|", Encoding.UTF8.GetString(kept.Raw), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8859/1", "iso-8859-1", "Müller")]
    [InlineData("8859/2", "iso-8859-2", "Łukasz")]
    [InlineData("UNICODE UTF-8", "utf-8", "Müller")]
    [InlineData("", "iso-8859-1", "Müller")]
    public async Task AMendedMessageKeepsItsLettersInTheCharsetItDeclares(string charset, string encoding, string name)
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        var broken = Some.Arrival("", now, name: $"{name}^Jan").Replace("|P|2.5.1", $"|P|2.5.1||||||{charset}", StringComparison.Ordinal);
        await using (var line = await MllpClient.ConnectAsync(hospital.Mllp))
        {
            await line.SendBytesAsync([0x0B, .. CodePagesEncodingProvider.Instance.GetEncoding(encoding)?.GetBytes(broken) ?? Encoding.GetEncoding(encoding).GetBytes(broken), 0x1C, 0x0D]);
            Assert.Contains("MSA|AE", await line.ReceiveAsync(), StringComparison.Ordinal);
        }

        var useCases = hospital.Services.GetRequiredService<QuarantineUseCases>();
        var waiting = Assert.Single((await useCases.ListAsync(Administrator, "waiting", TestContext.Current.CancellationToken)).Value!);
        var text = (await useCases.FindAsync(Administrator, waiting.Id, TestContext.Current.CancellationToken)).Value!.Text;
        Assert.Contains($"{name}^Jan", text, StringComparison.Ordinal);
        var answer = await useCases.ReplayAsync(Administrator, waiting.Id, text.Replace("^^^HOSP^MR", $"{mrn}^^^HOSP^MR", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.True(answer.Value!.Accepted, answer.Value.Text);
        await using var db = hospital.Read();
        Assert.Equal(name, (await db.Patients.SingleAsync(TestContext.Current.CancellationToken)).Family);
    }

    [Fact]
    public async Task AMendThatIsRefusedAgainLeavesOneRowThatWaitsWithTheNewReason()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now), Some.LactateOfNobody("B1", now, "3.4"));
        var useCases = house.Services.GetRequiredService<QuarantineUseCases>();
        var before = Assert.Single((await useCases.ListAsync(Administrator, "waiting", TestContext.Current.CancellationToken)).Value!);
        var text = (await useCases.FindAsync(Administrator, before.Id, TestContext.Current.CancellationToken)).Value!.Text;
        var worse = text.Replace("|2.5.1\n", "|3.0\n", StringComparison.Ordinal);
        Assert.NotEqual(text, worse);

        foreach (var sent in (string[])[text, worse, worse])
        {
            var answer = await useCases.ReplayAsync(Administrator, before.Id, sent, TestContext.Current.CancellationToken);
            Assert.False(answer.Value!.Accepted);
            Assert.Equal("waiting", answer.Value.Row.Status);
        }

        var waits = Assert.Single((await useCases.ListAsync(Administrator, null, TestContext.Current.CancellationToken)).Value!);
        Assert.Equal(before.Id, waits.Id);
        Assert.Contains("3.0", waits.Reason, StringComparison.Ordinal);
        var view = (await useCases.FindAsync(Administrator, before.Id, TestContext.Current.CancellationToken)).Value!;
        Assert.Equal(text, view.Text);
        Assert.All(view.Tries, tried => Assert.Equal(worse.TrimEnd('\n'), tried.Text.TrimEnd('\n')));
        Assert.Equal(2, view.Tries.Count);
        Assert.Equal(3, (await house.ItemsAsync($"/api/v1/ledger?subject=message/{before.Id}&kind=message_refused_again")).Count);
        Assert.Equal("invalid", (await useCases.ListAsync(Administrator, "nope", TestContext.Current.CancellationToken)).Refusal?.Code);

        Assert.True((await useCases.ReplayAsync(Administrator, before.Id, text.Replace("PID|1||", $"PID|1||{mrn}^^^HOSP^MR", StringComparison.Ordinal), TestContext.Current.CancellationToken)).Value!.Accepted);
        Assert.Empty((await useCases.ListAsync(Administrator, "waiting", TestContext.Current.CancellationToken)).Value!);
    }

    [Fact]
    public async Task AMendedMessageGoesThroughTheSameDoor()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.LactateOfNobody("B1", now, "3.4"));
        var useCases = hospital.Services.GetRequiredService<QuarantineUseCases>();
        var waiting = Assert.Single((await useCases.ListAsync(Administrator, "waiting", TestContext.Current.CancellationToken)).Value!);
        var text = (await useCases.FindAsync(Administrator, waiting.Id, TestContext.Current.CancellationToken)).Value!.Text;

        var answer = await useCases.ReplayAsync(Administrator, waiting.Id, text.Replace("PID|1||", $"PID|1||{mrn}^^^HOSP^MR", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.True(answer.Value!.Accepted);
        Assert.Contains("MSA|AA|B1", answer.Value.Text, StringComparison.Ordinal);
        Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
        await using var db = hospital.Read();
        Assert.Equal(QuarantineStatus.Replayed, (await db.Quarantine.SingleAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Theory]
    [InlineData("no start block at all")]
    [InlineData("")]
    public async Task ADoorThatIsShoutedAtStaysOpenForOthers(string noise)
    {
        await using var hospital = await Hospital.StartAsync();
        await using var rude = await MllpClient.ConnectAsync(hospital.Mllp);
        await rude.SendBytesAsync(Encoding.UTF8.GetBytes(noise + new string('x', 8192)));
        Assert.Contains("MSA|AR", await rude.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Null(await rude.ReceiveAsync());

        var ack = (await hospital.SendAsync(Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow())))[0];

        Assert.Contains("MSA|AA", ack, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMessageLongerThanAllowedIsRefusedAndTheConnectionClosed()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Intake:Mllp:MaxMessageBytes"] = "4096" });
        await using var client = await MllpClient.ConnectAsync(hospital.Mllp);

        await client.SendBytesAsync([0x0B, .. Encoding.ASCII.GetBytes("MSH|^~\\&|" + new string('A', 20_000))]);

        Assert.Contains("longer than 4096 bytes", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task BrokenFhirNamesPlaceAndLine()
    {
        await using var hospital = await Hospital.StartAsync();
        const string Bundle = """
            {
              "resourceType": "Bundle", "type": "transaction",
              "entry": [{
                "resource": {
                  "resourceType": "Patient",
                  "birthDate": "02/03/1950",
                  "colour": "teal"
                },
                "request": { "method": "POST", "url": "Patient" }
              }]
            }
            """;

        using var answer = await hospital.Web.PostAsync(new Uri("/fhir", UriKind.Relative), Fhir(Bundle), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var issues = (await ReadAsync(answer)).GetProperty("issue").EnumerateArray().ToList();
        Assert.Contains(issues, issue => issue.GetProperty("expression")[0].GetString() == "Bundle.entry[0].resource.birthDate" && issue.GetProperty("diagnostics").GetString()!.StartsWith("Line 6:", StringComparison.Ordinal));
        Assert.Contains(issues, issue => issue.GetProperty("expression")[0].GetString() == "Bundle.entry[0].resource.colour");
    }

    [Theory]
    [InlineData("{", "This is not JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("{\"resourceType\":\"Patient\",\"id\":\"a\",\"id\":\"b\"}", "duplicate property")]
    [InlineData("{\"resourceType\":\"Potato\"}", "unknown resource type")]
    public async Task WhatIsNotFhirIsAnsweredWithAnOutcome(string body, string says)
    {
        await using var hospital = await Hospital.StartAsync();

        using var answer = await hospital.Web.PostAsync(new Uri("/fhir", UriKind.Relative), Fhir(body), TestContext.Current.CancellationToken);

        Assert.True((int)answer.StatusCode is >= 400 and < 500);
        var outcome = await ReadAsync(answer);
        Assert.Equal("OperationOutcome", outcome.GetProperty("resourceType").GetString());
        Assert.Contains(says, outcome.GetProperty("issue")[0].GetProperty("diagnostics").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/escalations/none", 404)]
    [InlineData("/api/v1/referrals/none", 404)]
    [InlineData("/api/v1/patients/none", 404)]
    [InlineData("/api/v1/triggers/none", 404)]
    [InlineData("/api/v1/kpis/none", 404)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/escalations?view=none", 422)]
    public async Task UnknownThingsAreProblems(string path, int status)
    {
        await using var hospital = await Hospital.StartAsync();

        using var answer = await hospital.Web.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACommandThatNeedsNoWordsNeedsNoBody()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var id = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString();

        using var claimed = await hospital.Web.PostAsync(new Uri($"/api/v1/escalations/{id}/actions/claim", UriKind.Relative), null, TestContext.Current.CancellationToken);
        using var broken = await hospital.Web.PostAsync(new Uri($"/api/v1/escalations/{id}/actions/resolve", UriKind.Relative), new StringContent("{ reason"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, claimed.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        Assert.Contains("not the JSON", await broken.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static StringContent Fhir(string body) => new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json"));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}
