using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Whose message this is. A patient is found by any of the identifiers; identifiers of two patients, or a known identifier
/// with another name and birth date, are never merged by guess: the message is set aside for a person.
/// </summary>
internal sealed class PatientRegistry(PatientStateCache cache)
{
    private const string InsertPatient = """
        INSERT INTO Patients (Id, Family, Given, BirthDate, Sex, DeceasedAt, Mrn, LastSeenAt) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)
        """;

    private const string UpdatePatient = """
        UPDATE Patients SET Family = $1, Given = $2, BirthDate = $3, Sex = $4, DeceasedAt = $5, Mrn = $6, LastSeenAt = $7 WHERE Id = $0
        """;

    private const string InsertIdentifier = """
        INSERT INTO PatientIdentifiers (System, Value, PatientId, Type, SourceMessage) VALUES ($0, $1, $2, $3, $4) ON CONFLICT (System, Value) DO NOTHING
        """;

    private static readonly TimeSpan SeenIsWorthWriting = TimeSpan.FromMinutes(5);

    /// <returns>The patient and whether it changed, or why nobody can tell whose this is.</returns>
    public (LoadedPatient? Patient, bool Changed, MessageFault? Fault) Find(WriteScope scope, PatientNotice notice, string messageId)
    {
        string? known = null;
        foreach (var identifier in notice.Identifiers.Where(Identifies))
        {
            if (Lookup(scope, identifier) is not { } found)
                continue;
            if (known is not null && known != found)
                return (null, false, new MessageFault(false, "PID-3", 204, "The identifiers belong to two different patients here. Decide who this is, then send it again."));
            known = found;
        }

        if (known is null && notice.Demographics is null)
            return (null, false, new MessageFault(false, "subject", 204, $"{notice.Identifiers[0].Value} is not a patient known here."));

        var loaded = known is null
            ? cache.Add(scope, new Patient { Id = PatientId(scope, notice) })
            : cache.Get(scope, known);
        if (known is not null && notice.Demographics is { } said && IsSomebodyElse(loaded.Patient, said))
            return (null, false, new MessageFault(false, "PID-5", 204, "A patient with this identifier is known here under another name and birth date."));

        return (loaded, Learn(scope, loaded.Patient, notice, messageId, isNew: known is null), null);
    }

    /// <summary>A list of that name is fed here.</summary>
    public void Heard(WriteScope scope, string concept) => cache.Heard(scope, concept);

    public string? Lookup(WriteScope scope, Identifier identifier)
    {
        if (scope.Scalar("SELECT PatientId FROM PatientIdentifiers WHERE System = $0 AND Value = $1", identifier.System, identifier.Value) is string found)
            return found;
        return identifier.System == FhirReader.PatientIdSystem
            ? scope.Scalar("SELECT Id FROM Patients WHERE Id = $0", identifier.Value) as string
            : null;
    }

    /// <summary>A patient that FHIR names first keeps the id that FHIR clients know.</summary>
    private static string PatientId(WriteScope scope, PatientNotice notice) =>
        notice.Identifiers.FirstOrDefault(identifier => identifier.System == FhirReader.PatientIdSystem)?.Value is { Length: 26 } id
            && scope.Scalar("SELECT Id FROM Patients WHERE Id = $0", id) is null
            ? id
            : scope.Ids.Next();

    /// <summary>000-00-0000 belongs to nobody: two who have it are not one.</summary>
    private static bool Identifies(Identifier identifier) =>
        !Placeholders.IsIdentifier(identifier.Value) && !(identifier.Type is "SS" && Placeholders.IsSsn(identifier.Value));

    private static bool IsSomebodyElse(Patient patient, Demographics said) =>
        patient.BirthDate is { } born && said.BirthDate is { } saidBorn && born != saidBorn
        && patient.Family is { } family && said.Family is { } saidFamily && !string.Equals(family, saidFamily, StringComparison.OrdinalIgnoreCase);

    private static bool Learn(WriteScope scope, Patient patient, PatientNotice notice, string messageId, bool isNew)
    {
        var changed = notice.Demographics is { } said && patient.Learn(said);
        var mrn = patient.Mrn ?? (notice.Identifiers.FirstOrDefault(identifier => identifier.Type == "MR")
            ?? notice.Identifiers.FirstOrDefault(identifier => identifier.System != FhirReader.PatientIdSystem))?.Value;
        changed |= mrn != patient.Mrn;
        patient.Mrn = mrn;
        var seen = scope.Now - patient.LastSeenAt > SeenIsWorthWriting;
        if (seen)
            patient.LastSeenAt = scope.Now;
        if (isNew || changed || seen)
        {
            scope.Post(
                isNew ? InsertPatient : UpdatePatient, patient.Id, patient.Family, patient.Given, patient.BirthDate,
                patient.Sex, patient.DeceasedAt?.UtcTicks, patient.Mrn, patient.LastSeenAt.UtcTicks);
        }

        foreach (var identifier in notice.Identifiers.Where(Identifies))
            scope.Post(InsertIdentifier, identifier.System, identifier.Value, patient.Id, identifier.Type, messageId);
        if (isNew)
            scope.Record("patient_registered", new Subject("patient", patient.Id), Actor.System, Detail.Of(("message", messageId)));
        return isNew || changed;
    }
}
