using System.Text.Json;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>One page tells what happened to a patient, who was told, what was allowed, where it comes from and what does not fit.</summary>
public abstract class APatientsStory
{
    public sealed class OnSqlite : APatientsStory;

    public sealed class OnPostgreSql : APatientsStory;

    [Fact]
    public async Task EverythingThatHappenedIsOneLineOfTime()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            Some.Arrival(mrn, now.AddHours(-5), patientClass: "I"), Some.Arrival(mrn, now.AddHours(-3), patientClass: "I", place: "ICU^^12", trigger: "A02"),
            Some.Results(mrn, "R1", now.AddHours(-2), ("2524-7", "2.1", "mmol/L"), ("2823-3", "4.1", "mmol/L")), Some.Lactate(mrn, "R2", now.AddMinutes(-5), "6.2"));
        var story = await StoryAsync(hospital, mrn, story => story.Any(entry => entry.Kind == "told"));

        Assert.Equal(story.Select(entry => entry.At).OrderDescending(), story.Select(entry => entry.At));
        Assert.Contains(story, entry => entry is { Kind: "values", Text: "Lactate 2.1 mmol/L, potassium 4.1 mmol/L" });
        Assert.Contains(story, entry => entry is { Kind: "encounter", Text: "The feed says: in ICU, 12" });
        Assert.Contains(story, entry => entry is { Kind: "encounter", Text: "Inpatient begins" });
        Assert.Contains(story, entry => entry.Kind == "escalation" && entry.Text.Contains("6.2", StringComparison.Ordinal));

        var escalation = Assert.Single((await PatientAsync(hospital, mrn)).GetProperty("work").EnumerateArray(), work => work.GetProperty("title").GetString() == "Lactate critical").GetProperty("id").GetString();
        (await hospital.PostAsync($"/api/v1/escalations/{escalation}/actions/acknowledge", new { })).EnsureSuccessStatusCode();
        var after = await StoryAsync(hospital, mrn, found => found.Any(entry => entry.Kind == "escalation" && entry.Text.Contains("acknowledged", StringComparison.Ordinal)));
        Assert.True(after.Count > story.Count);
    }

    [Fact]
    public async Task WhatTriggersWaitForStandsBesideTheValues()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now.AddHours(-5)), Some.Lactate(mrn, "L1", now.AddHours(-1), "1.2"));
        var lactate = Assert.Single((await PatientAsync(hospital, mrn)).GetProperty("series").EnumerateArray(), series => series.GetProperty("concept").GetString() == "lab.lactate");
        Assert.NotEmpty(lactate.GetProperty("limits").EnumerateArray());
    }

    [Fact]
    public async Task ConsentsAndWhatCannotBeUsedAreShownAndNothingIsMadeUp()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(
            Some.Arrival(mrn, now.AddHours(-5)), Some.Lactate(mrn, "C1", now.AddHours(-1), "1.2"), Some.Lactate(mrn, "C2", now.AddHours(-1), "7.7").Replace("|LAB|", "|LAB2|", StringComparison.Ordinal),
            Some.Results(mrn, "C3", now.AddMinutes(-9), ("2823-3", "4.0", "furlong")));
        var before = await PatientAsync(hospital, mrn);
        Assert.Empty(before.GetProperty("consents").EnumerateArray());
        var id = before.GetProperty("card").GetProperty("id").GetString();
        foreach (var (type, about, end) in new[] { ("deny", "Research", "2020-01-01"), ("permit", "Referral", "2099-01-01"), ("", "Photographs", "2099") })
        {
            (await hospital.PostAsync("/fhir/Consent", JsonSerializer.Deserialize<JsonElement>($$"""
                {"resourceType":"Consent","status":"active","scope":{"text":"privacy"},"category":[{"text":"{{about}}"}],"patient":{"reference":"Patient/{{id}}"},"policyRule":{"text":"x"},
                 "provision":{ {{(type.Length == 0 ? "" : $"\"type\":\"{type}\",")}} "period":{"end":"{{end}}"} } }
                """))).EnsureSuccessStatusCode();
        }

        var view = await PatientAsync(hospital, mrn);
        var consents = view.GetProperty("consents").EnumerateArray().ToDictionary(consent => consent.GetProperty("text").GetString()!, consent => (consent.GetProperty("permits").ValueKind, consent.GetProperty("isOver").GetBoolean()));
        Assert.Equal((JsonValueKind.False, true), consents["Research"]);
        Assert.Equal((JsonValueKind.True, false), consents["Referral"]);
        Assert.Equal((JsonValueKind.Null, false), consents["Photographs"]);

        var conflicts = view.GetProperty("conflicts").EnumerateArray().ToLookup(conflict => conflict.GetProperty("kind").GetString(), conflict => conflict.GetProperty("text").GetString()!);
        Assert.Contains("1.2 mmol/L and 7.7 mmol/L", Assert.Single(conflicts["values"]), StringComparison.Ordinal);
        Assert.Contains("furlong: its unit is not known", Assert.Single(conflicts["unusable"]), StringComparison.Ordinal);
        var sources = view.GetProperty("sources").EnumerateArray().ToDictionary(source => source.GetProperty("source").GetString()!, source => source.GetProperty("messages").GetInt32());
        Assert.Equal((2, 1), (sources["LAB/HOSP"], sources["LAB2/HOSP"]));
    }

    private static async Task<JsonElement> PatientAsync(Hospital hospital, string mrn) => await hospital.GetAsync($"/api/v1/patients/{mrn}");

    private static async Task<IReadOnlyList<(DateTimeOffset At, string Kind, string Text)>> StoryAsync(Hospital hospital, string mrn, Func<IReadOnlyList<(DateTimeOffset At, string Kind, string Text)>, bool> isSo) =>
        await Hospital.EventuallyAsync(
            async () => (IReadOnlyList<(DateTimeOffset, string, string)>)[.. (await PatientAsync(hospital, mrn)).GetProperty("timeline").EnumerateArray().Select(entry => (entry.GetProperty("at").GetDateTimeOffset(), entry.GetProperty("kind").GetString()!, entry.GetProperty("text").GetString()!))],
            isSo, "the story goes on");
}
