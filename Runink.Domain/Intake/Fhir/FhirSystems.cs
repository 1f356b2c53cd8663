namespace Runink.Domain.Intake.Fhir;

/// <summary>The addresses that FHIR has for code systems and numbering systems, of the names that HL7 v2 has for them.</summary>
public static class FhirSystems
{
    /// <summary>Before names for which FHIR has no address.</summary>
    public const string Own = "urn:runink:system:";

    public static string Of(string system) => system.ToUpperInvariant() switch
    {
        "LN" or "LOINC" => "http://loinc.org",
        "SCT" or "SNOMED" or "SNOMEDCT" or "SNM" => "http://snomed.info/sct",
        "RXNORM" or "RXN" => "http://www.nlm.nih.gov/research/umls/rxnorm",
        "I10C" or "ICD10CM" or "ICD-10-CM" => "http://hl7.org/fhir/sid/icd-10-cm",
        "I10" or "ICD10" => "http://hl7.org/fhir/sid/icd-10",
        "I9C" or "I9CDX" => "http://hl7.org/fhir/sid/icd-9-cm",
        "I10P" or "ICD10PCS" => "http://www.cms.gov/Medicare/Coding/ICD10",
        "NDC" => "http://hl7.org/fhir/sid/ndc",
        "CVX" => "http://hl7.org/fhir/sid/cvx",
        "MVX" => "http://hl7.org/fhir/sid/mvx",
        "C4" or "CPT" or "CPT4" => "http://www.ama-assn.org/go/cpt",
        "ATC" => "http://www.whocc.no/atc",
        ['H', 'L', '7', '0', _, _, _] => $"http://terminology.hl7.org/CodeSystem/v2-{system[3..]}",
        _ when system.Contains(':', StringComparison.Ordinal) => system,
        _ => $"{Own}{Uri.EscapeDataString(system)}",
    };

    /// <summary>The name that a feed has for it, where it is a feed's.</summary>
    public static string NameOf(string address) => address.StartsWith(Own, StringComparison.Ordinal) ? Uri.UnescapeDataString(address[Own.Length..]) : address;
}
