using System.Globalization;
using Runink.Domain.Intake.Rows;

namespace Runink.Domain.Intake.Hl7v2.Profiles;

/// <summary>Runs the tests of a profile: what its messages come to say, in lines that people can write.</summary>
public static class ProfileCheck
{
    private static readonly DateTimeOffset AnyTime = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <returns>What is wrong, a sentence for each test that fails; empty when all hold.</returns>
    public static IReadOnlyList<(int Line, string Problem)> Run(FeedProfile profile, TimeZoneInfo zone)
    {
        var problems = new List<(int, string)>();
        var reader = new Hl7Reader(zone, profiles: new FeedProfiles([profile with { Feeds = ["*"] }]));
        foreach (var test in profile.Tests)
        {
            var said = profile.Rows is null ? Said(reader, test.Message) : OfRow(profile, zone, test.Message);
            foreach (var line in test.Says.Where(line => !said.Contains(line, StringComparer.Ordinal)))
                problems.Add((test.Line, $"{test.Name}: \"{line}\" is not said. It says: {string.Join("; ", said)}"));
        }

        return problems;
    }

    /// <summary>
    /// <c>patient AUTHORITY|NUMBER</c>, <c>stay TYPE UNIT ROOM BED SERVICE</c> (a dash where nothing is said), <c>value SYSTEM|CODE = VALUE UNIT</c>,
    /// <c>device SYSTEM|NUMBER</c>, <c>resource TYPE</c>, <c>finding KIND PLACE</c> or <c>refused PLACE</c>.
    /// </summary>
    public static IReadOnlyList<string> Said(Hl7Reader reader, string message)
    {
        var text = message.ReplaceLineEndings("\r").Trim('\r', ' ');
        if (!Hl7Message.TryParse(text, out var parsed, out var fault))
            return [$"refused {fault!.Place}"];
        var reading = reader.Read(parsed!, AnyTime);
        return Lines(reading);
    }

    private static IReadOnlyList<string> OfRow(FeedProfile profile, TimeZoneInfo zone, string json) =>
        SourceRow.Parse(System.Text.Encoding.UTF8.GetBytes(json)) is { } row ? Lines(new RowReader(profile, zone).Read(row, profile.Feeds.Count > 0 ? profile.Feeds[0] : "test", AnyTime)) : ["refused"];

    /// <summary>What was read, a line for each thing that is said.</summary>
    public static IReadOnlyList<string> Lines(Reading reading)
    {
        if (reading.Fault is { } refused)
            return [$"refused {refused.Place}"];
        var lines = new List<string>();
        foreach (var patient in reading.Message!.Patients)
        {
            lines.AddRange(patient.Identifiers.Select(number => $"patient {number.System}|{number.Value}"));
            if (patient.Encounter is { } stay)
                lines.Add($"stay {string.Join(' ', new[] { stay.Type, stay.Unit, stay.Room, stay.Bed, stay.Service }.Select(part => part ?? "-"))}");
            lines.AddRange(patient.Observations.Select(value => string.Create(CultureInfo.InvariantCulture, $"value {value.Codes[0].System}|{value.Codes[0].Code} = {value.Value} {value.Unit}").TrimEnd()));
            lines.AddRange(patient.Observations.Select(value => value.Device).OfType<DeviceNotice>().Select(device => $"device {device.System}|{device.Value}").Distinct(StringComparer.Ordinal));
            lines.AddRange(patient.Resources.Select(said => $"resource {said.Resource.TypeName}"));
        }

        lines.AddRange(reading.Message.Findings.Select(finding => $"finding {finding.Kind} {finding.Place}".TrimEnd()));
        return lines;
    }
}
