using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A CRM gets who has it, how far it is and until when, by our id; and nothing of the patient.</summary>
public sealed class ACrmKnowsWhoHasIt
{
    [Fact]
    public async Task ARecordIsWrittenByOurId()
    {
        await using var crm = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(201, "{\"id\":\"5003000000D8cuIQAS\",\"success\":true,\"errors\":[],\"created\":true}"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(crm.Url));
        var escalation = await Outbox.FireAsync(hospital, "{action: webhook, url-name: crm}");
        var row = await Outbox.WhenAsync(hospital, "crm", one => one.Attempts == 1, "an attempt");

        Assert.Equal((OutboxStatus.Delivered, "201 Created, Case"), (row.Status, row.Receipt));
        var asked = Assert.Single(crm.Requests);
        Assert.Equal(("PATCH", $"/sobjects/Case/Escalation_Id__c/{escalation.GetProperty("id").GetString()}", "Bearer token"), (asked.Method, asked.Path, asked.Headers["authorization"]));
        var body = JsonDocument.Parse(asked.Body).RootElement;
        Assert.Equal(["OwnerName__c", "Patient__c", "Stage__c"], body.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("open", JsonValueKind.Null, escalation.GetProperty("patient").GetProperty("id").GetString()), (body.GetProperty("Stage__c").GetString(), body.GetProperty("OwnerName__c").ValueKind, body.GetProperty("Patient__c").GetString()));
    }

    [Theory]
    [InlineData(400, OutboxStatus.Failed)]
    [InlineData(401, OutboxStatus.Pending)]
    [InlineData(503, OutboxStatus.Pending)]
    public async Task ARefusalIsNoRecord(int status, OutboxStatus becomes)
    {
        await using var crm = await OutsideServer.StartAsync(_ => new OutsideServer.Answer(status, "[{\"errorCode\":\"INVALID_FIELD\",\"message\":\"No such column\"}]"));
        await using var hospital = await Hospital.StartAsync(settings: Settings(crm.Url));
        await Outbox.FireAsync(hospital, "{action: webhook, url-name: crm}");
        Assert.Equal(becomes, (await Outbox.WhenAsync(hospital, "crm", one => one.Attempts == 1, "an attempt")).Status);
    }

    private static Dictionary<string, string?> Settings(string url) => new()
    {
        ["Delivery:Endpoints:crm:Kind"] = "crm",
        ["Delivery:Endpoints:crm:Address"] = $"{url}/sobjects/",
        ["Delivery:Endpoints:crm:AllowPrivate"] = "true",
        ["Delivery:Endpoints:crm:Secret"] = "token",
        ["Delivery:Endpoints:crm:Crm:Object"] = "Case",
        ["Delivery:Endpoints:crm:Crm:ExternalField"] = "Escalation_Id__c",
        ["Delivery:Endpoints:crm:Crm:Map:Stage__c"] = "stage",
        ["Delivery:Endpoints:crm:Crm:Map:OwnerName__c"] = "owner.name",
        ["Delivery:Endpoints:crm:Crm:Map:Patient__c"] = "patient.id",
    };
}
