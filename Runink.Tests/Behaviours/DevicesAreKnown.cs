using System.Net;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;
using static Runink.Tests.Harness.Answers;

namespace Runink.Tests.Behaviours;

/// <summary>A device comes to be known by being named; whose it is, says a person; what it sends for another waits; how its clock goes, say its readings.</summary>
public abstract class DevicesAreKnown : IDisposable
{
    public sealed class OnSqlite : DevicesAreKnown;

    public sealed class OnPostgreSql : DevicesAreKnown;

    private readonly PushedReadings pushed = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        pushed.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ADeviceIsKnownOnceAFeedNamesItAndItsReadingsGoOnAsBefore()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var mrn = await ArriveAsync(hospital);
        var now = hospital.Time.GetUtcNow();
        Assert.Equal((1, 0), await pushed.SendAsync(hospital, mrn, "W-1", now));
        await hospital.SendAsync(
            Oru(mrn, "C1", now, $"OBX|1|NM|2823-3^x^LN||4.1|mmol/L|||||F|||{Some.Stamp(now)}||||W-1^WARD"),
            Oru(mrn, "C2", now, $"OBX|1|NM|2823-3^x^LN||4.2|mmol/L|||||F|||{Some.Stamp(now)}\rPRT|1|UC||EQUIP^Equipment^HL70912||||||PUMP-9^^1.2.3^ISO"));
        await DoneAsync(await FhirAsync(hospital, $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"urn:uuid:3f1d6c1e-0000-4000-8000-000000000001","resource":{"resourceType":"Device","identifier":[{"system":"urn:maker","value":"S-77"}],"manufacturer":"Acme","type":{"text":"Pulse oximeter"},"deviceName":[{"name":"Oxi 2","type":"model-name"}]},"request":{"method":"POST","url":"Device"} },
              {"resource":{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"identifier":{"system":"HOSP","value":"{{mrn}}"} },"device":{"reference":"urn:uuid:3f1d6c1e-0000-4000-8000-000000000001"},"effectiveDateTime":"{{now:O}}","valueQuantity":{"value":4.3,"unit":"mmol/L","code":"mmol/L"} },"request":{"method":"POST","url":"Observation"} }]}
            """));

        var devices = (await hospital.ItemsAsync("/api/v1/devices")).OrderBy(row => Text(row, "system"), StringComparer.Ordinal).ToList();
        // The same number of another system is another device.
        Assert.Equal([("WARD", "W-1"), ("urn:maker", "S-77"), ("urn:oid:1.2.3", "PUMP-9"), ("wearables", "W-1")], devices.Select(row => (Text(row, "system"), Text(row, "number"))));
        Assert.All(devices, row => Assert.Equal("not-paired", Text(row, "pairing")));
        Assert.Equal(("Pulse oximeter", "Acme", "Acme Oxi 2"), (Text(devices[1], "kind"), Text(devices[1], "maker"), Text(devices[1], "name")));
        Assert.Equal(("71%", "LAB/HOSP"), (Text(devices[3], "battery"), Text(devices[2], "source")));
        Assert.Equal(4, await PotassiumsAsync(hospital, mrn));
        Assert.Equal([Text(devices[1], "id")], (await hospital.ItemsAsync("/api/v1/devices?search=oxi")).Select(row => Text(row, "id")));
        Assert.Equal(1, Assert.Single(await hospital.ItemsAsync("/api/v1/feeds"), feed => Text(feed, "source") == "wearables").GetProperty("devices").GetProperty("known").GetInt32());
    }

    [Fact]
    public async Task WhatADeviceSendsForAnotherThanWhoHasItWaitsAndIsTakenOnceThatIsMended()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var (first, second) = (await ArriveAsync(hospital), await ArriveAsync(hospital));
        await pushed.SendAsync(hospital, first, "W-1", hospital.Time.GetUtcNow());
        var device = Text(Assert.Single(await hospital.ItemsAsync("/api/v1/devices")), "id");
        var view = await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings", new { patient = second, note = "Handed out at the desk" }));
        Assert.Equal(("paired", 0), (Text(view.GetProperty("row"), "pairing"), view.GetProperty("row").GetProperty("refused").GetInt32()));

        hospital.Time.Leap(TimeSpan.FromMinutes(10));
        Assert.Equal((0, 1), await pushed.SendAsync(hospital, first, "W-1", hospital.Time.GetUtcNow()));
        var waiting = Assert.Single(await hospital.ItemsAsync("/api/v1/quarantine"));
        Assert.Contains("paired with another patient for the time of this reading", Text(waiting, "reason"), StringComparison.Ordinal);
        Assert.Equal("device.id", Text(waiting, "place"));
        Assert.Equal(device, Text(Assert.Single(await hospital.ItemsAsync("/api/v1/devices?state=refused")), "id"));
        Assert.Contains("MSA|AE|", (await hospital.SendAsync(Oru(first, "C1", hospital.Time.GetUtcNow(), $"OBX|1|NM|2823-3^x^LN||9.9|mmol/L|||||F|||{Some.Stamp(hospital.Time.GetUtcNow())}||||W-1^wearables")))[0], StringComparison.Ordinal);
        await RefusedAsync(
            await FhirAsync(hospital, $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2823-3"}]},"subject":{"identifier":{"system":"HOSP","value":"{{first}}"} },"device":{"identifier":{"system":"wearables","value":"W-1"} },"effectiveDateTime":"{{hospital.Time.GetUtcNow():O}}","valueQuantity":{"value":9.9,"unit":"mmol/L","code":"mmol/L"} }""", "Observation"),
            HttpStatusCode.UnprocessableEntity, "paired with another patient");
        Assert.Equal((1, 0), (await PotassiumsAsync(hospital, first), await PotassiumsAsync(hospital, second)));

        // It was a mistake: it is the first one's. The pairing ends where it began, and what waited is taken.
        var wrong = Text(view.GetProperty("pairings")[0], "id");
        await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings/{wrong}/end", new { until = view.GetProperty("pairings")[0].GetProperty("from").GetString() }));
        await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings", new { patient = first, from = view.GetProperty("pairings")[0].GetProperty("from").GetString() }));
        foreach (var row in await hospital.ItemsAsync("/api/v1/quarantine"))
            Assert.True((await DoneAsync(await hospital.PostAsync($"/api/v1/quarantine/{Text(row, "id")}/actions/replay", new { }))).GetProperty("accepted").GetBoolean());
        Assert.Equal((4, 0), (await PotassiumsAsync(hospital, first), await PotassiumsAsync(hospital, second)));
        Assert.Equal(
            ["device_paired", "device_paired", "device_pairing_ended", "device_registered"],
            (await hospital.ItemsAsync($"/api/v1/ledger?subject=device/{device}")).Select(row => Text(row, "kind")).Where(kind => kind is not ("device_read" or "device_clock_judged")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ADeviceThatWasGivenOnBetweenTwoReadingsThatComeLateTellsThemApart()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var (first, second) = (await ArriveAsync(hospital), await ArriveAsync(hospital));
        var eight = hospital.Time.GetUtcNow();
        await pushed.SendAsync(hospital, first, "W-1", eight);
        var device = Text(Assert.Single(await hospital.ItemsAsync("/api/v1/devices")), "id");
        hospital.Time.Leap(TimeSpan.FromHours(4));
        await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings", new { patient = first, from = eight }));
        var view = await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings", new { patient = second, from = eight.AddHours(2) }));
        Assert.Equal(eight.AddHours(2), view.GetProperty("pairings")[1].GetProperty("until").GetDateTimeOffset());

        Assert.Equal((1, 0), await pushed.SendAsync(hospital, first, "W-1", eight.AddHours(1.5)));
        Assert.Equal((1, 0), await pushed.SendAsync(hospital, second, "W-1", eight.AddHours(2.5)));
        Assert.Equal((0, 1), await pushed.SendAsync(hospital, second, "W-1", eight.AddHours(1.7)));
        Assert.Equal((0, 1), await pushed.SendAsync(hospital, first, "W-1", eight.AddHours(2.7)));
        // Of a reading from the future counts who has the device when it arrives.
        Assert.Equal((0, 1), await pushed.SendAsync(hospital, first, "W-1", eight.AddHours(30)));
        await RefusedAsync(await hospital.PostAsync($"/api/v1/devices/{device}/pairings", new { patient = first, from = eight.AddHours(1) }), HttpStatusCode.Conflict, "a part of that time already");
        Assert.Equal((2, 1), (await PotassiumsAsync(hospital, first), await PotassiumsAsync(hospital, second)));
        // A device of the same number from another system is nobody's business here.
        Assert.Equal((1, 0), await pushed.SendAsync(hospital, first, "W-1", eight.AddHours(3), system: "elsewhere"));
    }

    [Fact]
    public async Task APairingFollowsARecordThatIsMergedAndOnlyWhoHasThePatientMayPair()
    {
        await using var hospital = await Hospital.StartAsync(settings: pushed.Settings);
        var (prior, survivor) = (await ArriveAsync(hospital), await ArriveAsync(hospital));
        var elsewhere = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(elsewhere, hospital.Time.GetUtcNow(), place: "Surgery^^S-1", patientClass: "I"));
        await pushed.SendAsync(hospital, prior, "W-1", hospital.Time.GetUtcNow());
        var device = Text(Assert.Single(await hospital.ItemsAsync("/api/v1/devices")), "id");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        using var kim = await SignedIn.AtAsync(hospital, "kim.park");
        await RefusedAsync(await kim.AskAsync(HttpMethod.Post, $"/api/v1/devices/{device}/pairings", new { patient = prior }), HttpStatusCode.Forbidden, "may not do this");
        await RefusedAsync(await ana.AskAsync(HttpMethod.Post, $"/api/v1/devices/{device}/pairings", new { patient = elsewhere }), HttpStatusCode.NotFound, "no such patient");
        await DoneAsync(await ana.AskAsync(HttpMethod.Post, $"/api/v1/devices/{device}/pairings", new { patient = prior }));
        var seen = await DoneAsync(await kim.AskAsync(HttpMethod.Get, $"/api/v1/devices/{device}"));
        Assert.Equal(("paired", JsonValueKind.Null), (Text(seen.GetProperty("row"), "pairing"), seen.GetProperty("pairings")[0].GetProperty("patient").ValueKind));

        hospital.Time.Leap(TimeSpan.FromMinutes(1));
        await hospital.SendAsync($"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|{Some.Stamp(hospital.Time.GetUtcNow())}||ADT^A40|M1|P|2.5.1\rEVN||{Some.Stamp(hospital.Time.GetUtcNow())}\rPID|1||{survivor}^^^HOSP^MR||Oliveira^Marta||19480312|F\rMRG|{prior}^^^HOSP^MR");
        Assert.Equal((1, 0), await pushed.SendAsync(hospital, survivor, "W-1", hospital.Time.GetUtcNow()));
        var patient = await hospital.GetAsync($"/api/v1/patients/{survivor}");
        Assert.Equal((device, "71%"), (Text(patient.GetProperty("devices")[0], "id"), Text(patient.GetProperty("devices")[0], "battery")));
    }

    [Fact]
    public async Task WhereASiteAsksForAPairingADeviceOfNobodyIsListedAndItsReadingsWait()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(pushed.Settings) { ["Intake:Devices:PairedOnly:0"] = "wearables" });
        var mrn = await ArriveAsync(hospital);
        Assert.Equal((0, 1), await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow()));
        var device = Assert.Single(await hospital.ItemsAsync("/api/v1/devices?state=not-paired"));
        Assert.Equal(1, device.GetProperty("refused").GetInt32());
        Assert.Contains("paired with nobody", Text(Assert.Single(await hospital.ItemsAsync("/api/v1/quarantine")), "reason"), StringComparison.Ordinal);
        await DoneAsync(await hospital.PostAsync($"/api/v1/devices/{Text(device, "id")}/pairings", new { patient = mrn, from = hospital.Time.GetUtcNow().AddHours(-1) }));
        Assert.Equal((1, 0), await pushed.SendAsync(hospital, mrn, "W-1", hospital.Time.GetUtcNow(), id: "again"));
    }

    private static async Task<string> ArriveAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow(), patientClass: "I"));
        return mrn;
    }

    private static string Oru(string mrn, string control, DateTimeOffset at, string obx) =>
        $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{Some.Stamp(at)}||ORU^R01|{control}|P|2.6\rPID|1||{mrn}^^^HOSP^MR\rOBR|1|||PANEL|||{Some.Stamp(at)}\r{obx}";

    private static Task<HttpResponseMessage> FhirAsync(Hospital hospital, string body, string path = "")
    {
        var content = new StringContent(body, Encoding.UTF8, "application/fhir+json");
        return hospital.Web.PostAsync(new Uri($"/fhir/{path}".TrimEnd('/'), UriKind.Relative), content, Stop);
    }

    private static async Task<int> PotassiumsAsync(Hospital hospital, string mrn) =>
        (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("series").EnumerateArray().Where(series => Text(series, "concept") == "lab.potassium").Sum(series => series.GetProperty("points").GetArrayLength());

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
