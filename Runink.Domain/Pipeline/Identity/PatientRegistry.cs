using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Patients;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>
/// Whose message this is. A patient is found by the numbers that name one patient of their authority; those who keep the register may
/// change name and birth date, all others are compared. What speaks of two people, or of somebody else, is kept in a record of its
/// own and a person decides (<see cref="IdentityReviews"/>): nothing is merged by guess and nothing is lost.
/// </summary>
internal sealed class PatientRegistry(PatientStateCache cache)
{
    private const string InsertPatient = """
        INSERT INTO Patients (Id, Family, Given, BirthDate, Sex, DeceasedAt, Mrn, LastSeenAt, Street, City, State, Postcode, Phone, SsnEnding, BornAt, InQuestion)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """;

    private const string UpdatePatient = """
        UPDATE Patients SET Family = $1, Given = $2, BirthDate = $3, Sex = $4, DeceasedAt = $5, Mrn = $6, LastSeenAt = $7, Street = $8, City = $9, State = $10,
          Postcode = $11, Phone = $12, SsnEnding = $13, BornAt = $14 WHERE Id = $0
        """;

    private const string InsertIdentifier = """
        INSERT INTO PatientIdentifiers (System, Value, Type, PatientId, Identifies, SourceMessage) VALUES ($0, $1, $2, $3, $4, $5)
        ON CONFLICT (System, Value, Type, PatientId) DO NOTHING
        """;

    private static readonly TimeSpan SeenIsWorthWriting = TimeSpan.FromMinutes(5);

    /// <returns>The patient and whether it changed, or why nobody can tell whose this is.</returns>
    public FoundPatient Find(WriteScope scope, PatientNotice notice, string messageId)
    {
        var naming = Naming(notice.Identifiers);
        if (naming.Count == 0)
            return new(null, false, new MessageFault(false, "PID-3", 101, "No identifier of the patient names one person: a medical record number of an authority is needed."));
        var known = new List<string>();
        var byFhir = false;
        foreach (var identifier in naming)
        {
            if (Lookup(scope, identifier) is not { } found)
                continue;
            byFhir |= identifier.System == FhirReader.PatientIdSystem;
            if (!known.Contains(found))
                known.Add(found);
        }

        if (known.Count == 0)
        {
            return notice.Demographics is null
                ? new(null, false, new MessageFault(false, "subject", 204, $"{notice.Identifiers[0].Value} is not a patient known here."))
                : Register(scope, notice, naming, messageId);
        }

        if (known.Count > 1)
            return InQuestion(scope, notice, known, "The numbers belong to two records here.", messageId);
        var loaded = cache.Get(scope, known[0]);
        var registers = notice.Registers && (byFhir || naming.All(identifier => identifier.System != FhirReader.PatientIdSystem));
        if (notice.Demographics is { } said && (registers ? IsSomebodyElse(loaded.Patient, said) : loaded.Patient.Contradicts(said)))
            return InQuestion(scope, notice, known, "The number is known here with another birth date, sex or name.", messageId);
        return new(loaded, Learn(scope, loaded, notice, naming, messageId, isNew: false, registers), null);
    }

    /// <summary>A list of that name is fed here.</summary>
    public void Heard(WriteScope scope, string concept) => cache.Heard(scope, concept);

    public string? Lookup(WriteScope scope, Identifier identifier)
    {
        if (scope.Scalar("SELECT PatientId FROM PatientIdentifiers WHERE System = $0 AND Value = $1 AND Identifies = $2", identifier.System, identifier.Value, true) is string found)
            return found;
        return identifier.System == FhirReader.PatientIdSystem
            ? scope.Scalar("SELECT Id FROM Patients WHERE Id = $0", identifier.Value) as string
            : null;
    }

    /// <summary>The patient that all of the numbers name; null when none is known or they name several.</summary>
    public string? Lookup(WriteScope scope, IReadOnlyList<Identifier> identifiers) =>
        Naming(identifiers).Select(identifier => Lookup(scope, identifier)).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : null;

    public static void AddIdentifiers(WriteScope scope, string patientId, IReadOnlyList<Identifier> identifiers, string messageId)
    {
        var naming = Naming(identifiers);
        foreach (var identifier in identifiers)
            Post(scope, identifier, patientId, naming.Contains(identifier), messageId);
    }

    /// <summary>
    /// The numbers that name one patient. Where the sender has none of those, what else it calls the patient by must do, but never an
    /// account, a visit, a social security number or a placeholder.
    /// </summary>
    private static List<Identifier> Naming(IReadOnlyList<Identifier> identifiers)
    {
        var naming = identifiers.Where(identifier => identifier.Identifies).ToList();
        if (naming.Count == 0)
            naming.AddRange(identifiers.Where(identifier => identifier.Type is not ("SS" or "AN" or "VN" or "DL" or "PHC" or "MC" or "MA") && !Placeholders.IsNumber(identifier.Value)).Take(1));
        return naming;
    }

