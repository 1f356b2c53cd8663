using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>
/// What conditions, medicines and appointments mean for the lists and events that triggers read: entries of a list that begin and
/// end, and appointments that are made, kept and missed.
/// </summary>
internal static class FhirLists
{
    private static readonly IReadOnlyList<Coding> Condition = [new("local", "CONDITION", null)];
    private static readonly IReadOnlyList<Coding> Medication = [new("local", "MEDICATION", null)];
    private static readonly IReadOnlyList<Coding> Dose = [new("local", "OPIOID_DOSE", null)];

    /// <param name="key">What the resource is called: its later versions take the place of what an earlier one said.</param>
    /// <param name="saidAt">When it was said.</param>
    /// <param name="time">Reads a FHIR dateTime.</param>
    public static IEnumerable<ObservationNotice> Read(Resource resource, string key, DateTimeOffset saidAt, Func<string?, DateTimeOffset?> time) => resource switch
    {
        Condition condition => Entries(Condition, condition.Code, key, saidAt, Start(condition.Onset, time) ?? time(condition.RecordedDate), IsOver(condition), IsWrong(condition.VerificationStatus)),
        MedicationRequest request when request.Intent is not (MedicationRequest.MedicationRequestIntent.Proposal or MedicationRequest.MedicationRequestIntent.Option) => Entries(
            Medication, Medicine(request.Medication, request), key, saidAt, time(request.AuthoredOn),
            request.Status is not (MedicationRequest.MedicationrequestStatus.Active or MedicationRequest.MedicationrequestStatus.Unknown or null) || request.DoNotPerform == true,
            request.Status == MedicationRequest.MedicationrequestStatus.EnteredInError),
        MedicationStatement statement => Entries(
            Medication, Medicine(statement.Medication, statement), key, saidAt, Start(statement.Effective, time) ?? time(statement.DateAsserted),
            statement.Status is not (MedicationStatement.MedicationStatusCodes.Active or MedicationStatement.MedicationStatusCodes.Unknown or null),
            statement.Status == MedicationStatement.MedicationStatusCodes.EnteredInError),
        MedicationAdministration given => Entries(
            Medication, Medicine(given.Medication, given), key, saidAt, Start(given.Effective, time),
            given.Status == MedicationAdministration.MedicationAdministrationStatusCodes.NotDone,
            given.Status == MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError)
            .Concat(OpioidDose(given, key, saidAt, Start(given.Effective, time))),
        Appointment appointment => Events(appointment, key, saidAt),
        _ => [],
    };

    private static DateTimeOffset? Start(DataType? when, Func<string?, DateTimeOffset?> time) => when switch
    {
        FhirDateTime moment => time(moment.Value),
        Period period => time(period.Start),
        _ => null,
    };

