using System.Text;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Domain.Mapping;

/// <summary>Makes a test of a profile out of a row of a sample. Whoever it was is taken out: numbers and names become others, every time the same one, and what is not read is left out.</summary>
public static class ProfileExample
{
    private static readonly DateTime AnyTime = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static FeedProfile Add(FeedProfile profile, FeedSample sample, SampleRow row, string name, TimeZoneInfo zone)
    {
        var columns = sample.Columns.Where(column => profile.Rows!.Columns.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
        var shown = new SourceRow(columns, [.. columns.Select(column => row.Row[column] is { } value ? Masked(profile, sample, column, value) : null)]);
        var says = ProfileCheck.Lines(new RowReader(profile, zone).Read(shown, "test", Received));
        return profile with { Tests = [.. profile.Tests.Where(test => test.Name != name), new ProfileTest(name, Encoding.UTF8.GetString(shown.ToJson()), says, 0)] };
    }

    private static string Masked(FeedProfile profile, FeedSample sample, string column, string value) => ProfileEditing.RoleOf(profile, column) switch
    {
        PatientNumber => "100001",
        FamilyName => "Example",
        GivenName => "Alex",
        Visit => "V1",
        Key => "R1",
        Room or Bed => "1",
        BirthDate => Time(sample, column, new DateTime(1970, 5, 17, 0, 0, 0, DateTimeKind.Unspecified)),
        ValueTime or Changed or StayStarted or StayEnded => Time(sample, column, AnyTime),
        // A text that a person wrote may name somebody.
        Value or Measure when value.Length > 30 => "text",
        _ => value,
    };

    private static string Time(FeedSample sample, string column, DateTime at) => TimeWriting.Of(sample.Values(column)).Write(at);
}