    private FoundPatient Register(WriteScope scope, PatientNotice notice, List<Identifier> naming, string messageId)
    {
        var loaded = cache.Add(scope, new Patient { Id = PatientId(scope, notice) });
        return new(loaded, Learn(scope, loaded, notice, naming, messageId, isNew: true, registers: true), null);
    }

    /// <summary>A record of its own for what cannot be told apart; what comes again of the same person finds it, and a decision holds.</summary>
    private FoundPatient InQuestion(WriteScope scope, PatientNotice notice, List<string> candidates, string reason, string messageId)
    {
        var said = notice.Demographics ?? new Demographics(null, null, null, null, null);
        foreach (var review in IdentityReviews.Of(scope, candidates))
        {
            var earlier = cache.Get(scope, review.PatientId).Patient;
            if (earlier.Contradicts(said))
                continue;
            var loaded = cache.Get(scope, review.Decision == IdentityDecision.Same ? review.CandidateId : review.PatientId);
            return new(loaded, Learn(scope, loaded, notice, [], messageId, isNew: false, registers: false), null);
        }

        var record = cache.Add(scope, new Patient { Id = scope.Ids.Next(), InQuestion = true });
        Learn(scope, record, notice, [], messageId, isNew: true, registers: true);
        foreach (var candidate in candidates)
            IdentityReviews.Open(scope, record.Patient.Id, candidate, reason, messageId);
        return new(record, true, null, new IntakeFinding(IntakeFinding.PatientUnclear, "PID", $"{reason} What it says is kept in a record of its own until somebody decides."));
    }

    /// <summary>A patient that FHIR names first keeps the id that FHIR clients know.</summary>
    private static string PatientId(WriteScope scope, PatientNotice notice) =>
        notice.Identifiers.FirstOrDefault(identifier => identifier.System == FhirReader.PatientIdSystem)?.Value is { Length: 26 } id
            && scope.Scalar("SELECT Id FROM Patients WHERE Id = $0", id) is null
            ? id
            : scope.Ids.Next();

    /// <summary>Even a register does not make one person of another: then the number itself is in doubt.</summary>
    private static bool IsSomebodyElse(Patient patient, Demographics said) =>
        patient.Contradicts(said with { Given = null, Sex = null }) && patient.Contradicts(said with { BirthDate = null })
        && !Placeholders.IsName(patient.Family) && !Placeholders.IsName(said.Family) && !string.Equals(patient.Family, said.Family, StringComparison.OrdinalIgnoreCase);

    private static bool Learn(WriteScope scope, LoadedPatient loaded, PatientNotice notice, List<Identifier> naming, string messageId, bool isNew, bool registers)
    {
        var patient = loaded.Patient;
        var changed = notice.Demographics is { } said && patient.Learn(said, registers);
        changed |= patient.LearnSsn(notice.Identifiers);
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
                isNew ? InsertPatient : UpdatePatient,
                [
                    patient.Id, patient.Family, patient.Given, patient.BirthDate, patient.Sex, patient.DeceasedAt?.UtcTicks, patient.Mrn,
                    patient.LastSeenAt.UtcTicks, patient.Street, patient.City, patient.State, patient.Postcode, patient.Phone, patient.SsnEnding, patient.BornAt?.UtcTicks, .. isNew ? [patient.InQuestion] : Array.Empty<object?>(),
                ]);
        }

        if ((isNew || changed) && !patient.InQuestion)
            IdentityReviews.Compare(scope, patient.Id);
        foreach (var identifier in notice.Identifiers.Where(identifier => loaded.Numbers.Add((identifier.System, identifier.Value, identifier.Type ?? ""))))
            Post(scope, identifier, patient.Id, naming.Contains(identifier), messageId);
        if (isNew)
            scope.Record("patient_registered", new Subject("patient", patient.Id), Actor.System, Detail.Of(("message", messageId)));
        return isNew || changed;
    }

    private static void Post(WriteScope scope, Identifier identifier, string patientId, bool identifies, string messageId) =>
        scope.Post(InsertIdentifier, identifier.System, identifier.Value, identifier.Type ?? "", patientId, identifies, messageId);
}

/// <param name="Changed">Whether what is known of the patient changed.</param>
/// <param name="Fault">Why nobody can tell whose this is; null when there is a patient.</param>
/// <param name="Finding">What somebody must look at; null when all is clear.</param>
internal readonly record struct FoundPatient(LoadedPatient? Patient, bool Changed, MessageFault? Fault, IntakeFinding? Finding = null);
