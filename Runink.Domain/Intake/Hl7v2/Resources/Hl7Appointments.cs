using Hl7.Fhir.Model;
using FhirIdentifier = Hl7.Fhir.Model.Identifier;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>SCH with AIS, AIL, AIP and AIG: one appointment.</summary>
internal static class Hl7Appointments
{
    public static Appointment? Read(Hl7Fields sch, IReadOnlyList<Hl7Fields> resources, string? trigger, out List<string> keys)
    {
        keys = [.. new[] { sch.Key("appointment-filler", 2), sch.Key("appointment-placer", 1) }.OfType<string>()];
        if (keys.Count == 0)
            return null;
        var services = resources.Where(part => part.Name == "AIS").ToList();
        var (start, end) = (sch.Instant(11, "The time of the appointment", 4), sch.Instant(11, "The end of the appointment", 5));
        start ??= services.Select(part => part.Instant(4, "The time of the service")).FirstOrDefault(at => at is not null)
            ?? resources.Where(part => part.Name is "AIL" or "AIP").Select(part => part.Instant(6, "The time of the appointment")).FirstOrDefault(at => at is not null);
        var minutes = Minutes(sch, 9, 10) ?? services.Select(part => Minutes(part, 7, 8)).FirstOrDefault(length => length is not null);
        if (end is null && minutes is { } length)
            end = start?.AddMinutes(length);
        return new Appointment
        {
            Identifier = [.. new[] { sch.Number(1, "PLAC"), sch.Number(2, "FILL") }.OfType<FhirIdentifier>()],
            Status = Hl7Statuses.Visit(trigger, sch.Text(25)),
            // SCH-26 and SCH-27: the order that it is for, by the numbers of whoever placed and of whoever fills it.
            BasedOn = [.. new[] { sch.Number(26, "PLAC"), sch.Number(27, "FILL") }.OfType<FhirIdentifier>().Select(number => new ResourceReference { Type = "ServiceRequest", Identifier = number })],
            ServiceType = [.. services.Select(part => part.Concept(3)).OfType<CodeableConcept>()],
            AppointmentType = sch.Concept(8),
            ReasonCode = sch.Concepts(7),
            StartElement = start is { } from ? new Instant(from) : null,
            EndElement = end is { } to ? new Instant(to) : null,
            MinutesDuration = minutes,
            Participant =
            [
                .. resources.Where(part => part.Name == "AIP").Select(part => part.Person(3)).OfType<ResourceReference>().Select(Takes),
                .. resources.Where(part => part.Name == "AIL").Select(part => part.Named(3)).OfType<ResourceReference>().Select(Takes),
            ],
        };
    }

    private static Appointment.ParticipantComponent Takes(ResourceReference who) => new() { Actor = who, StatusElement = Unsaid<ParticipationStatus>() };

    /// <summary>FHIR asks whether each participant comes, and how an appointment stands; where v2 does not say, it is not known.</summary>
    internal static Code<T> Unsaid<T>()
        where T : struct, Enum => new() { Extension = [NotKnown()] };

    internal static Extension NotKnown() => new("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new Code("unknown"));

    private static int? Minutes(Hl7Fields part, int field, int unit) => part.Count(field) is { } number and > 0 and < 100_000
        ? part.Text(unit)?.ToUpperInvariant() switch
        {
            "S" or "SEC" => (int)Math.Ceiling(number / 60),
            "H" or "HR" or "HRS" or "HOUR" or "HOURS" => (int)(number * 60),
            null or "M" or "MIN" or "MINS" or "MINUTE" or "MINUTES" => (int)number,
            _ => null,
        }
        : null;
}
