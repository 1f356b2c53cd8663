using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>CDS Hooks 2.0, with requests as its specification shows them: a record system shows what is open, and tells what became of it.</summary>
public sealed class TheChartShowsWhatIsOpen
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDiscoveryIsOpenAndNamesAHookEach()
    {
        await using var hospital = await Hospital.StartAsync();
        using var anybody = new HttpClient { BaseAddress = hospital.Web.BaseAddress };
        var services = (await anybody.GetFromJsonAsync<JsonElement>("/cds-services", Stop)).GetProperty("services").EnumerateArray().ToList();
        Assert.Equal(["encounter-discharge", "order-select", "patient-view"], services.Select(one => one.GetProperty("hook").GetString()).Order(StringComparer.Ordinal));
        Assert.All(services, one => Assert.Equal("Patient/{{context.patientId}}", one.GetProperty("prefetch").GetProperty("patient").GetString()));
        using var unknown = await anybody.PostAsJsonAsync("/cds-services/escalations-patient-view", Hook("patient-view", "1"), Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Theory]
    [InlineData("patient-view")]
    [InlineData("order-select")]
    [InlineData("encounter-discharge")]
    public async Task AnOpenEscalationIsACard(string hook)
    {
        await using var hospital = await Hospital.StartAsync();
        var escalation = await OpenAsync(hospital);
        var patient = escalation.GetProperty("patient").GetProperty("id").GetString()!;

        var card = Assert.Single(await CardsAsync(hospital, hook, patient));

        Assert.True(Guid.TryParse(card.GetProperty("uuid").GetString(), out _));
        Assert.InRange(card.GetProperty("summary").GetString()!.Length, 1, 139);
        Assert.Equal("critical", card.GetProperty("indicator").GetString());
        Assert.Equal("lactate-critical", card.GetProperty("source").GetProperty("topic").GetProperty("code").GetString());
        Assert.NotEmpty(card.GetProperty("source").GetProperty("label").GetString()!);
        Assert.Equal(4, card.GetProperty("overrideReasons").GetArrayLength());
        var link = Assert.Single(card.GetProperty("links").EnumerateArray());
        Assert.Equal(("absolute", true), (link.GetProperty("type").GetString(), link.GetProperty("url").GetString()!.EndsWith($"/escalations/{escalation.GetProperty("id").GetString()}", StringComparison.Ordinal)));
        if (hook == "patient-view")
        {
            var action = Assert.Single(Assert.Single(card.GetProperty("suggestions").EnumerateArray()).GetProperty("actions").EnumerateArray());
            Assert.Equal(("create", "Task", $"Patient/{patient}"), (action.GetProperty("type").GetString(), action.GetProperty("resource").GetProperty("resourceType").GetString(), action.GetProperty("resource").GetProperty("for").GetProperty("reference").GetString()));
        }

        Assert.Single(await hospital.ItemsAsync("/api/v1/ledger?kind=cds_read"), row => row.GetProperty("subject").GetProperty("id").GetString() == patient);
    }

    /// <summary>The record system's id may be the number of somebody else: numbers count with their system or with the birth date, and a birth date that differs is another patient.</summary>
    [Fact]
    public async Task TheRightPatientOrNone()
    {
        await using var hospital = await Hospital.StartAsync();
        var mrn = (await OpenAsync(hospital)).GetProperty("patient").GetProperty("mrn").GetString()!;

        Assert.Empty(await CardsAsync(hospital, "patient-view", mrn));
        Assert.Single(await CardsAsync(hospital, "patient-view", "ehr-1", Prefetched("HOSP", mrn, null)));
        Assert.Single(await CardsAsync(hospital, "patient-view", "ehr-1", Prefetched("urn:oid:1.2.3", mrn, "1948-03-12")));
        Assert.Empty(await CardsAsync(hospital, "patient-view", "ehr-1", Prefetched("urn:oid:1.2.3", mrn, null)));
        Assert.Empty(await CardsAsync(hospital, "patient-view", "ehr-1", Prefetched("HOSP", mrn, "1990-01-01")));
        Assert.Empty(await CardsAsync(hospital, "patient-view", "ehr-1"));
    }

    [Fact]
    public async Task WhatBecameOfACardStandsInTheHistory()
    {
        await using var hospital = await Hospital.StartAsync();
        var escalation = await OpenAsync(hospital);
        var (id, patient) = (escalation.GetProperty("id").GetString(), escalation.GetProperty("patient").GetProperty("id").GetString()!);
        var card = Assert.Single(await CardsAsync(hospital, "patient-view", patient)).GetProperty("uuid").GetString();
        var overridden = new
        {
            feedback = new[]
            {
                new
                {
                    card, outcome = "overridden", outcomeTimestamp = "2026-03-02T08:05:00Z",
                    overrideReason = new { reason = new { code = "being-handled", system = "urn:runink:card-override-reason" }, userComment = "rapid response is here" },
                },
            },
        };

        for (var time = 0; time < 2; time++)
        {
            using var said = await hospital.PostAsync("/cds-services/escalations-patient-view/feedback", overridden);
            Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        }

        using (var said = await hospital.PostAsync("/cds-services/escalations-patient-view/feedback", new { feedback = new[] { new { card, outcome = "accepted", outcomeTimestamp = "2026-03-02T08:06:00Z", acceptedSuggestions = new[] { new { id = card } } } } }))
            Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        using (var foreign = await hospital.PostAsync("/cds-services/escalations-patient-view/feedback", new { feedback = new[] { new { card = "4e0a3a1e-3283-4575-ab82-028d55fe2719", outcome = "accepted", outcomeTimestamp = "2026-03-02T08:06:00Z" } } }))
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        await using var db = hospital.Read();
        Assert.Equal(
            ["overridden in the record system, 2026-03-02 08:05:00 UTC: Somebody sees to it already: rapid response is here", "accepted in the record system, 2026-03-02 08:06:00 UTC"],
            db.EscalationEvents.Where(one => one.EscalationId == id && one.Kind == "card-feedback").OrderBy(one => one.Id).Select(one => one.Text));
        Assert.Equal(2, (await hospital.ItemsAsync("/api/v1/ledger?kind=escalation_card_feedback")).Count);
        Assert.Equal("open", (await hospital.GetAsync($"/api/v1/escalations/{id}")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("escalations-patient-view", "{\"hook\":\"order-select\",\"hookInstance\":\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\",\"context\":{\"patientId\":\"1\"}}", HttpStatusCode.BadRequest)]
    [InlineData("escalations-patient-view", "{\"hook\":\"patient-view\",\"hookInstance\":\"1\",\"context\":{\"patientId\":\"1\"}}", HttpStatusCode.BadRequest)]
    [InlineData("escalations-patient-view", "{\"hook\":\"patient-view\",\"hookInstance\":\"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea\",\"context\":{}}", HttpStatusCode.BadRequest)]
    [InlineData("escalations-patient-view", "[]", HttpStatusCode.BadRequest)]
    [InlineData("escalations-patient-view", "{", HttpStatusCode.BadRequest)]
    [InlineData("none", "{}", HttpStatusCode.NotFound)]
    public async Task WhatIsNoHookIsRefused(string service, string body, HttpStatusCode status)
    {
        await using var hospital = await Hospital.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await hospital.Web.PostAsync($"/cds-services/{service}", content, Stop);
        Assert.Equal(status, answer.StatusCode);
    }

    private static async Task<JsonElement> OpenAsync(Hospital hospital)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        // Under 65, so that only one trigger asks.
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "4.5"));
        await using var db = hospital.Read();
        foreach (var other in await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))
        {
            if (other.GetProperty("trigger").GetProperty("id").GetString() != "lactate-critical")
                (await hospital.PostAsync($"/api/v1/escalations/{other.GetProperty("id").GetString()}/actions/resolve", new { reason = "not of interest here" })).EnsureSuccessStatusCode();
        }

        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
    }

    private static async Task<IReadOnlyList<JsonElement>> CardsAsync(Hospital hospital, string hook, string patient, object? prefetch = null)
    {
        using var answer = await hospital.PostAsync($"/cds-services/escalations-{hook}", Hook(hook, patient, prefetch));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("cards").EnumerateArray()];
    }

    private static object Hook(string hook, string patient, object? prefetch = null) => new
    {
        hookInstance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", fhirServer = "http://hooks.smarthealthit.org:9080", hook,
        context = new { userId = "Practitioner/example", patientId = patient, encounterId = "89284" }, prefetch,
    };

    private static object Prefetched(string system, string value, string? born) => new
    {
        patient = new
        {
            resourceType = "Patient", id = "ehr-1", birthDate = born,
            identifier = new[] { new { system, value, type = new { coding = new[] { new { system = "http://terminology.hl7.org/CodeSystem/v2-0203", code = "MR" } } } } },
        },
    };
}
