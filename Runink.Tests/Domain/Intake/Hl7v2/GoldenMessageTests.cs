using System.Globalization;
using System.Text;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Intake.Hl7v2;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Intake.Hl7v2;

/// <summary>
/// One message of each kind that is read, and all that it says: <c>Cases/Hl7/x.hl7</c> and <c>x.out</c>. With RUNINK_GOLDEN=write the
/// answers are written instead, to be read by a person before they are kept.
/// </summary>
public sealed class GoldenMessageTests
{
    private static readonly Hl7Reader Reader = new(TimeZoneInfo.Utc);
    private static readonly DateTimeOffset Received = new(2026, 3, 2, 8, 0, 5, TimeSpan.Zero);

    private static string Folder => Repository.Path("Runink.Tests/Cases/Hl7");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.hl7").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachMessageSaysJustThis(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.hl7")).ReplaceLineEndings("\r");
        Assert.True(Hl7Message.TryParse(text, out var message, out _));
        var said = Words(Reader.Read(message!, Received));
        var golden = Path.Combine(Folder, $"{name}.out");
        if (Environment.GetEnvironmentVariable("RUNINK_GOLDEN") == "write")
            File.WriteAllText(golden, said);
        Assert.Equal(File.ReadAllText(golden).ReplaceLineEndings("\n"), said);
    }

    private static string Words(Reading reading)
    {
        if (reading.Fault is { } fault)
            return $"refused {fault.Place}: {fault.Text}\n";
        var text = new StringBuilder();
        foreach (var patient in reading.Message!.Patients)
        {
            text.Append(CultureInfo.InvariantCulture, $"patient {string.Join(", ", patient.Identifiers.Select(number => $"{number.System}|{number.Value} {number.Type}"))}{(patient.Registers ? " (registers)" : "")}\n");
            if (patient.Encounter is { } stay)
                text.Append(CultureInfo.InvariantCulture, $"  stay {stay.Change} {stay.Visit?.Value} {stay.Type} {stay.Unit} {stay.Room} {stay.Bed}{(stay.Moves ? " (moves)" : "")}\n");
            foreach (var value in patient.Observations)
                text.Append(CultureInfo.InvariantCulture, $"  {(value.IsDerived ? "derived" : "value")} {value.Codes[0].System}|{value.Codes[0].Code} = {value.Value} {value.Unit} {value.At:yyyy-MM-ddTHH:mm:ssZ} {value.Status} [{value.Key}]{(value.ReferenceRange is { } range ? $" range {range}" : "")}{string.Concat(value.Flags.Select(flag => $" {flag}"))}{(value.Note is { } note ? $" note {note.ReplaceLineEndings(" / ")}" : "")}\n");
            foreach (var resource in patient.Resources)
                text.Append(CultureInfo.InvariantCulture, $"  {string.Join(" = ", resource.Keys)}\n    {FhirWriter.ToJson(resource.Resource)}\n");
        }

        foreach (var finding in reading.Message.Findings)
            text.Append(CultureInfo.InvariantCulture, $"finding {finding.Kind} {finding.Place}: {finding.Text}\n");
        return text.ToString();
    }
}
