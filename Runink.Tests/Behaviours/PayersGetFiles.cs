using System.Text;
using System.Text.Json;
using Runink.Domain.Referrals.Authorizing.X12;
using Runink.Tests.Domain.Referrals.Authorizing;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Payers without FHIR get a 278 as a file, and their response finds its request by the number that was sent.</summary>
public sealed class PayersGetFiles : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("companion-x12-").FullName;

    private string Out => Directory.CreateDirectory(Path.Combine(root, "out")).FullName;

    private string In => Directory.CreateDirectory(Path.Combine(root, "in")).FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task AFileGoesOutWholeAndItsResponseMovesTheReferral()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12(Out, In));
        var id = await PayerStory.ReferralAsync(hospital);
        var trace = await SubmitAsync(hospital, id, 6);
        var file = await FileAsync(hospital);
        Assert.Equal("278-000000001.x12", Path.GetFileName(file));
        var text = await File.ReadAllTextAsync(file, Stop);
        Assert.Contains($"TRN*1*{trace}*", text, StringComparison.Ordinal);
        Assert.Contains("NM1*IL*1*Oliveira*Marta****MI*M77~", text, StringComparison.Ordinal);
        Assert.True(X12Interchange.Read(text).Ok);
        var view = await StateAsync(hospital, id, "submitted");
        Assert.Equal("pended", view.GetProperty("requests")[0].GetProperty("state").GetString());

        await AnswerAsync(hospital, "answer.x12", ServicesReviewTests.Response("HCR*A1*AUTH9~", "HSD*VS*6~", trace));
        view = await StateAsync(hospital, id, "approved");
        Assert.Equal(("AUTH9", 6), (view.GetProperty("left").GetProperty("number").GetString(), view.GetProperty("left").GetProperty("units").GetInt32()));
        Assert.True(File.Exists(Path.Combine(In, "read", "answer.x12")));
    }

    /// <summary>The right member is not enough, and the right number with another member neither.</summary>
    [Fact]
    public async Task AResponseIsMatchedByItsTraceAndNeverByThePatient()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12(Out, In));
        var id = await PayerStory.ReferralAsync(hospital);
        var trace = await SubmitAsync(hospital, id, 1);
        await StateAsync(hospital, id, "submitted");
        var unknown = Assert.Single(await TakeAsync(hospital, ServicesReviewTests.Response("HCR*A1*AUTH9~", trace: "01K00000000000000000000ZZZ")));
        Assert.Equal("unmatched", unknown.GetProperty("outcome").GetString());
        var other = Assert.Single(await TakeAsync(hospital, ServicesReviewTests.Response("HCR*A1*AUTH9~", trace: trace, member: "M99")));
        Assert.Equal("unmatched", other.GetProperty("outcome").GetString());
        await StateAsync(hospital, id, "submitted");
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/operational-tasks")).Count(task => task.GetProperty("kind").GetString() == "payer-answer-unmatched"));

        var denied = ServicesReviewTests.Response("HCR*A3**0V~MSG*Not shown to be necessary~", trace: trace);
        Assert.Equal("taken", Assert.Single(await TakeAsync(hospital, denied)).GetProperty("outcome").GetString());
        Assert.Equal("known", Assert.Single(await TakeAsync(hospital, denied)).GetProperty("outcome").GetString());
        var view = await StateAsync(hospital, id, "denied");
        Assert.Equal("Not shown to be necessary (code 0V)", view.GetProperty("requests")[0].GetProperty("reasons")[0].GetString());

        // A denied one needs a new request, which has a number of its own.
        Assert.Equal("invalid", await PayerStory.RefusedAsync(hospital, "/api/v1/referrals/authorizations/answers", new { x12 = "ISA*" }));
        await SubmitAsync(hospital, id, 2);
        await Hospital.EventuallyAsync(() => Task.FromResult(Directory.GetFiles(Out, "*.x12").Length), count => count == 2, "the second file");
        Assert.True(File.Exists(Path.Combine(Out, "278-000000002.x12")));
    }

    [Fact]
    public async Task WhatCannotBeReadGoesAsideAndIsWork()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12(Out, In));
        await AnswerAsync(hospital, "broken.x12", ServicesReviewTests.Response("HCR*A1*AUTH9~")[..^20]);
        await Hospital.EventuallyAsync(() => Task.FromResult(File.Exists(Path.Combine(In, "refused", "broken.x12"))), there => there, "the file to go aside");
        Assert.Contains(await hospital.ItemsAsync("/api/v1/operational-tasks"), task => task.GetProperty("headline").GetString() == "A file of Northwind Health could not be read");
    }

    /// <summary>Without a folder a person takes the file, and says so.</summary>
    [Fact]
    public async Task AFileMayBeHandedOverByAPerson()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12("", ""));
        var id = await PayerStory.ReferralAsync(hospital);
        var trace = await SubmitAsync(hospital, id, 1);
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15));
        var view = await StateAsync(hospital, id, "required");
        Assert.True(view.GetProperty("requests")[0].GetProperty("waitsForHandOver").GetBoolean());
        Assert.StartsWith("ISA*00*", await hospital.Web.GetStringAsync($"/api/v1/referrals/{id}/authorization/requests/{trace}/content", Stop), StringComparison.Ordinal);
        await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests/{trace}/handed-over", new { });
        await StateAsync(hospital, id, "submitted");
        Assert.Equal("already-done", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests/{trace}/handed-over", new { }));
    }

    /// <summary>Three visits: each takes one, the last but one warns, and one more is booked with a reason only.</summary>
    [Fact]
    public async Task VisitsUseUpWhatWasAuthorized()
    {
        await using var hospital = await Hospital.StartAsync(settings: PayerStory.X12(Out, In));
        var id = await PayerStory.ReferralAsync(hospital);
        await TakeAsync(hospital, ServicesReviewTests.Response("HCR*A1*AUTH9~", trace: await SubmitAsync(hospital, id, 3)));
        await StateAsync(hospital, id, "approved");
        await PayerStory.ActAsync(hospital, id, "ready");
        for (var visit = 1; visit <= 3; visit++)
        {
            await PayerStory.ActAsync(hospital, id, "schedule", date: hospital.Time.GetUtcNow().AddDays(1));
            hospital.Time.Leap(TimeSpan.FromDays(1));
            await PayerStory.ActAsync(hospital, id, "seen");
            Assert.Equal(3 - visit, (await hospital.GetAsync($"/api/v1/referrals/{id}/authorization")).GetProperty("left").GetProperty("left").GetInt32());
            await PayerStory.ActAsync(hospital, id, "another-visit");
            await hospital.FastForwardAsync(TimeSpan.FromMinutes(3));
            await Hospital.EventuallyAsync(() => hospital.GetAsync($"/api/v1/referrals/{id}"), card => Runs(card) == visit >= 2, $"the warning after visit {visit}");
        }

        var beyond = new { expectedVersion = await PayerStory.VersionAsync(hospital, id), date = hospital.Time.GetUtcNow().AddDays(1) };
        Assert.Equal("reason-required", await PayerStory.RefusedAsync(hospital, $"/api/v1/referrals/{id}/actions/schedule", beyond));
        await PayerStory.ActAsync(hospital, id, "clear-auth-expiring", "asked for more");
        await PayerStory.ActAsync(hospital, id, "schedule", "the patient pays", hospital.Time.GetUtcNow().AddDays(1));
        Assert.True(Runs(await hospital.GetAsync($"/api/v1/referrals/{id}")));
        Assert.Contains("authorization-expiring", (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("lists").EnumerateArray().Select(one => one.GetString()));

        static bool Runs(JsonElement card) => card.GetProperty("exceptions").EnumerateArray().Any(one => one.GetString() == "Authorization runs out");
    }

    private async Task AnswerAsync(Hospital hospital, string name, string text)
    {
        await File.WriteAllTextAsync(Path.Combine(In, name), text, Encoding.ASCII, Stop);
        for (var look = 0; look < 4; look++)
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));
    }

    private Task<string> FileAsync(Hospital hospital) => Hospital.EventuallyAsync(
        async () =>
        {
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            return Directory.GetFiles(Out, "*.x12").SingleOrDefault() ?? "";
        }, file => file.Length > 0, "the file");

    private static async Task<string> SubmitAsync(Hospital hospital, string id, int units)
    {
        var view = await PayerStory.PostAsync(hospital, $"/api/v1/referrals/{id}/authorization/requests", new { units, expectedVersion = await PayerStory.VersionAsync(hospital, id) });
        await hospital.FastForwardAsync(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));
        return view.GetProperty("requests")[0].GetProperty("id").GetString()!;
    }

    private static async Task<IReadOnlyList<JsonElement>> TakeAsync(Hospital hospital, string x12) =>
        [.. (await PayerStory.PostAsync(hospital, "/api/v1/referrals/authorizations/answers", new { x12 })).GetProperty("items").EnumerateArray()];

    private static Task<JsonElement> StateAsync(Hospital hospital, string id, string gate) => Hospital.EventuallyAsync(
        async () =>
        {
            await hospital.FastForwardAsync(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            return await hospital.GetAsync($"/api/v1/referrals/{id}/authorization");
        }, view => view.GetProperty("gate").GetString() == gate, $"the authorization to be {gate}");
}
