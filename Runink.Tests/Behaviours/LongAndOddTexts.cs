using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Escalations;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>Texts of megabytes are refused by their place; control characters get no further than the door.</summary>
public abstract class LongAndOddTexts
{
    public sealed class OnSqlite : LongAndOddTexts;

    public sealed class OnPostgreSql : LongAndOddTexts;

    private static readonly Caller Nurse = new("person", "ana.ruiz", "Ana Ruiz", Role.Nurse, null, RolePermissions.Of(Role.Nurse));

    [Theory]
    [InlineData("Oliveira", 201, "PID^1^5^1^1")]
    [InlineData("Marta", 201, "PID^1^5^1^2")]
    [InlineData("^^^HOSP^MR", 201, "PID^1^3^1^1")]
    [InlineData("ED-12", 100_000, "PV1^1^3^1^3")]
    [InlineData("|P|2.5.1", 1_000_000, "MSH^1^10")]
    [InlineData("Oliveira", 1_900_000, "PID^1^5^1^1")]
    public async Task ALongPartOfAMessageIsRefusedByItsPlace(string before, int length, string place)
    {
        await using var hospital = await Hospital.StartAsync();
        var message = Some.Arrival(Some.Mrn(), hospital.Time.GetUtcNow());

        var answer = Assert.Single(await hospital.SendAsync(message.Replace(before, new string('x', length) + before, StringComparison.Ordinal)));

        Assert.Contains("\rMSA|AE|", answer, StringComparison.Ordinal);
        Assert.Contains($"ERR||{place}|102^", answer, StringComparison.Ordinal);
        Assert.Contains("characters; ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongNarrativeIsTakenUpToItsLimit()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        string Report(string id, int length) => Some.Lactate(mrn, id, now, "1.0") + $"OBX|2|TX|X^x^L||{new string('x', length)}||||||F\r";
        await hospital.SendAsync(Some.Arrival(mrn, now));

        var answers = await hospital.SendAsync(Report("R1", 60_000), Report("R2", 70_000), Report("R3", 900_000).Replace("|TX|", "|ED|", StringComparison.Ordinal));

        Assert.Equal(["MSA|AA|R1", "MSA|AE|R2|The text has 70000 characters; 65536 are allowed.", "MSA|AA|R3"], answers.Select(answer => answer.Split('\r')[1]));
    }

    [Fact]
    public async Task LongNamesOfFhirAreRefusedByTheirElement()
    {
        await using var hospital = await Hospital.StartAsync();
        foreach (var (body, element) in new[]
        {
            ($$"""{ "resourceType": "Patient", "identifier": [{ "system": "urn:x", "value": "{{Some.Mrn()}}" }], "name": [{ "family": "{{new string('x', 201)}}" }] }""", "Patient.name.family"),
            ($$"""{ "resourceType": "Patient", "identifier": [{ "system": "urn:x", "value": "{{new string('7', 1_000_000)}}" }] }""", "Patient.identifier.value"),
        })
        {
            using var posted = await hospital.Web.PostAsync(new Uri("/fhir/Patient", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/fhir+json"), Stop);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, posted.StatusCode);
            var issue = JsonDocument.Parse(await posted.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("issue")[0];
            Assert.Equal(element, issue.GetProperty("expression")[0].GetString());
        }
    }

    [Fact]
    public async Task ControlCharactersInNamesAndWardsGetNoFurtherThanTheDoor()
    {
        await using var hospital = await Hospital.StartAsync();
        var now = hospital.Time.GetUtcNow();
        var mrn = Some.Mrn();
        var answer = await hospital.SendAsync(Some.Arrival(mrn, now, name: "Oli\\X00\\veira\\.br\\x^Mar\u202Eta", place: "Emer\\X0D0A\\gency^^ED\\X09\\12"), Some.Lactate(mrn, "L1", now, "4.4"));
        Assert.All(answer, one => Assert.Contains("MSA|AA", one, StringComparison.Ordinal));

        await using var db = hospital.Read();
        Assert.Equal("Marta Oli veira x", (await db.Patients.SingleAsync(Stop)).Name);
        Assert.Equal("Emer gency", (await db.Encounters.SingleAsync(Stop)).Unit);
        var mails = await db.Outbox.Select(mail => mail.Subject).ToListAsync(Stop);
        Assert.NotEmpty(mails);
        Assert.DoesNotContain(mails, subject => subject.Any(char.IsControl));
    }

    [Fact]
    public async Task ACommentMayHaveAnythingButControlCharactersAndMegabytes()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "4.4"));
        var id = (await hospital.ItemsAsync($"/api/v1/escalations?patient={mrn}"))[0].GetProperty("id").GetString()!;
        var useCases = hospital.Services.GetRequiredService<EscalationUseCases>();

        Assert.True((await useCases.ActAsync(Nurse, id, new EscalationCommand.Comment("one\0two\r\nthree\u0007"), null, Stop)).Ok);
        var refused = (await useCases.ActAsync(Nurse, id, new EscalationCommand.Comment(new string('x', 900_000)), null, Stop)).Refusal;
        using var posted = await hospital.PostAsync($"/api/v1/escalations/{id}/actions/comment", new { text = new string('x', 4001) });

        Assert.Equal(("invalid", "The comment has 900,000 characters; 4,000 are allowed."), (refused?.Code, refused?.Message));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, posted.StatusCode);
        await using var db = hospital.Read();
        Assert.Equal("one two\nthree", (await db.EscalationEvents.SingleAsync(one => one.Kind == "commented", Stop)).Text);
    }

    [Theory]
    [InlineData("/api/v1/escalations?patient=a%00b")]
    [InlineData("/fhir/Patient?name=a%00b")]
    [InlineData("/api/v1/patients/a%00b")]
    public async Task AnAddressWithANulCharacterIsAProblemAndNoFailure(string address)
    {
        await using var hospital = await Hospital.StartAsync();

        using var answer = await hospital.Web.GetAsync(new Uri(address, UriKind.Relative), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
