using System.Globalization;
using System.Net;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Ledger;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>The auditor's questions: who, whom, when and what.</summary>
public abstract class WhoLookedAtThisPatient
{
    private static readonly Caller Auditor = new("person", "victor.adeyemi", "Victor Adeyemi", Role.Auditor, null, RolePermissions.Of(Role.Auditor));

    public sealed class OnSqlite : WhoLookedAtThisPatient;

    public sealed class OnPostgreSql : WhoLookedAtThisPatient;

    [Fact]
    public async Task RowsOfAPatientAreThoseOfTheirEscalationsAndReferralsTooAndOfNobodyElse()
    {
        await using var house = await Hospital.StartAsync();
        var (one, other, now) = (Some.Mrn(), Some.Mrn(), house.Time.GetUtcNow());
        foreach (var mrn in (string[])[one, other])
            await house.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{mrn}", now, "3.4"));
        var escalation = Assert.Single(await house.ItemsAsync($"/api/v1/escalations?patient={one}"));
        var (id, patient) = (escalation.GetProperty("id").GetString()!, escalation.GetProperty("patient").GetProperty("id").GetString()!);
        await house.GetAsync($"/api/v1/escalations/{id}");
        await house.GetAsync($"/api/v1/patients/{one}");
        await house.GetAsync($"/api/v1/patients/{other}");
        await house.ItemsAsync($"/api/v1/escalations?patient={other}");

        var byMrn = await RowsAsync(house, $"patient={one}");
        var byId = await RowsAsync(house, $"patient={patient}");

        Assert.Equal(byMrn, byId);
        Assert.Contains($"patient_registered patient/{patient}", byMrn);
        Assert.Contains($"patient_read patient/{patient}", byMrn);
        Assert.Contains($"escalation_read escalation/{id}", byMrn);
        Assert.Contains(byMrn, row => row.StartsWith("referral_received referral/", StringComparison.Ordinal));
        // Whoever saw the patient in a list saw the patient; the list in which only the other one stood is none of it.
        Assert.Single(byMrn, row => row.StartsWith("worklist_read", StringComparison.Ordinal));
        Assert.Single(byMrn, row => row.StartsWith("patient_read", StringComparison.Ordinal));

        var looks = await RowsAsync(house, $"patient={one}&kind=looks");
        Assert.Equal([$"escalation_read escalation/{id}", $"patient_read patient/{patient}", "worklist_read worklist/all"], looks.Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await house.Web.GetAsync(new Uri("/api/v1/ledger?patient=nobody", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    /// <summary>A value that came over HL7 v2 is no stored resource; a look at it over FHIR is a look at its patient all the same.</summary>
    [Fact]
    public async Task ASearchOverFhirIsALookAtThePatient()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        var patient = (await house.GetAsync($"/api/v1/patients/{mrn}")).GetProperty("card").GetProperty("id").GetString();

        await house.GetAsync($"/fhir/Observation?patient={patient}");

        Assert.Contains($"fhir_search Observation/{patient}", await RowsAsync(house, $"patient={mrn}&kind=looks"));
    }

    [Fact]
    public async Task ARowWhoseDetailNamesThePatientIsFound()
    {
        await using var house = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), house.Time.GetUtcNow());
        await house.SendAsync(Some.Arrival(mrn, now));
        var useCases = (LedgerUseCases)house.Services.GetService(typeof(LedgerUseCases))!;
        var patient = (await house.GetAsync($"/api/v1/ledger?patient={mrn}&kind=patient_registered")).GetProperty("items")[0].GetProperty("subject").GetProperty("id").GetString();
        var export = await useCases.ExportAsync(Auditor, new LedgerQuery(Patient: patient), TestContext.Current.CancellationToken);

        Assert.Equal(["patient_registered"], export.Value!.Rows.Select(row => row.Kind));
        Assert.False(export.Value.IsCut);
        // The export is a row about the patient as well, with our id and without the number that was typed.
        var row = Assert.Single(await house.ItemsAsync($"/api/v1/ledger?patient={mrn}&kind=ledger_exported"));
        Assert.Equal("person:victor.adeyemi", row.GetProperty("actor").GetString());
        Assert.DoesNotContain(mrn, row.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"rows\":1", row.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var nurse = Auditor with { Permissions = RolePermissions.Of(Role.Nurse) };
        Assert.Equal("forbidden", (await useCases.ExportAsync(nurse, new LedgerQuery(), TestContext.Current.CancellationToken)).Refusal?.Code);
    }

    [Fact]
    public async Task ByWhomAndByDays()
    {
        await using var house = await Hospital.StartAsync();
        await house.SendAsync(Some.Arrival(Some.Mrn(), house.Time.GetUtcNow()));
        house.Time.Leap(TimeSpan.FromDays(3));
        var later = house.Time.GetUtcNow();
        var mrn = Some.Mrn();
        await house.SendAsync(Some.Arrival(mrn, later));
        await house.GetAsync($"/api/v1/patients/{mrn}");
        var (first, last) = (Day(later.AddDays(-3)), Day(later));

        Assert.Single(await RowsAsync(house, $"kind=patient_registered&from={first}&to={first}"));
        Assert.Single(await RowsAsync(house, $"kind=patient_registered&from={last}"));
        Assert.Equal(2, (await RowsAsync(house, $"kind=patient_registered&from={first}&to={last}")).Count);
        Assert.Empty(await RowsAsync(house, $"kind=patient_registered&from={Day(later.AddDays(2))}"));
        var reader = (await house.ItemsAsync("/api/v1/ledger?kind=patient_read"))[0].GetProperty("actor").GetString()!;
        Assert.All(await house.ItemsAsync($"/api/v1/ledger?actor={Uri.EscapeDataString(reader)}"), row => Assert.Equal(reader, row.GetProperty("actor").GetString()));
        foreach (var wrong in (string[])["from=yesterday", $"from={last}&to={first}"])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await house.Web.GetAsync(new Uri($"/api/v1/ledger?{wrong}", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    private static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<string>> RowsAsync(Hospital house, string query) =>
    [
        .. (await house.ItemsAsync($"/api/v1/ledger?limit=500&{query}")).Select(row =>
            $"{row.GetProperty("kind").GetString()} {row.GetProperty("subject").GetProperty("type").GetString()}/{row.GetProperty("subject").GetProperty("id").GetString()}"),
    ];
}
