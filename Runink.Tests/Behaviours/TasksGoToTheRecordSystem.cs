using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A trigger writes a task into the record system. That is another Companion with its own FHIR door; a token server stands beside it.</summary>
public sealed class TasksGoToTheRecordSystem
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RS384")]
    [InlineData("ES384")]
    public async Task WithSmartBackendServices(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var (pem, key) = algorithm == "RS384" ? (rsa.ExportPkcs8PrivateKeyPem(), (SecurityKey)new RsaSecurityKey(rsa)) : (curve.ExportPkcs8PrivateKeyPem(), new ECDsaSecurityKey(curve));
        await using var record = await Hospital.StartAsync();
        var opens = record.Web.DefaultRequestHeaders.Authorization!.Parameter!;
        await using var tokens = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(200, $"{{\"access_token\":\"{opens}\",\"token_type\":\"bearer\",\"expires_in\":300,\"scope\":\"system/Task.write\"}}"));
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Settings(record.Web.BaseAddress + "fhir/", pem))
        {
            ["Delivery:Endpoints:record:Fhir:ClientId"] = "runink-client", ["Delivery:Endpoints:record:Fhir:KeyId"] = "key-1", ["Delivery:Endpoints:record:Fhir:TokenAddress"] = $"{tokens.Url}/token",
        });
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await record.SendAsync(Some.Arrival(mrn, now));
        await Outbox.PublishAsync(hospital, "{action: ehr_task, for: charge_nurse, title: Repeat the lactate, due: 2h, priority: urgent}");

        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.8"));

        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Attempts == 1, "an attempt");
        Assert.True(row.Status == OutboxStatus.Delivered, row.Receipt);
        Assert.Matches("^Task/", row.Reference);
        var task = await record.GetAsync($"/fhir/{row.Reference}");
        Assert.Equal(
            ("requested", "order", "urgent", "Repeat the lactate", "charge nurse", row.Id),
            (Text(task, "status"), Text(task, "intent"), Text(task, "priority"), Text(task, "description"), Text(task.GetProperty("owner"), "display"), Text(task.GetProperty("identifier")[0], "value")));
        Assert.Equal(now.AddHours(2), task.GetProperty("restriction").GetProperty("period").GetProperty("end").GetDateTimeOffset());
        var patient = await record.GetAsync($"/fhir/{Text(task.GetProperty("for"), "reference")}");
        Assert.Contains(mrn, patient.GetRawText(), StringComparison.Ordinal);
        await ProvesItselfAsync(Assert.Single(tokens.Requests), key, algorithm, $"{tokens.Url}/token");

        // The token is kept, and a second attempt of the same message makes no second task.
        await hospital.Services.RetryAsync(row.Id);
        await Outbox.WhenAsync(hospital, "fhir", one => one.Status == OutboxStatus.Delivered && one.Reference == row.Reference, "the same task again");
        Assert.Single((await record.GetAsync("/fhir/Task")).GetProperty("entry").EnumerateArray());
        Assert.Single(tokens.Requests);
        var endpoint = Assert.Single(await hospital.ItemsAsync("/api/v1/deliveries/endpoints"));
        Assert.Equal(("working", "A Task on its worklist; its status there is read again for a week, and it is closed there when the work is closed here."), (Text(endpoint, "state"), Text(endpoint, "note")));
    }

    /// <summary>Accepted there, then turned down there: both are receipts, the second is work for a person, and the escalation stays open through both.</summary>
    [Fact]
    public async Task WhatBecameOfItThereComesBack()
    {
        await using var record = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(record.Web.BaseAddress + "fhir/", record.Web.DefaultRequestHeaders.Authorization!.Parameter!));
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await record.SendAsync(Some.Arrival(mrn, now));
        await Outbox.PublishAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.8"));
        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Status == OutboxStatus.Delivered, "the task");

        await BecomesAsync(record, row.Reference!, "in-progress");
        row = await LaterAsync(hospital, one => one.AcknowledgedAt is not null, "it is in progress there");
        Assert.Equal((OutboxStatus.Delivered, $"{row.Reference} is in-progress in record."), (row.Status, row.Receipt));
        Assert.Equal("open", Text(await hospital.GetAsync($"/api/v1/escalations/{row.EscalationId}"), "status"));

        await BecomesAsync(record, row.Reference!, "rejected", "The patient has left");
        row = await LaterAsync(hospital, one => one.RefusedAt is not null, "it is rejected there");
        Assert.Equal((OutboxStatus.Failed, $"{row.Reference} is rejected in record.", null), (row.Status, row.Receipt, row.NextLookAt));
        Assert.Single(await hospital.ItemsAsync("/api/v1/escalations?view=delivery-failed"));
        Assert.Equal("record will not do what was asked", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"), IsRefusal), "headline"));
        var delivery = await hospital.GetAsync($"/api/v1/deliveries/{row.Id}");
        Assert.Equal(("refused", 2), (Text(delivery.GetProperty("row"), "stage"), delivery.GetProperty("said").GetArrayLength()));
        // Why may be about the patient: it stands with the patient's work, and not where deliveries are seen to.
        Assert.DoesNotContain("has left", delivery.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("open", Text(await hospital.GetAsync($"/api/v1/escalations/{row.EscalationId}"), "status"));
        await using (var db = hospital.Read())
            Assert.Equal([$"{row.Reference} is in-progress in record.", $"{row.Reference} is rejected in record. The patient has left"], db.EscalationEvents.Where(one => one.Kind == "heard").OrderBy(one => one.Id).Select(one => one.Text));

        (await hospital.PostAsync($"/api/v1/deliveries/{row.Id}/actions/told", new { how = "phone", whom = "Charge nurse" })).EnsureSuccessStatusCode();
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), IsRefusal);
    }

    /// <summary>Closed here is closed there, with all that others wrote into it; reopened here is in progress there.</summary>
    [Fact]
    public async Task WhatIsClosedHereIsClosedThere()
    {
        await using var record = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(record.Web.BaseAddress + "fhir/", record.Web.DefaultRequestHeaders.Authorization!.Parameter!));
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await record.SendAsync(Some.Arrival(mrn, now));
        await Outbox.PublishAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "2.8"));
        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Status == OutboxStatus.Delivered, "the task");
        await BecomesAsync(record, row.Reference!, "in-progress", "Taken by the charge nurse");

        (await hospital.PostAsync($"/api/v1/escalations/{row.EscalationId}/actions/resolve", new { reason = "Second bag given." })).EnsureSuccessStatusCode();
        await ThereAsync("completed");
        Assert.Equal("Repeat the lactate", Text(await record.GetAsync($"/fhir/{row.Reference}"), "description"));
        (await hospital.PostAsync($"/api/v1/escalations/{row.EscalationId}/actions/reopen", new { reason = "It rose again." })).EnsureSuccessStatusCode();
        await ThereAsync("in-progress");

        // What somebody turned down there stays so, and that is no failure.
        await BecomesAsync(record, row.Reference!, "rejected");
        (await hospital.PostAsync($"/api/v1/escalations/{row.EscalationId}/actions/resolve", new { reason = "Third bag." })).EnsureSuccessStatusCode();
        var last = await Outbox.WhenAsync(hospital, "fhir", one => one.Status == OutboxStatus.Skipped, "nothing is left to say");
        Assert.Equal($"{row.Reference} is rejected in record already.", last.Receipt);
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") is "delivery-failed" or "delivery-refused");

        Task ThereAsync(string status) => Hospital.EventuallyAsync(async () => Text(await record.GetAsync($"/fhir/{row.Reference}"), "status"), one => one == status, $"it is {status} there");
    }

    /// <summary>A record system that does not answer is asked less and less often, and why stands once with the delivery.</summary>
    [Fact]
    public async Task WhoDoesNotSayIsAskedSeldom()
    {
        await using var record = await OutsideServer.StartAsync(asked => asked is { Method: "GET", Path: "/fhir/Task/1" } ? new(500) : Answers(asked, "Task"));
        await using var hospital = await Hospital.StartAsync(settings: Settings($"{record.Url}/fhir/", "token"));
        await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Status == OutboxStatus.Delivered, "the task");

        for (var looks = 1; looks <= 4; looks++)
        {
            var before = looks;
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(Math.Pow(2, looks - 1)) + TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            row = await Outbox.WhenAsync(hospital, "fhir", one => one.Looks == before, $"look {before}");
        }

        Assert.Equal(4, record.Requests.Count(asked => asked.Path == "/fhir/Task/1"));
        Assert.Equal(OutboxStatus.Delivered, row.Status);
        var said = (await hospital.GetAsync($"/api/v1/deliveries/{row.Id}")).GetProperty("said").EnumerateArray();
        Assert.Equal("record answered 500 when it was asked for Task/1.", Text(Assert.Single(said), "text"));
    }

    [Fact]
    public async Task APatientWhomTheRecordSystemDoesNotKnowIsAMatterForAPerson()
    {
        await using var record = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Settings(record.Web.BaseAddress + "fhir/", record.Web.DefaultRequestHeaders.Authorization!.Parameter!));
        await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Failed, "record knows no patient with this number of HOSP."), (row.Status, row.Receipt));
    }

    [Theory]
    [InlineData("Communication", "Communication/1", "Group/7")]
    [InlineData("DocumentReference", "DocumentReference/1", "")]
    public async Task ALowerRungIsTakenWhenAHigherOneIsMissing(string type, string made, string recipient)
    {
        await using var record = await OutsideServer.StartAsync(asked => Answers(asked, type));
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Settings($"{record.Url}/fhir/", "token")) { ["Delivery:Endpoints:record:Fhir:Recipient"] = recipient });
        await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Attempts == 1, "an attempt");
        Assert.Equal((OutboxStatus.Delivered, made), (row.Status, row.Reference));
        Assert.Equal($"identifier={Uri.EscapeDataString($"urn:runink:delivery|{row.Id}")}", record.Requests.Single(asked => asked.Method == "POST").Headers["if-none-exist"]);
        Assert.Contains("no status comes back", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/deliveries/endpoints")), "note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLastRungIsHl7OrNothing()
    {
        await using var other = await Hospital.StartAsync();
        await using var record = await OutsideServer.StartAsync(asked => Answers(asked, "Observation"));
        var settings = Settings($"{record.Url}/fhir/", "token");
        await using (var hospital = await Hospital.StartAsync(settings: settings))
        {
            await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
            var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Attempts == 1, "an attempt");
            Assert.Equal(OutboxStatus.Failed, row.Status);
            Assert.StartsWith("Nothing can be written there", row.Receipt, StringComparison.Ordinal);
        }

        await using (var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(settings)
        {
            ["Delivery:Endpoints:record:Fhir:FallbackMllp"] = "documents", ["Delivery:Endpoints:documents:Kind"] = "mllp", ["Delivery:Endpoints:documents:MayCarryPhi"] = "true",
            ["Delivery:Endpoints:documents:Address"] = $"mllp://127.0.0.1:{other.Mllp.Port}", ["Delivery:Endpoints:documents:Mllp:MessageType"] = "MDM^T02",
        }))
        {
            await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
            var row = await Outbox.WhenAsync(hospital, "fhir", one => one.Attempts == 1, "an attempt");
            Assert.True(row.Status == OutboxStatus.Delivered, row.Receipt);
            Assert.StartsWith("AA", row.Receipt, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WithoutARecordSystemTheLedgerSaysThatNothingWasDone()
    {
        await using var hospital = await Hospital.StartAsync();
        await Outbox.FireAsync(hospital, "{action: ehr_task, title: Repeat the lactate}");
        Assert.Contains("no record system is registered", Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=action_not_available")).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static bool IsRefusal(JsonElement task) => Text(task, "kind") == "delivery-refused";

    private static Task<OutboxMessage> LaterAsync(Hospital hospital, Func<OutboxMessage, bool> isSo, string what) => Hospital.EventuallyAsync(
        async () =>
        {
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
            return (await Outbox.RowsAsync(hospital, "fhir"))[^1];
        }, isSo, what);

    private static async Task BecomesAsync(Hospital record, string place, string status, string? why = null)
    {
        var task = System.Text.Json.Nodes.JsonNode.Parse((await record.GetAsync($"/fhir/{place}")).GetRawText())!;
        task["status"] = status;
        if (why is not null)
            task["statusReason"] = new System.Text.Json.Nodes.JsonObject { ["text"] = why };
        using var content = new StringContent(task.ToJsonString(), System.Text.Encoding.UTF8, "application/fhir+json");
        using var answer = await record.Web.PutAsync($"/fhir/{place}", content, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task ProvesItselfAsync(OutsideServer.Asked asked, SecurityKey key, string algorithm, string audience)
    {
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Body);
        Assert.Equal(("client_credentials", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), (form["grant_type"].ToString(), form["client_assertion_type"].ToString()));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"].ToString(), new TokenValidationParameters
        {
            IssuerSigningKey = key, ValidIssuer = "runink-client", ValidAudience = audience, ValidAlgorithms = [algorithm],
            LifetimeValidator = (_, expires, _, _) => expires == Hospital.Morning.AddMinutes(4).UtcDateTime,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        var token = (JsonWebToken)result.SecurityToken;
        Assert.Equal(("runink-client", "key-1"), (token.Subject, token.Kid));
        Assert.NotEmpty(token.Id);
    }

    /// <summary>As much of a FHIR server as is asked: it makes one type of resource only.</summary>
    private static OutsideServer.Answer Answers(OutsideServer.Asked asked, string makes) => (asked.Method, asked.Path) switch
    {
        ("GET", "/fhir/metadata") => new(200, $"{{\"resourceType\":\"CapabilityStatement\",\"rest\":[{{\"mode\":\"server\",\"resource\":[{{\"type\":\"Task\",\"interaction\":[{{\"code\":\"read\"}}]}},{{\"type\":\"{makes}\",\"interaction\":[{{\"code\":\"create\"}}]}}]}}]}}"),
        ("GET", _) when asked.Path.StartsWith("/fhir/Patient?", StringComparison.Ordinal) => new(200, "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p1\"}}]}"),
        ("POST", var path) when path == $"/fhir/{makes}" => new(201, "", Location: $"http://ehr.example/fhir/{makes}/1/_history/1"),
        _ => new(404),
    };

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static Dictionary<string, string?> Settings(string address, string secret) => new()
    {
        ["Delivery:Endpoints:record:Kind"] = "fhir",
        ["Delivery:Endpoints:record:Address"] = address,
        ["Delivery:Endpoints:record:AllowPrivate"] = "true",
        ["Delivery:Endpoints:record:MayCarryPhi"] = "true",
        ["Delivery:Endpoints:record:Secret"] = secret,
    };
}
