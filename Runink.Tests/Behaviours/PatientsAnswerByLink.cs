using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Runink.Domain.Delivery;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A patient is written to in the own language, never at night, and answers without an account; reading answers nothing.</summary>
public abstract class PatientsAnswerByLink
{
    public sealed class OnSqlite : PatientsAnswerByLink;

    public sealed class OnPostgreSql : PatientsAnswerByLink;

    [Fact]
    public async Task AVisitIsConfirmedMovedAndMissedInThePatientsLanguage()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await BookedAsync(hospital, new { resourceType = "Patient", name = new[] { new { family = "Osei", given = new[] { "Ama" } } }, birthDate = "1950-02-03", telecom = new[] { new { system = "email", value = "ama@example.org" } }, communication = new[] { new { language = new { coding = new[] { new { system = "urn:ietf:bcp:47", code = "es" } } } } } });
        var sent = await SendAsync(hospital, id, "offer");
        Assert.Equal(("email", "es"), (sent.GetProperty("reach").GetString(), sent.GetProperty("language").GetString()));
        var (link, mail) = await LinkAsync(hospital, id);
        Assert.Contains("tiene un mensaje para usted", mail, StringComparison.Ordinal);
        foreach (var hidden in new[] { "Osei", "Cardiology", "murmur", "Riverside", "marzo", "10:00" })
            Assert.DoesNotContain(hidden, mail, StringComparison.OrdinalIgnoreCase);

