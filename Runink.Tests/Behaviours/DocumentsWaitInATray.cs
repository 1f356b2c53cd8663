using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Runink.Domain.Store.Writing;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A document is read and shown; nothing of it is saved on a patient before a person agrees.</summary>
public abstract class DocumentsWaitInATray
{
    public sealed class OnSqlite : DocumentsWaitInATray;

    public sealed class OnPostgreSql : DocumentsWaitInATray;

    private const string Tray = "/api/v1/referrals/tray";

    [Fact]
    public async Task ALetterBecomesAReferralOnceSomebodyAgrees()
    {
        await using var hospital = await Hospital.StartAsync();
        await ArriveAsync(hospital);
        await AskedBeforeAsync(hospital, "Cardiology");
        var before = (await hospital.ItemsAsync("/api/v1/referrals")).Count;
        var id = await BringAsync(hospital, "Letter.pdf", TrayPapers.Form());
        var item = await ReadAsync(hospital, id);

        Assert.Equal(("waiting", "read"), (Text(item.GetProperty("row"), "state"), Text(item.GetProperty("row"), "read")));
        Assert.Equal("Cardiology", Suggested(item, "service"));
        Assert.Equal("labelled", item.GetProperty("suggestions").EnumerateArray().First().GetProperty("confidence").GetString());
        var candidate = Assert.Single(item.GetProperty("candidates").EnumerateArray().ToList());
        Assert.Equal(["agrees", "agrees", "agrees"], candidate.GetProperty("comparisons").EnumerateArray().Select(one => one.GetProperty("agreement").GetString()));
        Assert.Equal(before, (await hospital.ItemsAsync("/api/v1/referrals")).Count);
        var patient = candidate.GetProperty("patient").GetProperty("id").GetString()!;

        var draft = new { expectedVersion = 1, patientId = patient, service = Suggested(item, "service"), priority = "soon", reason = Suggested(item, "reason"), referrer = Suggested(item, "referrer"), diagnoses = Suggested(item, "diagnoses"), payer = "", consent = true };
        using var made = await hospital.PostAsync($"{Tray}/{id}/referral", draft);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var referral = Text(await JsonAsync(made), "row", "referralId")!;
        var paper = Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents"));
        Assert.Equal(("Letter.pdf", "Lakeside", "application/pdf"), (Text(paper, "name"), Text(paper, "from"), Text(paper, "contentType")));
        var card = await hospital.GetAsync($"/api/v1/referrals/{referral}");
        Assert.Equal(("soon", "active"), (Text(card, "priority"), card.GetProperty("gates").GetProperty("consent").GetString()));
        await using var db = hospital.Read();
        var line = db.ReferralEvents.Single(one => one.ReferralId == referral && one.Kind == "document-taken-in");
        Assert.Contains("Agreed as it was read: name, birth date, record number, service, reason, referrer, diagnoses.", line.Text, StringComparison.Ordinal);
        Assert.Contains("Corrected by hand: priority, payer.", line.Text, StringComparison.Ordinal);
        Assert.Contains("Referred by: Dr Helen Marsh", db.Referrals.Single(row => row.Id == referral).Reason, StringComparison.Ordinal);
        foreach (var kind in new[] { "tray_received", "tray_file_read", "tray_item_read", "tray_became_referral" })
        {
            var rows = await hospital.ItemsAsync($"/api/v1/ledger?kind={kind}");
            Assert.NotEmpty(rows);
            Assert.DoesNotContain("Nguyen", string.Concat(rows), StringComparison.Ordinal);
        }

        using var again = await hospital.PostAsync($"{Tray}/{id}/referral", draft with { expectedVersion = 2 });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task OfTwoPeopleOneDecidesAndTheOtherIsTold()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await BringAsync(hospital, "Scan.pdf", TrayPapers.Scan());
        var item = await ReadAsync(hospital, id);
        Assert.Equal("no-text", Text(item.GetProperty("row"), "read"));
        using var luis = await SignedIn.AtAsync(hospital, "luis.moreno");
        using var taken = await luis.AskAsync(HttpMethod.Post, $"{Tray}/{id}/work", new { expectedVersion = 1 });
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);

