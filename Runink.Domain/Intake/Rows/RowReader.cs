using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;

namespace Runink.Domain.Intake.Rows;

/// <summary>What a row says of one patient, by the profile of its source. What cannot be read is a finding beside what can; a row of nobody is refused.</summary>
/// <param name="site">The hospital's zone, where the profile names none.</param>
public sealed class RowReader(FeedProfile profile, TimeZoneInfo site)
{
    /// <summary>What rows are called among messages.</summary>
    public const string Kind = "Row";

    private static readonly Hl7Path CodePlace = new("OBX", 3, 0);

    private readonly RowMapping mapping = profile.Rows ?? throw new ArgumentException("The profile reads no rows.", nameof(profile));
    private readonly TimeZoneInfo zone = profile.Rows?.Zone ?? site;

    public Reading Read(SourceRow row, string source, DateTimeOffset receivedAt)
    {
        var findings = new List<IntakeFinding>();
        if (mapping.Key.FirstOrDefault(column => row[column] is null) is { } unnamed)
            return new MessageFault(false, unnamed, 101, "The row has no key: nobody could say later which row this was.");
        var patient = mapping.Patient;
        if (mapping.Say(patient.Number, row) is not { } number)
            return new MessageFault(false, patient.Number.Column, 101, "The row does not say whose it is.");
        if (mapping.Say(patient.Authority, row) is not { } authority)
            return new MessageFault(false, patient.Authority.Column, 101, "The row does not say who gave the patient's number.");
        var changed = Time(mapping.Changed, row, "The time of the change", findings);
        var stay = mapping.Stay is { } columns ? Stay(columns, row, source, changed ?? receivedAt, findings) : null;
        var said = Results(row, source, changed, receivedAt, findings);
        if (stay is { Moves: true } moved)
            said.AddRange(Events(moved, changed ?? receivedAt));
        var notice = new PatientNotice([new Identifier(authority, number, mapping.Say(patient.Type, row) ?? "MR")], Person(row, findings), stay, said) { Registers = patient.Registers };
        if (NoticeLimits.Check(notice) is { } tooLong)
            return tooLong;
        return new ClinicalMessage(Kind, source, null, [NoticeLimits.Plain(notice)]) { SentAt = changed, Findings = findings };
    }

