using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>One link, one referral, no account: what a partner says lands on the referral; a link that is over says nothing.</summary>
public abstract class PartnersAnswerByLink
{
    public sealed class OnSqlite : PartnersAnswerByLink;

    public sealed class OnPostgreSql : PartnersAnswerByLink;

    [Fact]
    public async Task APartnerAcceptsAsksProposesAndReports()
    {
        await using var hospital = await Hospital.StartAsync();
        using var partner = Stranger(hospital);
        var id = await ReferralAsync(hospital);
        var link = await LinkAsync(hospital, id, "Riverside Cardiology");

        var page = await partner.GetStringAsync(Relative(link), Stop);
        Assert.Contains("Riverside Cardiology", page, StringComparison.Ordinal);
        Assert.Contains("new murmur", page, StringComparison.Ordinal);
        Assert.Contains("done=1", await SayAsync(partner, $"{link}/accept"), StringComparison.Ordinal);
        Assert.Contains("done=1", await SayAsync(partner, $"{link}/accept"), StringComparison.Ordinal);
        Assert.Equal("triage", await StateAsync(hospital, id));
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_partner_accepts"));
        Assert.Contains("done=1", await SayAsync(partner, $"{link}/ask", ("text", "Is an echo there?")), StringComparison.Ordinal);
        Assert.Contains("Partner asks", await ExceptionsAsync(hospital, id));
        await ActAsync(hospital, id, "clear-question", "Yes, of last week");
        Assert.Contains("Yes, of last week", await partner.GetStringAsync(Relative(link), Stop), StringComparison.Ordinal);
        Assert.Contains("problem=", await SayAsync(partner, $"{link}/propose", ("date", "2020-01-01"), ("time", "09:00")), StringComparison.Ordinal);
        Assert.Contains("done=1", await SayAsync(partner, $"{link}/propose", ("date", hospital.Time.GetUtcNow().AddDays(4).ToString("yyyy-MM-dd", null)), ("time", "09:00")), StringComparison.Ordinal);
        Assert.Contains("Partner proposes a time", await ExceptionsAsync(hospital, id));

        foreach (var action in new[] { "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        await ActAsync(hospital, id, "schedule", date: hospital.Time.GetUtcNow().AddDays(4));
        Assert.DoesNotContain("Partner proposes a time", await ExceptionsAsync(hospital, id));
        Assert.Contains("problem=", await SayAsync(partner, $"{link}/decline", ("text", "full")), StringComparison.Ordinal);
        await ActAsync(hospital, id, "seen");
        Assert.Contains("problem=", await SendAsync(partner, link, "virus.exe", [0x4D, 0x5A, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("done=1", await SendAsync(partner, link, "../../Report \"Nguyen\".pdf", Encoding.ASCII.GetBytes("%PDF-1.7 report")), StringComparison.Ordinal);
        Assert.Equal("report-review", await StateAsync(hospital, id));
        var paper = Assert.Single(await hospital.ItemsAsync($"/api/v1/referrals/{id}/documents"));
        Assert.Equal(("application/pdf", "Riverside Cardiology", true), (paper.GetProperty("contentType").GetString(), paper.GetProperty("from").GetString(), paper.GetProperty("isReport").GetBoolean()));
        Assert.DoesNotContain('/', paper.GetProperty("name").GetString()!);
        Assert.Equal("%PDF-1.7 report", await hospital.Web.GetStringAsync(Relative($"/api/v1/referrals/{id}/documents/{paper.GetProperty("id").GetString()}"), Stop));
        using var taken = await partner.GetAsync(Relative($"{link}/documents/{paper.GetProperty("id").GetString()}"), Stop);
        Assert.Equal("attachment", taken.Content.Headers.ContentDisposition?.DispositionType);
        Assert.NotEmpty(await hospital.ItemsAsync("/api/v1/ledger?kind=partner_took_document"));
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task ADeclineIsAReasonAndAnotherRecipient()
    {
        await using var hospital = await Hospital.StartAsync();
        using var partner = Stranger(hospital);
        var id = await ReferralAsync(hospital);
        var link = await LinkAsync(hospital, id, "Riverside Cardiology");

        Assert.Contains("problem=", await SayAsync(partner, $"{link}/decline"), StringComparison.Ordinal);
        Assert.Contains("done=declined", await SayAsync(partner, $"{link}/decline", ("text", "No capacity before June")), StringComparison.Ordinal);
        using var after = await partner.GetAsync(Relative($"{link}?done=declined"), Stop);
        Assert.Equal(HttpStatusCode.Gone, after.StatusCode);
        var told = await after.Content.ReadAsStringAsync(Stop);
        Assert.Contains("Thank you", told, StringComparison.Ordinal);
        Assert.DoesNotContain("murmur", told, StringComparison.Ordinal);
        Assert.Equal("reroute", await StateAsync(hospital, id));
        using var again = await hospital.PostAsync($"/api/v1/referrals/{id}/links", new { recipient = "Riverside Cardiology" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.StartsWith("/p/", await LinkAsync(hospital, id, "Hilltop Heart"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALinkThatIsOverOrTakenBackOrInventedSaysTheSame()
    {
        await using var hospital = await Hospital.StartAsync();
        using var partner = Stranger(hospital);
        var id = await ReferralAsync(hospital);
        var (old, revoked, withdrawn) = (await LinkAsync(hospital, id, "Old", 1), await LinkAsync(hospital, id, "Revoked", 30), await LinkAsync(hospital, id, "Withdrawn", 30));
        var links = await hospital.ItemsAsync($"/api/v1/referrals/{id}/links");
        using var gone = await hospital.Web.DeleteAsync(Relative($"/api/v1/referrals/{id}/links/{links.Single(one => one.GetProperty("recipient").GetString() == "Revoked").GetProperty("id").GetString()}"), Stop);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        hospital.Time.Leap(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.OK, (await partner.GetAsync(Relative(withdrawn), Stop)).StatusCode);
        await ActAsync(hospital, id, "withdraw-consent", "the patient called");

        var said = new List<string>();
        foreach (var path in new[] { old, revoked, withdrawn, "/p/none" })
        {
            using var answer = await partner.GetAsync(Relative(path), Stop);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            said.Add(await answer.Content.ReadAsStringAsync(Stop));
            Assert.Contains("problem=", await SayAsync(partner, $"{path}/accept"), StringComparison.Ordinal);
        }

        Assert.All(said, text => Assert.Contains("This link is not valid, or not any more.", text, StringComparison.Ordinal));
        Assert.All(said, text => Assert.DoesNotContain("murmur", text, StringComparison.Ordinal));
        using var person = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/partner-accepts", new { expectedVersion = 2 });
        Assert.False(person.IsSuccessStatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static HttpClient Stranger(Hospital hospital) => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = hospital.Web.BaseAddress };

    private static async Task<string> ReferralAsync(Hospital hospital)
    {
        var mrn = Some.Mrn();
        await hospital.SendAsync(Some.Arrival(mrn, hospital.Time.GetUtcNow()));
        var patient = (await hospital.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();
        using var made = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", reason = "new murmur" });
        return JsonDocument.Parse(await made.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string> LinkAsync(Hospital hospital, string id, string recipient, int days = 7)
    {
        using var made = await hospital.PostAsync($"/api/v1/referrals/{id}/links", new { recipient, days });
        var text = await made.Content.ReadAsStringAsync(Stop);
        Assert.True(made.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("path").GetString()!;
    }

    /// <returns>Where the answer leads to.</returns>
    private static async Task<string> SayAsync(HttpClient partner, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await partner.PostAsync(Relative(path), form, Stop);
        return answer.Headers.Location?.ToString() ?? answer.StatusCode.ToString();
    }

    private static async Task<string> SendAsync(HttpClient partner, string link, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent();
        using var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "file", name.Replace("\"", "", StringComparison.Ordinal));
        using var answer = await partner.PostAsync(Relative($"{link}/report"), form, Stop);
        return answer.Headers.Location?.ToString() ?? answer.StatusCode.ToString();
    }

    private static async Task<string?> StateAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("state").GetString();

    private static async Task<IReadOnlyList<string?>> ExceptionsAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString())];

    private static async Task ActAsync(Hospital hospital, string id, string action, string? reason = null, DateTimeOffset? date = null)
    {
        var version = (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = version, reason, date });
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }
}