        using var late = await hospital.PostAsync($"{Tray}/{id}/set-aside", new { expectedVersion = 1, reason = "Not a referral" });
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var busy = await hospital.PostAsync($"{Tray}/{id}/set-aside", new { expectedVersion = 2, reason = "Not a referral" });
        Assert.Equal(HttpStatusCode.Conflict, busy.StatusCode);
        Assert.Contains("Luis Moreno has this in hand", Text(await JsonAsync(busy), "title"), StringComparison.Ordinal);
        hospital.Time.Leap(TimeSpan.FromMinutes(16));
        using var without = await hospital.PostAsync($"{Tray}/{id}/set-aside", new { expectedVersion = 2 });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        using var aside = await hospital.PostAsync($"{Tray}/{id}/set-aside", new { expectedVersion = 2, reason = "Not a referral" });
        Assert.Equal(HttpStatusCode.OK, aside.StatusCode);
        Assert.Empty(await hospital.ItemsAsync(Tray));
        Assert.Equal("Not a referral", Text(Assert.Single(await hospital.ItemsAsync($"{Tray}?state=set-aside")), "reason"));
        using var back = await hospital.PostAsync($"{Tray}/{id}/put-back", new { expectedVersion = 3 });
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Single(await hospital.ItemsAsync(Tray));
        Assert.DoesNotContain("Not a referral", string.Concat(await hospital.ItemsAsync("/api/v1/ledger?kind=tray_set_aside")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameFileIsFlaggedAndGoesToTheReferralThatIsThere()
    {
        await using var hospital = await Hospital.StartAsync();
        await ArriveAsync(hospital);
        var referral = await AskedBeforeAsync(hospital, "Cardiology");
        var form = TrayPapers.Form();
        var (first, second) = (await BringAsync(hospital, "Letter.pdf", form), await BringAsync(hospital, "mail.eml", TrayPapers.Mail("See attached", ("Letter.pdf", form), ("tool.exe", [0x4D, 0x5A, 0, 0]))));
        await ReadAsync(hospital, first);
        Assert.Contains("in the tray", (await ReadAsync(hospital, second)).GetProperty("duplicates")[0].GetProperty("words").GetString(), StringComparison.Ordinal);

        using var put = await hospital.PostAsync($"{Tray}/{second}/attach", new { expectedVersion = 1, referralId = referral });
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(["Letter.pdf", "Mail.txt"], (await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents")).Select(one => Text(one, "name")).Order(StringComparer.Ordinal));
        await using var db = hospital.Read();
        Assert.Contains("Not a kind of file that is kept here: tool.exe.", db.ReferralEvents.Single(one => one.ReferralId == referral && one.Kind == "document-taken-in").Text, StringComparison.Ordinal);
        Assert.Contains("with a referral to Cardiology", (await ReadAsync(hospital, first)).GetProperty("duplicates")[0].GetProperty("words").GetString(), StringComparison.Ordinal);
        var tool = await hospital.Web.GetAsync(new Uri($"{Tray}/{second}/files/2", UriKind.Relative), Stop);
        Assert.Equal(("application/octet-stream", "attachment"), (tool.Content.Headers.ContentType?.MediaType, tool.Content.Headers.ContentDisposition?.DispositionType));
    }

    [Fact]
    public async Task WhoWorksOnOneUnitSeesNeitherTheTrayNorPatientsOfOthers()
    {
        await using var hospital = await Hospital.StartAsync();
        await ArriveAsync(hospital);
        var id = await BringAsync(hospital, "Letter.pdf", TrayPapers.Form());
        await ReadAsync(hospital, id);
        using var nora = await SignedIn.AtAsync(hospital, "nora.mills");
        using var ana = await SignedIn.AtAsync(hospital, "ana.ruiz");
        foreach (var person in new[] { nora, ana })
        {
            foreach (var path in new[] { Tray, $"{Tray}/{id}", $"{Tray}/{id}/files/0" })
                Assert.Equal(HttpStatusCode.Forbidden, (await person.AskAsync(HttpMethod.Get, path)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await person.AskAsync(HttpMethod.Post, $"{Tray}/{id}/set-aside", new { expectedVersion = 1, reason = "x" })).StatusCode);
        }
    }

    [Fact]
    public async Task AFileThatWasNotReadYetIsReadAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("companion-").FullName;
        string id;
        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            id = await BringAsync(hospital, "Letter.pdf", TrayPapers.Form());
            await ReadAsync(hospital, id);
            await Writer(hospital).WriteAsync(scope => scope.Execute("UPDATE TrayFiles SET ReadAt = NULL, Text = NULL WHERE ItemId = $0", id), Stop);
        }

        await using (var hospital = await Hospital.StartAsync(folder: folder))
        {
            Assert.Equal("Ann", (await ReadAsync(hospital, id)).GetProperty("suggestions").EnumerateArray().First().GetProperty("value").GetString()![^3..]);
            // Begun twice without an end: it ended the program.
            await Writer(hospital).WriteAsync(scope => { scope.Announce(new Runink.Domain.Foundation.Change("tray", id)); return scope.Execute("UPDATE TrayFiles SET ReadAt = NULL, Text = NULL, Tries = 2 WHERE ItemId = $0", id); }, Stop);
            Assert.Contains("never ended", (await ReadAsync(hospital, id)).GetProperty("files")[0].GetProperty("fault").GetString(), StringComparison.Ordinal);
        }

        await TestDatabase.DeleteAsync(folder);
    }

    [Fact]
    public async Task WhatWasDecidedGoesAfterItsTimeAndWhatWaitsStays()
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Retention:TrayDays"] = "30" });
        var (waits, gone) = (await BringAsync(hospital, "a.txt", "A letter that waits"u8.ToArray()), await BringAsync(hospital, "b.txt", "A letter that is none"u8.ToArray()));
        using var aside = await hospital.PostAsync($"{Tray}/{gone}/set-aside", new { expectedVersion = 1, reason = "None" });
        hospital.Time.Leap(TimeSpan.FromDays(31));
        var retention = (Runink.Companion.Hosting.Retention.Retention)hospital.Services.GetService(typeof(Runink.Companion.Hosting.Retention.Retention))!;
        await retention.RunAsync(Stop);
        await using var db = hospital.Read();
        Assert.Equal([waits], db.TrayItems.Select(item => item.Id).ToList());
        Assert.Equal([waits], db.TrayFiles.Select(file => file.ItemId).ToList());
    }

    internal static Task<string> BringAsync(Hospital hospital, string name, byte[] content) => BringAsync(hospital.Web, name, content);

    internal static async Task<string> BringAsync(HttpClient web, string name, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"\"{name}\"" };
        body.Headers.Add("X-Sender", "Lakeside");
        using var answer = await web.PostAsync(new Uri(Tray, UriKind.Relative), body, Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Stop));
        return Text(await JsonAsync(answer), "id")!;
    }

    internal static Task<JsonElement> ReadAsync(Hospital hospital, string id) => ReadAsync(hospital.Web, id);

    internal static Task<JsonElement> ReadAsync(HttpClient web, string id) =>
        Hospital.EventuallyAsync(() => web.GetFromJsonAsync<JsonElement>($"{Tray}/{id}", Stop), item => Text(item.GetProperty("row"), "read") != "reading", "the text is read");

    internal static Task ArriveAsync(Hospital hospital) => hospital.SendAsync(
        "MSH|^~\\&|EHR|NORTH|RUNINK|NORTH|20260302070000||ADT^A04|A1|P|2.5.1\rEVN|A04|20260302070000\rPID|1||4711^^^NORTH^MR||Nguyen^Ann||19580314|F\rPV1|1|I|4 West^12^B|||||||||||||||||V1|||||||||||||||||||||||||20260302070000");

    /// <summary>A referral that makes its service one that is asked for here.</summary>
    internal static async Task<string> AskedBeforeAsync(Hospital hospital, string service)
    {
        await using var db = hospital.Read();
        using var opened = await hospital.PostAsync("/api/v1/referrals", new { patientId = db.Patients.Single(row => row.Mrn == "4711").Id, service, priority = "routine", reason = "new murmur", consent = true });
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        return Text(await JsonAsync(opened), "id")!;
    }

    private static StoreWriter Writer(Hospital hospital) => (StoreWriter)hospital.Services.GetService(typeof(StoreWriter))!;

    private static string? Suggested(JsonElement item, string field) => item.GetProperty("suggestions").EnumerateArray().Where(one => Text(one, "field") == field).Select(one => Text(one, "value")).FirstOrDefault();

    private static string? Text(JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name)).GetString();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return document.RootElement.Clone();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