    private Demographics Person(SourceRow row, List<IntakeFinding> findings)
    {
        DateOnly? born = null;
        DateTimeOffset? bornAt = null;
        if (mapping.Say(mapping.Patient.Birth, row) is { } birth)
        {
            if (Hl7Time.TryParseDate(birth, out var day) || DateOnly.TryParseExact(birth, [.. mapping.Times, "dd.MM.yyyy", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
                (born, bornAt) = (day, Hl7Time.SaysTime(birth) ? Time(mapping.Patient.Birth, row, "The time of birth", findings) : null);
            else
                findings.Add(new(IntakeFinding.TimeUnreadable, mapping.Patient.Birth.Column, "The birth date is not a date."));
        }

        var sex = mapping.Say(mapping.Patient.Sex, row)?.ToUpperInvariant() switch
        {
            "F" or "FEMALE" => "female",
            "M" or "MALE" => "male",
            "O" or "OTHER" or "A" => "other",
            "U" or "UNKNOWN" => "unknown",
            _ => null,
        };
        return new Demographics(mapping.Say(mapping.Patient.Family, row), mapping.Say(mapping.Patient.Given, row), born, sex, null) { BornAt = bornAt };
    }

    private EncounterNotice? Stay(StayColumns columns, SourceRow row, string source, DateTimeOffset at, List<IntakeFinding> findings)
    {
        var visit = mapping.Say(columns.Visit, row) is { } number ? new Identifier($"{source}/VISIT", number, "VN") : null;
        var (type, unit) = (Class(mapping.Say(columns.Class, row)), mapping.Say(columns.Unit, row));
        if (visit is null && type is null && unit is null)
            return null;
        var started = Time(columns.Started, row, "The beginning of the stay", findings);
        var ended = Time(columns.Ended, row, "The end of the stay", findings);
        var change = !columns.Moves ? EncounterChange.Update : ended is null ? EncounterChange.Open : EncounterChange.Close;
        return new EncounterNotice(
            change, visit, type, unit, mapping.Say(columns.Room, row), mapping.Say(columns.Bed, row), mapping.Say(columns.Service, row), started, ended, ended ?? at) { Moves = columns.Moves };
    }

    private static IEnumerable<ObservationNotice> Events(EncounterNotice stay, DateTimeOffset at)
    {
        var key = stay.Visit is { } visit ? $"visit|{visit.System}|{visit.Value}" : null;
        var begun = stay.StartedAt is null ? [] : EncounterEvents.Begun(stay, key, at);
        return stay.Change == EncounterChange.Close ? begun.Concat(EncounterEvents.Ended(stay, key, at)) : begun;
    }

    private List<ObservationNotice> Results(SourceRow row, string source, DateTimeOffset? changed, DateTimeOffset receivedAt, List<IntakeFinding> findings)
    {
        var found = new List<ObservationNotice>(mapping.Results.Count);
        var device = Device(row, source, findings);
        foreach (var (index, result) in mapping.Results.Index())
        {
            var status = Status(mapping.Say(result.Status, row));
            var value = mapping.Say(result.Value, row);
            if (value is null && status != "entered-in-error")
                continue;
            if (Code(result, row) is not { } code)
            {
                findings.Add(new(IntakeFinding.CodeMissing, result.Code.Column, "The row does not say what was observed."));
                continue;
            }

            var unit = mapping.Say(result.Unit, row);
            found.Add(new ObservationNotice(code, RowNumber.Plain(value ?? "", mapping.Decimal), unit is not null && profile.Units.TryGetValue(unit, out var known) ? known : unit, Time(result.At, row, "The observation time", findings) ?? changed ?? receivedAt, status)
            {
                Key = mapping.Key.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"row|{source}|{mapping.KeyOf(row)}|{index}"),
                VersionAt = changed ?? receivedAt,
                Place = result.Value.Column,
                Device = device,
                Item = mapping.Say(result.Item, row),
                ReferenceRange = mapping.Say(result.Range, row),
                Flags = mapping.Say(result.Flag, row) is { } flag ? [flag] : [],
            });
        }

        return found;
    }

    private DeviceNotice? Device(SourceRow row, string source, List<IntakeFinding> findings) =>
        mapping.Device is { } columns && mapping.Say(columns.Number, row) is { } number
            ? new DeviceNotice(mapping.Say(columns.System, row) ?? source, number, source)
            {
                Kind = mapping.Say(columns.Kind, row), Maker = mapping.Say(columns.Maker, row), Model = mapping.Say(columns.Model, row),
                SentAt = Time(columns.Sent, row, "The time at which the device sent it", findings), Place = columns.Number.Column,
            }
            : null;

    /// <summary>The standard's code first, the table's own as its alternate.</summary>
    private IReadOnlyList<Coding>? Code(ResultColumns result, SourceRow row)
    {
        if (mapping.Say(result.Code, row) is not { } said)
            return null;
        if (result.Code.Literal is not null && said.Split('^') is [var fixedCode, var text, var system])
            return [new Coding(system, fixedCode, text)];
        var own = new Coding(mapping.Say(result.System, row) ?? "local", said, mapping.Say(result.Text, row));
        return profile.Codes.TryGetValue((CodePlace, said), out var standard) && standard.Split('^') is [var code, var name, var of] ? [new Coding(of, code, name), own] : [own];
    }

    private DateTimeOffset? Time(RowSlot slot, SourceRow row, string what, List<IntakeFinding> findings)
    {
        if (mapping.Say(slot, row) is not { } text)
            return null;
        if (Hl7Time.TryParse(text, local => LocalTimes.At(local, zone) is var at ? local - at.UtcDateTime : default, out var instant))
            return instant;
        if (DateTime.TryParseExact(text, [.. mapping.Times], CultureInfo.InvariantCulture, DateTimeStyles.None, out var written))
            return LocalTimes.At(DateTime.SpecifyKind(written, DateTimeKind.Unspecified), zone);
        findings.Add(new(IntakeFinding.TimeUnreadable, slot.Column, $"{what} is not a time stamp."));
        return null;
    }

    /// <summary>HL7 table 0004 and its words.</summary>
    private static string? Class(string? text) => text?.ToUpperInvariant() switch
    {
        "E" or "EMER" or "ED" => "ED",
        "I" or "IMP" or "ACUTE" or "INPATIENT" => "inpatient",
        "O" or "AMB" or "OUTPATIENT" => "outpatient",
        "OBS" or "OBSENC" or "OBSERVATION" => "observation",
        "V" or "VR" or "VIRTUAL" => "virtual",
        "H" or "HH" or "HOME" => "home",
        _ => null,
    };

    /// <summary>HL7 table 0085 and the words of FHIR; what is none of them is not known, and then it is not final.</summary>
    private static string Status(string? code) => code?.ToUpperInvariant() switch
    {
        null or "F" or "FINAL" => "final",
        "C" or "CORRECTED" or "AMENDED" => "corrected",
        "P" or "PRELIMINARY" or "REGISTERED" => "preliminary",
        "W" or "D" or "X" or "ENTERED-IN-ERROR" or "CANCELLED" => "entered-in-error",
        _ => "unknown",
    };
}