    /// <summary>One entry for each code of it: sets name codes of different systems.</summary>
    private static IEnumerable<ObservationNotice> Entries(
        IReadOnlyList<Coding> list, CodeableConcept? what, string key, DateTimeOffset saidAt, DateTimeOffset? at, bool ended, bool wrong)
    {
        var words = (what?.Coding ?? []).Where(coding => coding.Code is not null).Select(coding => coding.System is null ? coding.Code! : $"{coding.System}|{coding.Code}")
            .Concat((what?.Coding ?? []).Select(coding => coding.Display).Append(what?.Text).OfType<string>().Where(text => list == Medication || what!.Coding.Count == 0))
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var word in words)
        {
            // What is over by now is over since it was said: when it began says nothing of its end.
            yield return new ObservationNotice(list, word, ended ? "ended" : null, ended ? saidAt : at ?? saidAt, wrong ? "entered-in-error" : "final")
            {
                Key = $"{key}|{word}", VersionAt = saidAt, IsDerived = true,
            };
        }
    }

    private static IEnumerable<ObservationNotice> OpioidDose(MedicationAdministration given, string key, DateTimeOffset saidAt, DateTimeOffset? at)
    {
        var status = given.Status switch
        {
            MedicationAdministration.MedicationAdministrationStatusCodes.Completed or MedicationAdministration.MedicationAdministrationStatusCodes.InProgress or MedicationAdministration.MedicationAdministrationStatusCodes.Stopped => "final",
            MedicationAdministration.MedicationAdministrationStatusCodes.EnteredInError or MedicationAdministration.MedicationAdministrationStatusCodes.NotDone => "entered-in-error",
            _ => null,
        };
        // One that was begun and is not over has not all been given.
        var amount = given.Status == MedicationAdministration.MedicationAdministrationStatusCodes.Completed ? given.Dosage?.Dose?.Value : null;
        if (status is not null && at is { } then
            && Medicine(given.Medication, given) is { } medicine
            && MorphineEquivalents.Of(new GivenDose(Codes(medicine), Words(medicine), amount, given.Dosage?.Dose?.Code ?? given.Dosage?.Dose?.Unit, Words(given.Dosage?.Route))) is { } equivalent)
            yield return new ObservationNotice(Dose, equivalent, "mg", then, status) { Key = $"{key}|opioid", VersionAt = saidAt, IsDerived = true };
    }

    private static List<Coding> Codes(CodeableConcept concept) =>
        [.. concept.Coding.Where(coding => coding is { Code: not null, System: not null }).Select(coding => new Coding(coding.System!, coding.Code!, coding.Display))];

    private static List<string> Words(CodeableConcept? concept) =>
        [.. (concept?.Coding ?? []).SelectMany(coding => new[] { coding.Code, coding.Display }).Append(concept?.Text).OfType<string>()];

    private static IEnumerable<ObservationNotice> Events(Appointment appointment, string key, DateTimeOffset saidAt)
    {
        var (start, end) = (appointment.Start, appointment.End);
        var what = appointment.ServiceType.Concat(appointment.AppointmentType is { } type ? [type] : []).Select(concept => concept.Text ?? concept.Coding.FirstOrDefault()?.Display ?? concept.Coding.FirstOrDefault()?.Code).OfType<string>().FirstOrDefault() ?? "true";
        switch (appointment.Status)
        {
            case Appointment.AppointmentStatus.Booked:
                yield return Event("APPOINTMENT_BOOKED", saidAt, "final");
                break;
            case Appointment.AppointmentStatus.Cancelled or Appointment.AppointmentStatus.EnteredInError:
                yield return Event("APPOINTMENT_BOOKED", saidAt, "entered-in-error");
                yield return Event("NO_SHOW", saidAt, "entered-in-error");
                yield return Event("APPOINTMENT_DONE", saidAt, "entered-in-error");
                break;
            case Appointment.AppointmentStatus.Noshow:
                yield return Event("NO_SHOW", start ?? saidAt, "final");
                break;
            case Appointment.AppointmentStatus.Fulfilled:
                yield return Event("APPOINTMENT_DONE", end ?? start ?? saidAt, "final");
                break;
        }

        ObservationNotice Event(string code, DateTimeOffset at, string status) =>
            new([new Coding("local", code, null)], what, null, at, status) { Key = $"{key}|{code}", VersionAt = saidAt, Item = appointment.Identifier.FirstOrDefault()?.Value ?? appointment.Id, IsDerived = true };
    }

    private static bool IsOver(Condition condition) =>
        condition.Abatement is not null || condition.ClinicalStatus?.Coding.Exists(coding => coding.Code is "inactive" or "remission" or "resolved") == true
        || condition.VerificationStatus?.Coding.Exists(coding => coding.Code == "refuted") == true;

    private static bool IsWrong(CodeableConcept? verification) => verification?.Coding.Exists(coding => coding.Code == "entered-in-error") == true;

    /// <summary>The medicine itself, or the one that the resource contains; one that lies elsewhere by what the reference calls it.</summary>
    private static CodeableConcept? Medicine(DataType? medication, DomainResource holder) => medication switch
    {
        CodeableConcept concept => concept,
        ResourceReference { Reference: ['#', .. var id] } => (holder.Contained.Find(inner => inner.Id == id) as Medication)?.Code,
        ResourceReference { Display: { } display } => new CodeableConcept { Text = display },
        _ => null,
    };
}
