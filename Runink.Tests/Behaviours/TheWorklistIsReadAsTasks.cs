using System.Net;
using System.Text;
using System.Text.Json;
using Runink.Domain.Intake.Fhir;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Escalations over the FHIR door, beside Tasks that others sent.</summary>
public abstract class TheWorklistIsReadAsTasks
{
    public sealed class OnSqlite : TheWorklistIsReadAsTasks;

    public sealed class OnPostgreSql : TheWorklistIsReadAsTasks;

    private const string Worklist = "/fhir/Task?_source=urn:runink:worklist";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenWorkIsFoundByPatientAndStatusAndFollowsWhatIsDone()
    {
        await using var hospital = await Hospital.StartAsync();
        var (first, _) = (await OpenAsync(hospital), await OpenAsync(hospital));
        var (id, patient) = (first.GetProperty("id").GetString()!, first.GetProperty("patient").GetProperty("id").GetString()!);

        Assert.Equal(2, await TotalAsync(hospital, $"{Worklist}&_count=1"));
        var task = Assert.Single((await hospital.GetAsync($"{Worklist}&patient=Patient/{patient}")).GetProperty("entry").EnumerateArray()).GetProperty("resource");
        Assert.Equal((id, "requested", "stat", $"Patient/{patient}"), (Text(task, "id"), Text(task, "status"), Text(task, "priority"), Text(task.GetProperty("for"), "reference")));
        Assert.IsType<Hl7.Fhir.Model.Task>(FhirParser.Parse(Encoding.UTF8.GetBytes(task.GetRawText())).Resource);
        Assert.Equal(patient, Text(await hospital.GetAsync($"/fhir/Patient/{patient}"), "id"));

        (await hospital.PostAsync($"/api/v1/escalations/{id}/actions/acknowledge", new { })).EnsureSuccessStatusCode();
        Assert.Equal("in-progress", Text(await hospital.GetAsync($"/fhir/Task/{id}"), "status"));
        Assert.Equal(1, await TotalAsync(hospital, $"{Worklist}&status=in-progress,on-hold"));
        Assert.Equal(0, await TotalAsync(hospital, $"{Worklist}&status=completed"));
        Assert.NotEmpty(await hospital.ItemsAsync("/api/v1/ledger?kind=fhir_search"));
        using var unknown = await hospital.Web.GetAsync($"{Worklist}&performer=x", Stop);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task TasksOfOthersStandBeside()
    {
        await using var hospital = await Hospital.StartAsync();
        await OpenAsync(hospital);
        using var content = new StringContent("{\"resourceType\":\"Task\",\"status\":\"requested\",\"intent\":\"order\",\"description\":\"theirs\"}", Encoding.UTF8, "application/fhir+json");
        using var made = await hospital.Web.PostAsync("/fhir/Task", content, Stop);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);

        var theirs = Assert.Single((await hospital.GetAsync("/fhir/Task")).GetProperty("entry").EnumerateArray()).GetProperty("resource");
        Assert.Equal("theirs", Text(theirs, "description"));
        Assert.Equal("theirs", Text(await hospital.GetAsync($"/fhir/Task/{Text(theirs, "id")}"), "description"));
        Assert.Equal(1, await TotalAsync(hospital, Worklist));
    }

    /// <summary>Under 65, so that one trigger asks.</summary>
    private static async Task<JsonElement> OpenAsync(Hospital hospital)
    {
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now, born: "19900101"), Some.Lactate(mrn, $"L{mrn}", now, "4.5"));
        foreach (var other in (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}")).Where(row => row.GetProperty("trigger").GetProperty("id").GetString() != "lactate-critical"))
            (await hospital.PostAsync($"/api/v1/escalations/{other.GetProperty("id").GetString()}/actions/resolve", new { reason = "not of interest here" })).EnsureSuccessStatusCode();
        return Assert.Single(await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"));
    }

    private static async Task<int> TotalAsync(Hospital hospital, string path) => (await hospital.GetAsync(path)).GetProperty("total").GetInt32();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
