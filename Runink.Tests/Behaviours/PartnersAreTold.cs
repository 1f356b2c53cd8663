using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>What becomes of a referral is told to whoever has a part in it outside, in their dialect, in order, and by a person where no message gets there.</summary>
public sealed class PartnersAreTold
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The partner is another Companion: a real MLLP door that reads what we write.</summary>
    [Fact]
    public async Task APartnerReadsTheRequestAndWhatBecomesOfItInHl7()
    {
        await using var partner = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: Mllp(partner.Mllp.Port));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "hl7", "kidney");
        await StateAsync(hospital, id, "received", 1);
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        await ActAsync(hospital, id, "schedule", date: hospital.Time.GetUtcNow().AddDays(4));
        var rows = await StateAsync(hospital, id, "received", 2);

        Assert.Equal(["visit is booked", "referral requested"], rows.Select(row => Text(row, "words")!.Replace("a ", "", StringComparison.Ordinal)));
        Assert.All(rows, row => Assert.Equal(("Kidney Institute", "recipient", "osu", "kidney", 1, false), (Text(row, "party"), Text(row, "audience"), Text(row, "dialect"), Text(row, "to"), row.GetProperty("tries").GetInt32(), row.GetProperty("mayTell").GetBoolean())));
        Assert.All(rows, row => Assert.StartsWith("AA", Text(row, "receipt"), StringComparison.Ordinal));
        await using var db = partner.Read();
        var messages = await db.Messages.OrderBy(message => message.Id).ToListAsync(Stop);
        Assert.Equal([("OMG^O19", Text(rows[1], "id")), ("OSU^O51", Text(rows[0], "id"))], messages.Select(message => (message.Kind, message.ControlId)));
        Assert.Contains("|new murmur", Encoding.UTF8.GetString(messages[0].Raw).Replace("|^", "|", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"\rORC|SC|{id}^RUNINK|||SC|", Encoding.UTF8.GetString(messages[1].Raw), StringComparison.Ordinal);
        Assert.Equal(0, await db.Quarantine.CountAsync(Stop));
        Assert.NotEmpty(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_announced"));
    }

    /// <summary>Down, then back: what happened meanwhile gets there once each, in the order in which it happened.</summary>
    [Fact]
    public async Task AServerThatWasDownIsToldInOrder()
    {
        await using var partner = new MllpPartner { Says = _ => null };
        await using var hospital = await Hospital.StartAsync(settings: Mllp(partner.Port));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "hl7", "kidney");
        await StateAsync(hospital, id, "trying", 1);
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        await ActAsync(hospital, id, "resume");
        await StateAsync(hospital, id, "waiting", 2);
        Assert.All(partner.Asked, text => Assert.Contains("OMG^O19", text, StringComparison.Ordinal));
        partner.Says = _ => "AA";
        var before = partner.Asked.Count;

        await ForwardUntilAsync(hospital, async () => (await AnnouncementsAsync(hospital, id)).All(row => Text(row, "state") == "received"));

        Assert.Equal(["", "on-hold", "resumed"], partner.Asked.Skip(before).Select(Modifier));
        Assert.Equal(3, partner.Asked.Skip(before).Select(text => text.Split('|')[9]).Distinct().Count());
    }

    [Fact]
    public async Task ARefusalIsWorkThatNamesTheReferralUntilSomebodyTellsThemOrALaterWordHolds()
    {
        await using var partner = new MllpPartner { Says = _ => "AR" };
        await using var hospital = await Hospital.StartAsync(settings: Mllp(partner.Port));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "hl7", "kidney");
        var failed = Assert.Single(await StateAsync(hospital, id, "failed", 1));
        Assert.Equal(("kidney refused it (AR: no).", true), (Text(failed, "receipt"), failed.GetProperty("mayTell").GetBoolean()));
        var work = Assert.Single(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "delivery-failed");
        Assert.Equal(("Kidney Institute cannot be told of a referral over mllp", $"/referrals/{id}"), (Text(work, "headline"), Text(work, "href")));
        Assert.DoesNotContain("Oliveira", work.GetRawText(), StringComparison.Ordinal);

        Assert.Equal("invalid", await RefusedAsync(hospital, id, failed, new { how = "pigeon", whom = "Desk" }));
        Assert.Equal("invalid", await RefusedAsync(hospital, id, failed, new { how = "phone", whom = " " }));
        using (var told = await hospital.PostAsync($"/api/v1/referrals/{id}/announcements/{Text(failed, "id")}/told", new { how = "portal", whom = "Intake desk", evidence = "Case 4711" }))
            Assert.True(told.IsSuccessStatusCode, await told.Content.ReadAsStringAsync(Stop));
        var row = Assert.Single(await AnnouncementsAsync(hospital, id));
        Assert.Equal(("told", "portal", "Intake desk", "Case 4711"), (Text(row, "state"), Text(row.GetProperty("told"), "how"), Text(row.GetProperty("told"), "whom"), Text(row.GetProperty("told"), "evidence")));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "delivery-failed");
        Assert.Equal("not-allowed-now", await RefusedAsync(hospital, id, failed, new { how = "phone", whom = "Desk" }));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_announcement_told"));

        // Refused again, and then the next word gets there: the first need not be told any more.
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        await StateAsync(hospital, id, "failed", 1);
        partner.Says = _ => "AA";
        await ActAsync(hospital, id, "resume");
        await StateAsync(hospital, id, "received", 1);
        Assert.Equal(["received", "superseded", "told"], (await AnnouncementsAsync(hospital, id)).Select(one => Text(one, "state")));
        Assert.DoesNotContain(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => Text(task, "kind") == "delivery-failed");
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    /// <summary>Told while it is still being tried: nothing more is sent.</summary>
    [Fact]
    public async Task WhoIsToldByTelephoneIsNotToldAgain()
    {
        await using var partner = new MllpPartner { Says = _ => null };
        await using var hospital = await Hospital.StartAsync(settings: Mllp(partner.Port));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "hl7", "kidney");
        var row = Assert.Single(await StateAsync(hospital, id, "trying", 1));
        (await hospital.PostAsync($"/api/v1/referrals/{id}/announcements/{Text(row, "id")}/told", new { how = "phone", whom = "Dr. Osei" })).EnsureSuccessStatusCode();
        var asked = partner.Asked.Count;
        partner.Says = _ => "AA";
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((asked, "told"), (partner.Asked.Count, Text(Assert.Single(await AnnouncementsAsync(hospital, id)), "state")));
    }

    /// <summary>The partner's FHIR server is another Companion: one Task, which always says what holds.</summary>
    [Theory]
    [InlineData("Cow", "visit-scheduled")]
    [InlineData("Bser", "5.1.1")]
    public async Task APartnersServerHasOneTaskOfTheReferral(string profile, string code)
    {
        await using var partner = await Hospital.StartAsync();
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Fhir(partner.Web.BaseAddress + "fhir/", partner.Web.DefaultRequestHeaders.Authorization!.Parameter!)) { ["Delivery:Endpoints:heart:Fhir:Profile"] = profile });
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "fhir", "heart");
        await StateAsync(hospital, id, "received", 1);
        Assert.Equal("requested", Text(await TaskAsync(partner), "status"));
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        await ActAsync(hospital, id, "schedule", date: hospital.Time.GetUtcNow().AddDays(4));
        await StateAsync(hospital, id, "received", 2);

        var task = await TaskAsync(partner);
        Assert.Equal(("in-progress", code, "Cardiology"), (Text(task, "status"), Text(task.GetProperty("businessStatus").GetProperty("coding")[0], "code"), Text(task.GetProperty("code"), "text")));
        await ActAsync(hospital, id, "cancel", "the patient is admitted elsewhere");
        await StateAsync(hospital, id, "received", 3);
        task = await TaskAsync(partner);
        Assert.Equal("cancelled", Text(task, "status"));
        // Why is for people here, and the reason of the referral is nobody's any more.
        Assert.DoesNotContain("admitted", task.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("murmur", task.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>A Task says how things stand: what was to be said before is not sent after it.</summary>
    [Fact]
    public async Task AnEarlierStateOfATaskIsSuperseded()
    {
        var isDown = true;
        await using var partner = await OutsideServer.StartAsync(asked => asked.Method == "PUT" ? new(isDown ? 503 : 200, Location: "/fhir/Task/1") : new(404));
        await using var hospital = await Hospital.StartAsync(settings: Fhir($"{partner.Url}/fhir/", "token"));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "fhir", "heart");
        await StateAsync(hospital, id, "trying", 1);
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        await StateAsync(hospital, id, "superseded", 1);
        isDown = false;
        var before = partner.Requests.Count;
        await ForwardUntilAsync(hospital, async () => Text((await AnnouncementsAsync(hospital, id))[0], "state") == "received");

        Assert.Equal(["received", "superseded"], (await AnnouncementsAsync(hospital, id)).Select(row => Text(row, "state")));
        var told = Assert.Single(partner.Requests.Skip(before), asked => asked.Method == "PUT");
        Assert.Equal("on-hold", Text(JsonDocument.Parse(told.Body).RootElement, "status"));
        await ActAsync(hospital, id, "resume");
        await StateAsync(hospital, id, "received", 2);
        partner.Behaves = (_, _) => Task.FromResult(new OutsideServer.Answer(422));
        await ActAsync(hospital, id, "cancel", "no need");
        var rows = await StateAsync(hospital, id, "failed", 1);
        Assert.Equal("heart answered 422 UnprocessableEntity.", Text(rows[0], "receipt"));
    }

    /// <summary>A mail says that there is news, and the first brings a link; nothing of the patient is in any.</summary>
    [Fact]
    public async Task AMailBringsALinkAndNothingOfThePatient()
    {
        await using var mails = new MailServer();
        await using var hospital = await Hospital.StartAsync(settings: mails.Settings);
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "mail", "intake@lung.example");
        Assert.Equal("email", Text(Assert.Single(await StateAsync(hospital, id, "received", 1)), "dialect"));
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        await StateAsync(hospital, id, "received", 2);

        Assert.Equal(["A referral for you from Sample hospital", "A referral that you have from Sample hospital: on hold"], mails.Taken);
        var sent = await Outbox.RowsAsync(hospital, "email");
        Assert.All(sent, mail => Assert.DoesNotMatch("Oliveira|murmur|Cardiology", mail.Subject + mail.Body));
        var link = sent[0].Body.Split('\n').Single(line => line.Contains("/p/", StringComparison.Ordinal));
        Assert.Contains("new murmur", await hospital.Web.GetStringAsync(new Uri(new Uri(link).AbsolutePath, UriKind.Relative), Stop), StringComparison.Ordinal);
        Assert.Contains("came with our message of 2026-03-02", sent[1].Body, StringComparison.Ordinal);
        // Whoever looks after deliveries sees that it was sent, and not the link.
        Assert.DoesNotContain("/p/", (await hospital.GetAsync($"/api/v1/deliveries/{sent[0].Id}")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("Kidney Institute", Text(Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{id}/links")), "recipient"));
    }

    [Theory]
    [InlineData("hl7", "nowhere", "No endpoint is registered as nowhere.")]
    [InlineData("hl7", null, "No endpoint is set.")]
    [InlineData("fhir", "kidney", "The endpoint kidney is of kind mllp, not fhir.")]
    [InlineData("mail", "front desk", "No address is set.")]
    [InlineData("telephone", "+1 555 0177", "Kidney Institute is told by telephone.")]
    public async Task WhereNoMessageCanGoAPersonTellsThem(string channel, string? contact, string because)
    {
        await using var hospital = await Hospital.StartAsync(settings: Mllp(1));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, channel, contact);
        var row = Assert.Single(await StateAsync(hospital, id, "by-hand", 1));
        Assert.Equal((because, true), (Text(row, "receipt"), row.GetProperty("mayTell").GetBoolean()));
        var work = Assert.Single(await ToTellAsync(hospital));
        Assert.Equal(("Kidney Institute is to be told by a person: referral requested", $"/referrals/{id}"), (Text(work, "headline"), Text(work, "href")));
        Assert.DoesNotContain("Oliveira", work.GetRawText(), StringComparison.Ordinal);
        (await hospital.PostAsync($"/api/v1/referrals/{id}/announcements/{Text(row, "id")}/told", new { how = "fax", whom = "Front desk" })).EnsureSuccessStatusCode();
        Assert.Equal("told", Text(Assert.Single(await AnnouncementsAsync(hospital, id)), "state"));
        Assert.Empty(await Outbox.RowsAsync(hospital, "mllp"));
        Assert.Empty(await ToTellAsync(hospital));
    }

    /// <summary>Whoever was told how it stands by a person need not be told how it stood.</summary>
    [Fact]
    public async Task WhatWasToBeToldBeforeIsSupersededByWhatAPersonTold()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "fax", "+1 555 0131");
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        var rows = await StateAsync(hospital, id, "by-hand", 2);
        Assert.Equal("Kidney Institute is to be told by a person: referral requested; on hold", Text(Assert.Single(await ToTellAsync(hospital)), "headline"));
        (await hospital.PostAsync($"/api/v1/referrals/{id}/announcements/{Text(rows[0], "id")}/told", new { how = "fax", whom = "Front desk" })).EnsureSuccessStatusCode();
        Assert.Equal(["told", "superseded"], (await AnnouncementsAsync(hospital, id)).Select(row => Text(row, "state")));
        Assert.Equal("not-allowed-now", await RefusedAsync(hospital, id, rows[1], new { how = "fax", whom = "Front desk" }));
        Assert.Empty(await ToTellAsync(hospital));
    }

    private static async Task<IReadOnlyList<JsonElement>> ToTellAsync(Hospital hospital) => [.. (await hospital.ItemsAsync("/api/v1/operational-tasks")).Where(task => Text(task, "kind") == "referral-to-tell")];

    /// <summary>Another recipient is chosen: the one before need do nothing more, and hears nothing more.</summary>
    [Fact]
    public async Task WhoIsNotAskedAnyMoreIsToldSo()
    {
        await using var partner = new MllpPartner { Says = _ => "AA" };
        await using var hospital = await Hospital.StartAsync(settings: Mllp(partner.Port));
        var id = await ReferralAsync(hospital);
        await ChooseAsync(hospital, id, "hl7", "kidney");
        await ChooseAsync(hospital, id, "telephone", "+1 555 0177", "Hilltop");
        await ActAsync(hospital, id, "hold", "away", hospital.Time.GetUtcNow().AddDays(1));
        await StateAsync(hospital, id, "received", 2);
        Assert.Equal(["", "withdrawn"], partner.Asked.Select(Modifier));
        Assert.DoesNotContain("murmur", partner.Asked.Last(), StringComparison.Ordinal);
        Assert.Equal(
            [("Hilltop", "on-hold"), ("Hilltop", "requested"), ("Kidney Institute", "withdrawn"), ("Kidney Institute", "requested")],
            (await AnnouncementsAsync(hospital, id)).Select(row => (Text(row, "party"), Text(row, "news"))));
    }

    /// <summary>Who ordered it from outside hears what becomes of it under their own number, and nothing of what they said themselves.</summary>
    [Fact]
    public async Task WhoReferredFromOutsideIsToldUnderTheirNumber()
    {
        await using var partner = new MllpPartner { Says = _ => "AA" };
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?>(Mllp(partner.Port))
        {
            ["Referrals:Referrers:Hart Family Medicine:Source"] = "REFS/CLINIC", ["Referrals:Referrers:Hart Family Medicine:Channel"] = "hl7", ["Referrals:Referrers:Hart Family Medicine:Contact"] = "kidney",
        });
        var mrn = Some.Mrn();
        await hospital.SendAsync(Ref(hospital, mrn, "1", "A"));
        var id = Text(Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")), "id")!;
        await ActAsync(hospital, id, "request-information", "The last echo, please");
        foreach (var action in new[] { "complete-dossier", "triage" })
            await ActAsync(hospital, id, action);
        var rows = await StateAsync(hospital, id, "received", 2);
        Assert.All(rows, row => Assert.Equal(("Hart Family Medicine", "referrer"), (Text(row, "party"), Text(row, "audience"))));
        Assert.Equal(["information-asked", "accepted"], partner.Asked.Select(Modifier));
        Assert.All(partner.Asked, text => Assert.Contains($"\rORC|SC|R-{mrn}^CLINIC|{id}^RUNINK||", text, StringComparison.Ordinal));
        Assert.Contains("|^The last echo, please|", partner.Asked.First(), StringComparison.Ordinal);

        hospital.Time.Advance(TimeSpan.FromMinutes(2));
        await hospital.SendAsync(Ref(hospital, mrn, "2", "CA"));
        await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/referrals/{id}"), card => Text(card, "state") == "cancelled", "the sender took it back");
        Assert.Equal(2, (await AnnouncementsAsync(hospital, id)).Count);
    }

    private static string Ref(Hospital hospital, string mrn, string number, string status)
    {
        var at = hospital.Time.GetUtcNow().ToString("yyyyMMddHHmmss", null);
        return $"MSH|^~\\&|REFS|CLINIC|COMPANION|H|{at}||{(status == "A" ? "REF^I12" : "REF^I14")}|REF{mrn}-{number}|P|2.5.1\rRF1|{status}|R|CAR^Cardiology^HL70281|||R-{mrn}^CLINIC|{at}||{at}|R01.1^Heart murmur^I10\rPRD|RP|Hart^Jo\rPID|1||{mrn}^^^HOSP^MR||Osei^Ama||19500203|F\r";
    }

    /// <summary>ORC-25; empty in a request.</summary>
    private static string Modifier(string text) => text.Split('\r').Single(segment => segment.StartsWith("ORC|", StringComparison.Ordinal)).Split('|') is { Length: > 25 } order ? order[25].Split('^')[0] : "";

    private static async Task<string> ReferralAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var patient = Text((await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card"), "id");
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", reason = "new murmur" });
        return Text(JsonDocument.Parse(await made.Content.ReadAsStringAsync(Stop)).RootElement, "id")!;
    }

    private static async Task ChooseAsync(Hospital hospital, string id, string channel, string? contact, string name = "Kidney Institute")
    {
        using var saved = await hospital.PostAsync("/api/v1/services", new { name, specialty = "Cardiology", channel, contact });
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync(Stop));
        var service = Text(JsonDocument.Parse(await saved.Content.ReadAsStringAsync(Stop)).RootElement, "id");
        using var chosen = await hospital.PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId = service, reason = "nearest", expectedVersion = await VersionAsync(hospital, id) });
        Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<int> VersionAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private static async Task ActAsync(Hospital hospital, string id, string action, string? reason = null, DateTimeOffset? date = null)
    {
        using var done = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(hospital, id), reason, date });
        Assert.True(done.IsSuccessStatusCode, $"{action}: {await done.Content.ReadAsStringAsync(Stop)}");
    }

    private static async Task<string?> RefusedAsync(Hospital hospital, string id, JsonElement row, object body)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/announcements/{Text(row, "id")}/told", body);
        Assert.False(answer.IsSuccessStatusCode);
        return Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement, "type")!.Split(':')[^1];
    }

    private static Task<IReadOnlyList<JsonElement>> AnnouncementsAsync(Hospital hospital, string id) => hospital.ItemsAsync($"/api/v1/referrals/{id}/announcements");

    private static Task<IReadOnlyList<JsonElement>> StateAsync(Hospital hospital, string id, string state, int count) =>
        Hospital.EventuallyAsync(() => AnnouncementsAsync(hospital, id), rows => rows.Count(row => Text(row, "state") == state) == count, $"{count} {state}");

    private static async Task ForwardUntilAsync(Hospital hospital, Func<Task<bool>> isSo)
    {
        for (var minutes = 0; minutes < 60 && !await isSo(); minutes++)
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(20));
        Assert.True(await isSo());
    }

    private static async Task<JsonElement> TaskAsync(Hospital partner) => Assert.Single((await partner.GetAsync("/fhir/Task")).GetProperty("entry").EnumerateArray()).GetProperty("resource");

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static Dictionary<string, string?> Mllp(int port) => new()
    {
        ["Delivery:Endpoints:kidney:Kind"] = "mllp", ["Delivery:Endpoints:kidney:Address"] = $"mllp://127.0.0.1:{port}", ["Delivery:Endpoints:kidney:MayCarryPhi"] = "true",
    };

    private static Dictionary<string, string?> Fhir(string address, string secret) => new()
    {
        ["Delivery:Endpoints:heart:Kind"] = "fhir", ["Delivery:Endpoints:heart:Address"] = address, ["Delivery:Endpoints:heart:AllowPrivate"] = "true", ["Delivery:Endpoints:heart:MayCarryPhi"] = "true",
        ["Delivery:Endpoints:heart:Secret"] = secret, ["Delivery:Endpoints:heart:Fhir:TakesTasks"] = "false",
    };
}
