using System.Text;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;

namespace Runink.Tests.Domain.Intake.Rows;

/// <summary>What rows say, and what of them cannot be read.</summary>
public sealed class RowReaderTests
{
    private const string Profile = """
        profile: Laboratory warehouse
        feeds: [warehouse]
        codes:
          - {from: LAK, to: "2524-7^Lactate^LN"}
        units: {"mmol/l": "mmol/L"}
        rows:
          key: result_id
          changed: updated_at
          times: ["dd.MM.yyyy HH:mm"]
          patient: {number: mrn, authority: =HOSP, family: last_name, birth: born, sex: sex}
          stay: {visit: visit, class: class, unit: ward}
          results:
            - {code: test, text: test_name, value: result, unit: unit, at: taken_at, status: state}
            - {code: "2823-3^Potassium^LN", value: potassium, unit: =mmol/L, at: taken_at}
          words: {state: {valid: final, wrong: entered-in-error}}
        tests:
          - name: its lactate is the standard's
            message: '{"result_id": 1, "mrn": "7", "test": "LAK", "result": "4.4", "unit": "mmol/l", "taken_at": "02.03.2026 08:00", "state": "valid"}'
            says: ["patient HOSP|7", "value LN|2524-7 = 4.4 mmol/L"]
        """;

    private static readonly FeedProfile Read = FeedProfileReader.Read(Profile);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void TheSampleHolds() => Assert.Empty(ProfileCheck.Run(FeedProfileReader.Read(File.ReadAllText(Runink.Tests.Domain.Triggers.Repository.Path("Runink.Companion/Samples/Feeds/warehouse.yaml"))), TimeZoneInfo.Utc));

    [Fact]
    public void AProfileOfRowsTestsItself()
    {
        Assert.Empty(ProfileCheck.Run(Read, TimeZoneInfo.Utc));
        var wrong = FeedProfileReader.Read(Profile.Replace("2524-7^", "2524-8^", StringComparison.Ordinal));
        Assert.Contains("2524-7", Assert.Single(ProfileCheck.Run(wrong, TimeZoneInfo.Utc)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"result_id":"1","mrn":"7","potassium":"6.4","ward":"4E","class":"inpatient","visit":"V1"}""", "patient HOSP|7; stay inpatient 4E - - -; value LN|2823-3 = 6.4 mmol/L")]
    [InlineData("""{"result_id":"1","mrn":"7","test":"XX","result":"<0.5"}""", "patient HOSP|7; value local|XX = <0.5")]
    [InlineData("""{"result_id":"1","mrn":"7","result":"1"}""", "patient HOSP|7; finding code-missing test")]
    [InlineData("""{"result_id":"1","mrn":"7","potassium":"4","taken_at":"soon"}""", "patient HOSP|7; value LN|2823-3 = 4 mmol/L; finding time-unreadable taken_at")]
    [InlineData("""{"result_id":"1","mrn":" ","potassium":"4"}""", "refused mrn")]
    [InlineData("""{"result_id":null,"mrn":"7","potassium":"4"}""", "refused result_id")]
    public void ARowSays(string json, string says) => Assert.Equal(says, string.Join("; ", ProfileCheck.Lines(Of(json))));

    [Theory]
    [InlineData("02.03.2026 08:00", "2026-03-02T07:00:00Z")]
    [InlineData("2026-03-02 08:00:00", "2026-03-02T07:00:00Z")]
    [InlineData("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z")]
    [InlineData("2026-03-02T08:00:00.5+05:30", "2026-03-02T02:30:00.5Z")]
    [InlineData("2026-10-25 02:30:00", "2026-10-25T00:30:00Z")]
    public void ATimeWithoutAZoneIsTheSourcesOwn(string text, string instant)
    {
        var said = Of($$"""{"result_id":"1","mrn":"7","potassium":"4","taken_at":"{{text}}"}""").Message!;
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), said.Patients[0].Observations[0].At);
    }

    [Fact]
    public void StatesAreTheStandardsAndAnUnknownOneIsNotFinal()
    {
        Assert.Equal("entered-in-error", Of("""{"result_id":"1","mrn":"7","test":"LAK","state":"wrong"}""").Message!.Patients[0].Observations[0].Status);
        Assert.Equal("unknown", Of("""{"result_id":"1","mrn":"7","test":"LAK","result":"1","state":"perhaps"}""").Message!.Patients[0].Observations[0].Status);
    }

    [Fact]
    public void WhatMeansNothingChangesNothing()
    {
        var rows = Read.Rows!;
        var (one, same, other) = (Row("""{"result_id":"1","mrn":"7","note":"a"}"""), Row("""{"mrn":"7","result_id":"1","note":"b","more":null}"""), Row("""{"result_id":"1","mrn":"8"}"""));
        Assert.Equal(rows.ContentOf(one), rows.ContentOf(same));
        Assert.NotEqual(rows.ContentOf(one), rows.ContentOf(other));
        Assert.Equal(rows.KeyOf(one), rows.KeyOf(other));
    }

    [Theory]
    [InlineData("patient: {number: mrn}", "number and authority")]
    [InlineData("patient: {number: mrn, authority: =HOSP}", "say nothing")]
    [InlineData("patient: {number: mrn, authority: =HOSP, registers: perhaps}", "yes or no")]
    [InlineData("patient: {number: mrn, authority: =HOSP, registers: yes}\n  zone: Mars/Base", "Mars/Base is not a time zone")]
    [InlineData("patient: {number: mrn, authority: =HOSP, colour: x}", "colour is not known here")]
    public void AMappingThatSaysNothingIsRefusedWithItsLine(string patient, string why)
    {
        var wrong = Assert.Throws<FormatException>(() => FeedProfileReader.Read($"profile: p\nfeeds: [a]\nrows:\n  {patient}\n"));
        Assert.StartsWith("line ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
    }

    private static Runink.Domain.Intake.Reading Of(string json) => new RowReader(Read, Berlin).Read(Row(json), "warehouse", Now);

    private static SourceRow Row(string json) => SourceRow.Parse(Encoding.UTF8.GetBytes(json))!;
}
