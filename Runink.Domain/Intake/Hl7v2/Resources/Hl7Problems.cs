using Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Hl7v2.Resources;

/// <summary>AL1, IAM (allergies), DG1, PRB (conditions) and PR1 (procedures).</summary>
internal static class Hl7Problems
{
    private const string AllergyClinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
    private const string AllergyVerification = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    private const string ConditionClinical = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    private const string ConditionVerification = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

    public static AllergyIntolerance? Allergy(Hl7Fields said, out List<string> keys)
    {
        var isUpdate = said.Name == "IAM";
        var what = said.Concept(3);
        keys = [.. new[] { isUpdate ? said.Key("allergy", 7) : null, what is null ? null : $"allergy|{Called(what)}" }.OfType<string>()];
        if (keys.Count == 0)
            return null;
        var isDeleted = isUpdate && said.Text(6) == "D";
        var severity = said.Text(4)?.ToUpperInvariant();
        var reactions = said.Words(5);
        return new AllergyIntolerance
        {
            Identifier = isUpdate && said.Number(7) is { } number ? [number] : [],
            // A record in error has no clinical status (FHIR invariant ait-2).
            ClinicalStatus = isDeleted ? null : isUpdate && said.Concept(17) is { } status ? Clinical(status) : new CodeableConcept(AllergyClinical, "active"),
            VerificationStatus = isDeleted ? new CodeableConcept(AllergyVerification, "entered-in-error") : null,
            Type = said.Text(2) is "DA" or "FA" or "EA" or "AA" or "PA" or "LA" or "MA" ? AllergyIntolerance.AllergyIntoleranceType.Allergy : null,
            Category = Hl7Statuses.Allergen(said.Text(2)) is { } category ? [category] : [],
            Criticality = severity switch { "SV" => AllergyIntolerance.AllergyIntoleranceCriticality.High, "MI" => AllergyIntolerance.AllergyIntoleranceCriticality.Low, _ => null },
            Code = what,
            Onset = said.Time(isUpdate ? 11 : 6, "The onset of the allergy"),
            RecordedDateElement = isUpdate ? said.Time(13, "The time of the report") : null,
            Reaction = reactions.Count == 0 ? [] :
            [
                new AllergyIntolerance.ReactionComponent
                {
                    Manifestation = reactions,
                    Severity = severity switch
                    {
                        "SV" => AllergyIntolerance.AllergyIntoleranceSeverity.Severe, "MO" => AllergyIntolerance.AllergyIntoleranceSeverity.Moderate,
                        "MI" => AllergyIntolerance.AllergyIntoleranceSeverity.Mild, _ => null,
                    },
                },
            ],
        };
    }

    public static Condition? Diagnosis(Hl7Fields said, out List<string> keys)
    {
        var isProblem = said.Name == "PRB";
        var what = said.Concept(3);
        if (!isProblem && said.Text(4) is { } words && what?.Text is null)
            (what ??= new CodeableConcept()).Text = words;
        keys = [.. new[] { isProblem ? said.Key("problem", 4) : said.Key("diagnosis", 20), what is null ? null : $"condition|{Called(what)}" }.OfType<string>()];
        if (what is null)
            return null;
        // Tables 0206 (action) and 0287 (problem action).
        var isDeleted = isProblem ? said.Text(1) is "DE" or "DEL" : said.Text(21) == "D";
        var resolved = isProblem ? said.Time(9, "The time of the problem's end") : null;
        return new Condition
        {
            Identifier = (isProblem ? said.Number(4) : said.Number(20)) is { } number ? [number] : [],
            ClinicalStatus = !isProblem || isDeleted ? null : new CodeableConcept(ConditionClinical, resolved is null ? "active" : "resolved"),
            VerificationStatus = isDeleted ? new CodeableConcept(ConditionVerification, "entered-in-error") : null,
            Code = what,
            Onset = said.Time(isProblem ? 16 : 5, "The time of the diagnosis"),
            Abatement = resolved,
            RecordedDateElement = isProblem ? said.Time(2, "The time of the problem") : said.Time(19, "The time of the attestation"),
            Asserter = isProblem ? null : said.Person(16),
        };
    }

    public static Procedure? Procedure(Hl7Fields said, out List<string> keys)
    {
        var what = said.Concept(3);
        if (said.Text(4) is { } words && what?.Text is null)
            (what ??= new CodeableConcept()).Text = words;
        keys = [.. new[] { said.Key("procedure", 19), what is null ? null : $"procedure|{Called(what)}|{said.Text(5)}" }.OfType<string>()];
        return what is null ? null : new Procedure
        {
            Identifier = said.Number(19) is { } number ? [number] : [],
            Status = EventStatus.Completed,
            Code = what,
            Performed = said.Time(5, "The time of the procedure"),
            Performer = [.. said.People(11, 12).Select(person => new Procedure.PerformerComponent { Actor = person })],
            ReasonCode = said.Concepts(15),
        };
    }

    private static CodeableConcept Clinical(CodeableConcept said) => said.Coding.FirstOrDefault()?.Code?.ToUpperInvariant() switch
    {
        // Table 0438 (allergy clinical status).
        "C" or "CONFIRMED" or "A" or "ACTIVE" or "S" or "P" or "U" => new CodeableConcept(AllergyClinical, "active"),
        "I" or "INACTIVE" or "D" or "E" => new CodeableConcept(AllergyClinical, "inactive"),
        _ => new CodeableConcept(AllergyClinical, "active"),
    };

    private static string Called(CodeableConcept concept) =>
        (concept.Coding.FirstOrDefault() is { Code: { } code } coding ? $"{coding.System}|{code}" : concept.Text ?? "").ToUpperInvariant();
}
