using System.Globalization;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Signals;

namespace Runink.Domain.Mapping;

/// <summary>What one row of a sample would say.</summary>
/// <param name="Says">In the words of people.</param>
/// <param name="Rejects">What of it is not understood, by column.</param>
/// <param name="IsRefused">Nothing of the row is taken in.</param>
public sealed record PreviewRow(int Line, IReadOnlyList<string> Says, IReadOnlyList<SampleReject> Rejects, bool IsRefused);

/// <summary>A code or a unit of the sample that nobody knows yet.</summary>
/// <param name="Near">What may be meant; a person chooses.</param>
public sealed record UnknownWord(string Text, string? Label, int Rows, IReadOnlyList<string> Near);

/// <summary>A sample by a profile, before either is in force. Nothing of it is stored.</summary>
public sealed record SamplePreview(IReadOnlyList<PreviewRow> Rows, IReadOnlyList<UnknownWord> Codes, IReadOnlyList<UnknownWord> Units)
{
    /// <summary>What the rows say to triggers, each with its row.</summary>
    internal IReadOnlyList<(ClinicalMessage Message, IReadOnlyList<Sample> Samples)> Read { get; init; } = [];

    public int Refused => Rows.Count(row => row.IsRefused);

    public int Remarked => Rows.Count(row => !row.IsRefused && row.Rejects.Count > 0);

    public int Clean => Rows.Count(row => row.Rejects.Count == 0);

    public static SamplePreview Of(FeedProfile profile, FeedSample sample, Vocabulary vocabulary, TimeZoneInfo site, DateTimeOffset now)
    {
        var (rows, read) = (new List<PreviewRow>(sample.Rows.Count), new List<(ClinicalMessage, IReadOnlyList<Sample>)>());
        var (codes, units) = (new Dictionary<string, UnknownWord>(StringComparer.Ordinal), new Dictionary<string, UnknownWord>(StringComparer.Ordinal));
        var reader = new RowReader(profile, site);
        var observations = new ObservationReader(vocabulary);
        foreach (var (line, row) in sample.Rows)
        {
            var reading = reader.Read(row, "sample", now);
            if (reading.Fault is { } fault)
            {
                rows.Add(new PreviewRow(line, [], [new SampleReject(line, fault.Place, fault.Text)], true));
                continue;
            }

            var (message, findings, samples, says) = (reading.Message!, reading.Message!.Findings.ToList(), new List<Sample>(), new List<string>());
            foreach (var patient in message.Patients)
            {
                says.Add(Person(patient));
                foreach (var observation in patient.Observations)
                {
                    var before = findings.Count;
                    var one = observations.Read(observation, $"line {line.ToString(CultureInfo.InvariantCulture)}", now, findings);
                    samples.Add(one);
                    Note(one, observation, vocabulary, codes, units);
                    if (findings.Count == before)
                        says.Add(Value(one, vocabulary, profile.Rows!.Zone ?? site));
                }
            }

            if (samples.Count == 0 && message.Patients.All(patient => patient.Encounter is null && !patient.Registers))
                findings.Add(new IntakeFinding(IntakeFinding.NotRead, null, "The row has no value: it says nothing of its patient."));
            rows.Add(new PreviewRow(line, says, [.. findings.Select(finding => new SampleReject(line, finding.Place, finding.Text))], false));
            read.Add((message, samples));
        }

        return new SamplePreview(rows, [.. codes.Values.OrderByDescending(word => word.Rows)], [.. units.Values.OrderByDescending(word => word.Rows)]) { Read = read };
    }

    private static void Note(Sample sample, ObservationNotice observation, Vocabulary vocabulary, Dictionary<string, UnknownWord> codes, Dictionary<string, UnknownWord> units)
    {
        var concept = vocabulary.Find(sample.Signal.Concept);
        if (concept is null && observation.Codes is [var own, ..])
            codes[own.Code] = codes.TryGetValue(own.Code, out var known) ? known with { Rows = known.Rows + 1 } : new UnknownWord(own.Code, own.Display, 1, [.. ConceptFinder.Called(vocabulary, own.Display ?? own.Code).Select(one => one.Name)]);
        if (concept is not null && sample.Fault == SampleFault.UnitUnknown && sample.Signal.Unit is { Length: > 0 } unit)
            units[unit] = units.TryGetValue(unit, out var seen) ? seen with { Rows = seen.Rows + 1 } : new UnknownWord(unit, concept.Label, 1, ConceptFinder.Near(unit, concept));
    }

    private static string Person(PatientNotice patient)
    {
        var number = patient.Identifiers[0];
        var name = string.Join(", ", new[] { patient.Demographics?.Family, patient.Demographics?.Given }.OfType<string>());
        var born = patient.Demographics?.BirthDate is { } day ? $", born {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "";
        var stay = patient.Encounter is { } encounter ? $", {string.Join(' ', new[] { encounter.Type, encounter.Unit, encounter.Room, encounter.Bed }.OfType<string>())}" : "";
        return $"{number.System} {number.Value}{(name.Length > 0 ? $" {name}" : "")}{born}{stay.TrimEnd(',', ' ')}";
    }

    private static string Value(Sample sample, Vocabulary vocabulary, TimeZoneInfo zone)
    {
        var signal = sample.Signal;
        var label = vocabulary.Find(signal.Concept)?.Label ?? signal.Concept;
        var local = TimeZoneInfo.ConvertTime(signal.At, zone);
        return $"{label} {signal.Value} {UnitText.ForPeople(signal.Unit)}".TrimEnd() + $" at {local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}{(signal.Status == SignalStatus.Final ? "" : $" ({signal.Status.ToString().ToLowerInvariant()})")}";
    }
}
