using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>MDM: to the referral by its number, else by patient and service; else it is shown in the tray, and never dropped.</summary>
public abstract class DocumentsOfOtherSystems
{
    public sealed class OnSqlite : DocumentsOfOtherSystems;

    public sealed class OnPostgreSql : DocumentsOfOtherSystems;

    private const string Tray = "/api/v1/referrals/tray";

    [Fact]
    public async Task ByTheNumberOfItsOrder()
    {
        await using var hospital = await Hospital.StartAsync();
        await DocumentsWaitInATray.ArriveAsync(hospital);
        await hospital.SendAsync("MSH|^~\\&|EHR|NORTH|RUNINK|NORTH|20260302070500||REF^I12|R1|P|2.5.1\rRF1|P|R|CARD^Cardiology^L|||REF-77^EHR|20260302\rPRD|RP|Marsh^Helen\rPID|1||4711^^^NORTH^MR||Nguyen^Ann||19580314|F");
        var referral = Assert.Single(await hospital.ItemsAsync("/api/v1/referrals")).GetProperty("id").GetString()!;
        Accepted(await hospital.SendAsync(Document("T02", "D1", "Letter of the heart clinic", "Seen. No valve disease.", order: "REF-77^EHR")));
        var paper = Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents"));
        Assert.Equal("text/plain", paper.GetProperty("contentType").GetString());
        Assert.Empty(await hospital.ItemsAsync(Tray));
        Assert.Single(await hospital.ItemsAsync($"{Tray}?state=taken"));
    }

    [Fact]
    public async Task ByPatientAndServiceWhereAReportIsAwaitedAndNeverByThePatientAlone()
    {
        await using var hospital = await Hospital.StartAsync();
        await DocumentsWaitInATray.ArriveAsync(hospital);
        var referral = await DocumentsWaitInATray.AskedBeforeAsync(hospital, "Cardiology");
        Accepted(await hospital.SendAsync(Document("T02", "D0", "Cardiology consultation note", "Too early.")));
        Assert.Contains("does not wait for a report yet", await RemarkAsync(hospital, 0), StringComparison.Ordinal);
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, referral, action, null);
        await ActAsync(hospital, referral, "schedule", hospital.Time.GetUtcNow().AddDays(1));
        await ActAsync(hospital, referral, "seen", null);

        Accepted(await hospital.SendAsync(Document("T02", "D2", "Consultation note", "Of whom?")));
        Assert.Contains("neither a referral nor the service", await RemarkAsync(hospital, 1), StringComparison.Ordinal);
        Accepted(await hospital.SendAsync(Document("T02", "D3", "Cardiology consultation note", "Mild mitral regurgitation.")));
        Assert.Equal("report-review", (await hospital.GetAsync($"/api/v1/referrals/{referral}")).GetProperty("state").GetString());
        Assert.True(Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents")).GetProperty("isReport").GetBoolean());

        // The same again changes nothing; another version goes where the first went.
        await hospital.SendAsync(Document("T02", "D3", "Cardiology consultation note", "Mild mitral regurgitation.", control: "again"));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents"));
        await hospital.SendAsync(Document("T08", "D3", "Cardiology consultation note", "Moderate mitral regurgitation.", sent: "20260302081500"));
        Assert.Equal(2, (await hospital.ItemsAsync($"/api/v1/referrals/{referral}/documents")).Count);
    }

    [Fact]
    public async Task WhatBelongsToNoneWaitsAndFollowsItsSender()
    {
        await using var hospital = await Hospital.StartAsync();
        await DocumentsWaitInATray.ArriveAsync(hospital);
        Accepted(await hospital.SendAsync(Document("T02", "D5", "Outside letter", "Please refer to somebody.", order: "NOBODY^EHR"), Document("T01", "D6", "Notified only", null)));
        var rows = await hospital.ItemsAsync(Tray);
        Assert.Equal(["Outside letter", "Notified only"], rows.Select(row => row.GetProperty("name").GetString()));
        var item = await DocumentsWaitInATray.ReadAsync(hospital, rows[0].GetProperty("id").GetString()!);
        Assert.Equal("Nguyen", item.GetProperty("patient").GetProperty("name").GetString()!.Split(' ')[^1]);
        Assert.Contains("names an order that no referral here has", item.GetProperty("remark").GetString(), StringComparison.Ordinal);

        Accepted(await hospital.SendAsync(Document("T10", "D7", "Outside letter, corrected", "Please refer to the heart clinic.", replaces: "D5", sent: "20260302081500")));
        Assert.Equal(["Notified only", "Outside letter, corrected"], (await hospital.ItemsAsync(Tray)).Select(row => row.GetProperty("name").GetString()).Order(StringComparer.Ordinal));
        Accepted(await hospital.SendAsync(Document("T11", "D7", "Outside letter, corrected", null, sent: "20260302082500")));
        Assert.Equal(["Notified only"], (await hospital.ItemsAsync(Tray)).Select(row => row.GetProperty("name").GetString()));
        Assert.Contains((await hospital.ItemsAsync($"{Tray}?state=set-aside")), row => row.GetProperty("reason").GetString() == "The sender took this document back.");
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("referrals", 1)]
    [InlineData("all", 2)]
    public async Task WhichOfThemAreShownIsASetting(string documents, int shown)
    {
        await using var hospital = await Hospital.StartAsync(settings: new Dictionary<string, string?> { ["Referrals:Tray:Documents"] = documents });
        await DocumentsWaitInATray.ArriveAsync(hospital);
        Accepted(await hospital.SendAsync(Document("T02", "D8", "Discharge summary", "Went home."), Document("T02", "D9", "Letter", "About an order.", order: "X^EHR")));
        Assert.Equal(shown, (await hospital.ItemsAsync(Tray)).Count);
    }

    private static string Document(string trigger, string number, string title, string? text, string order = "", string replaces = "", string? control = null, string sent = "20260302080500") =>
        $"MSH|^~\\&|EHR|NORTH|RUNINK|NORTH|{sent}||MDM^{trigger}|{control ?? $"{trigger}-{number}-{sent}"}|P|2.5.1\rEVN|{trigger}|{sent}\rPID|1||4711^^^NORTH^MR||Nguyen^Ann||19580314|F\rPV1|1|I|4 West^12^B\r"
        + $"TXA|1|CN|TX|{sent}||{sent}||||||{number}^EHR|{replaces}{(replaces.Length > 0 ? "^EHR" : "")}|{order}|||AU||AV||||||{title}" + (text is null ? "" : $"\rOBX|1|TX|11488-4^Consult note^LN||{text}||||||F");

    private static async Task<string> RemarkAsync(Hospital hospital, int at) =>
        (await hospital.GetAsync($"{Tray}/{(await hospital.ItemsAsync(Tray))[at].GetProperty("id").GetString()}")).GetProperty("remark").GetString()!;

    private static async Task ActAsync(Hospital hospital, string referral, string action, DateTimeOffset? date)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{referral}")).GetProperty("version").GetInt32();
        using var done = await hospital.PostAsync($"/api/v1/referrals/{referral}/actions/{action}", new { expectedVersion = version, date });
        Assert.True(done.IsSuccessStatusCode, await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void Accepted(IReadOnlyList<string> answers) => Assert.All(answers, answer => Assert.Contains("MSA|AA", answer, StringComparison.Ordinal));
}