        using var patient = Stranger(hospital);
        var page = WebUtility.HtmlDecode(await patient.GetStringAsync(Relative(link), Stop));
        Assert.Contains("jueves, 5 de marzo de 2026, 10:00", page, StringComparison.Ordinal);
        Assert.Contains("Riverside", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Osei", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Cardiology", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("murmur", page, StringComparison.Ordinal);
        // A program that opens all that it finds has answered nothing.
        using (var opened = await patient.GetAsync(Relative($"{link}/confirm"), Stop))
            Assert.False(opened.IsSuccessStatusCode);
        Assert.Equal(JsonValueKind.Null, (await MessageAsync(hospital, id)).GetProperty("answer").ValueKind);

        Assert.Contains("done=yes", await SayAsync(patient, $"{link}/confirm"), StringComparison.Ordinal);
        await SayAsync(patient, $"{link}/confirm");
        Assert.Single(await hospital.ItemsAsync($"/api/v1/ledger?subject=referral/{id}&kind=referral_patient_confirms"));
        Assert.Contains("done=told", await SayAsync(patient, $"{link}/cannot-come", ("barrier", "transport")), StringComparison.Ordinal);
        Assert.Equal(("cannot-come", "transport"), ((await MessageAsync(hospital, id)).GetProperty("answer").GetString(), (await MessageAsync(hospital, id)).GetProperty("barrier").GetString()));
        Assert.Contains("Patient cannot come then", await ExceptionsAsync(hospital, id));
        Assert.DoesNotContain("done=", await SayAsync(patient, $"{link}/cannot-come", ("barrier", "<script>")), StringComparison.Ordinal);

        await ActAsync(hospital, id, "no-show", "Did not come", "work-or-childcare");
        using (var over = await patient.GetAsync(Relative(link), Stop))
            Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
        Assert.Equal("work-or-childcare", (await hospital.GetAsync($"/api/v1/referrals/{id}/times")).GetProperty("barrier").GetString());
        await SendAsync(hospital, id, "no-show");
        var (second, _) = await LinkAsync(hospital, id);
        Assert.DoesNotContain("done=", await SayAsync(patient, $"{second}/confirm"), StringComparison.Ordinal);
        // It went out, so it is a try; two more over another channel are missing.
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(3));
        var tries = await Hospital.EventuallyAsync(async () => (await hospital.GetAsync($"/api/v1/referrals/{id}/times")).GetProperty("tries"), found => found.GetProperty("tries").GetInt32() == 1, "the try");
        Assert.Equal("message", Assert.Single(tries.GetProperty("channels").EnumerateArray()).GetString());
        Assert.Contains("done=told", await SayAsync(patient, $"{second}/another-time"), StringComparison.Ordinal);
        Assert.Contains("3 tries over 2 channels", await WhyNotAsync(hospital, id, "lost-to-follow-up"), StringComparison.Ordinal);
        Assert.True((await hospital.GetAsync("/api/v1/ledger/verify")).GetProperty("ok").GetBoolean());
        Assert.DoesNotContain("ama@example.org", string.Concat(await hospital.ItemsAsync("/api/v1/deliveries")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyIsWrittenToAtNightAndALinkThatIsTakenBackSaysNothing()
    {
        await using var hospital = await Hospital.StartAsync(new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero));
        var id = await BookedAsync(hospital, new { resourceType = "Patient", name = new[] { new { family = "Osei" } }, birthDate = "1950-02-03", telecom = new[] { new { system = "email", value = "ama@example.org" } } });
        Assert.Equal("2026-03-03T08:00:00+00:00", (await SendAsync(hospital, id, "offer")).GetProperty("items")[0].GetProperty("sendAt").GetString());
        await hospital.FastForwardAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("pending", (await MessageAsync(hospital, id)).GetProperty("sent").GetString());
        var (link, _) = await LinkAsync(hospital, id, OutboxStatus.Pending);
        using var patient = Stranger(hospital);
        using (var first = await patient.GetAsync(Relative(link), Stop))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var gone = await hospital.Web.DeleteAsync(Relative($"/api/v1/referrals/{id}/messages/{(await MessageAsync(hospital, id)).GetProperty("id").GetString()}"), Stop))
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("skipped", (await MessageAsync(hospital, id)).GetProperty("sent").GetString());
        foreach (var path in new[] { link, "/v/none" })
        {
            using var over = await patient.GetAsync(Relative(path), Stop);
            Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
            Assert.Contains("This link is not valid, or not any more", await over.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WhomNothingReachesIsSaidSo()
    {
        await using var hospital = await Hospital.StartAsync();
        var id = await BookedAsync(hospital, new { resourceType = "Patient", name = new[] { new { family = "Osei" } }, birthDate = "1950-02-03", telecom = new[] { new { system = "phone", value = "555 555 0142" } } });
        foreach (var (kind, words) in new[] { ("offer", "no mail address"), ("no-show", "has missed no visit"), ("poem", "") })
        {
            using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/messages", new { kind });
            Assert.False(answer.IsSuccessStatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static HttpClient Stranger(Hospital hospital) => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hospital.Web.BaseAddress };

    private static async Task<string> SayAsync(HttpClient patient, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("x", "y")]);
        using var answer = await patient.PostAsync(Relative(path), form, Stop);
        return answer.Headers.Location?.ToString() ?? "";
    }

    /// <summary>The link is in the message and nowhere else.</summary>
    private static async Task<(string Link, string Body)> LinkAsync(Hospital hospital, string id, OutboxStatus status = OutboxStatus.Delivered)
    {
        var body = await Hospital.EventuallyAsync(
            async () =>
            {
                await using var db = hospital.Read();
                return db.Outbox.Where(row => row.ReferralId == id).OrderByDescending(row => row.Id).AsEnumerable().Take(1).Where(row => row.Status == status).Select(row => row.Body).FirstOrDefault();
            }, found => found is not null, "the message");
        return (new Uri(body!.Split('\n').Single(line => line.Contains("/v/", StringComparison.Ordinal))).PathAndQuery, body);
    }

    private static async Task<string> BookedAsync(Hospital hospital, object person)
    {
        using var made = await hospital.PostAsync("/api/v1/services", new { name = "Riverside", specialty = "Cardiology", address = "4 Quay Street" });
        var service = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
        using (var content = new StringContent(JsonSerializer.Serialize(person), Encoding.UTF8, new MediaTypeHeaderValue("application/fhir+json")))
        using (var answer = await hospital.Web.PostAsync(Relative("/fhir/Patient"), content, Stop))
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        string patient;
        await using (var db = hospital.Read())
            patient = db.Patients.Single().Id;
        using var opened = await hospital.PostAsync("/api/v1/referrals", new { patientId = patient, service = "Cardiology", priority = "routine", reason = "new murmur", consent = true });
        var id = JsonDocument.Parse(await opened.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("id").GetString()!;
        await ActAsync(hospital, id, "complete-dossier");
        using (var chosen = await hospital.PostAsync($"/api/v1/referrals/{id}/recipient", new { serviceId = service, expectedVersion = await VersionAsync(hospital, id) }))
            Assert.True(chosen.IsSuccessStatusCode, await chosen.Content.ReadAsStringAsync(Stop));
        foreach (var action in new[] { "triage", "waive-authorization", "ready" })
            await ActAsync(hospital, id, action);
        using (var told = await hospital.PostAsync("/api/v1/services/slots", new { csv = "service,start,end\nRiverside,2026-03-05 10:00,2026-03-05 10:30" }))
            Assert.True(told.IsSuccessStatusCode, await told.Content.ReadAsStringAsync(Stop));
        var slot = (await hospital.ItemsAsync($"/api/v1/services/{service}/slots"))[0].GetProperty("id").GetString();
        using var booked = await hospital.PostAsync($"/api/v1/referrals/{id}/booking", new { slotId = slot, expectedVersion = await VersionAsync(hospital, id) });
        Assert.True(booked.IsSuccessStatusCode, await booked.Content.ReadAsStringAsync(Stop));
        return id;
    }

    private static async Task<JsonElement> SendAsync(Hospital hospital, string id, string kind)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/messages", new { kind });
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> MessageAsync(Hospital hospital, string id) => (await hospital.ItemsAsync($"/api/v1/referrals/{id}/messages"))[0];

    private static async Task<string?> WhyNotAsync(Hospital hospital, string id, string action) =>
        (await hospital.GetAsync($"/api/v1/referrals/{id}/actions")).EnumerateArray().Single(one => one.GetProperty("name").GetString() == action).GetProperty("whyNot").GetString();

    private static async Task<int> VersionAsync(Hospital hospital, string id) => (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("version").GetInt32();

    private static async Task<IReadOnlyList<string?>> ExceptionsAsync(Hospital hospital, string id) =>
        [.. (await hospital.GetAsync($"/api/v1/referrals/{id}")).GetProperty("exceptions").EnumerateArray().Select(one => one.GetString())];

    private static async Task ActAsync(Hospital hospital, string id, string action, string reason = "said so", string? barrier = null)
    {
        using var answer = await hospital.PostAsync($"/api/v1/referrals/{id}/actions/{action}", new { expectedVersion = await VersionAsync(hospital, id), reason, barrier });
        Assert.True(answer.IsSuccessStatusCode, $"{action}: {await answer.Content.ReadAsStringAsync(Stop)}");
    }
}
