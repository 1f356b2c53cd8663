namespace Runink.Domain.Signals;

/// <summary>One short name for each of the many by which a code system goes.</summary>
public static class CodeSystem
{
    public static string Normalise(string system) => system.Trim().TrimEnd('/').ToUpperInvariant() switch
    {
        "LN" or "LOINC" or "HTTP://LOINC.ORG" or "URN:OID:2.16.840.1.113883.6.1" => "LOINC",
        "SCT" or "SNOMED" or "SNOMED-CT" or "SNM" or "HTTP://SNOMED.INFO/SCT" or "URN:OID:2.16.840.1.113883.6.96" => "SNOMED",
        "MDC" or "IEEE" or "URN:ISO:STD:ISO:11073:10101" or "URN:OID:2.16.840.1.113883.6.24" => "MDC",
        "RXNORM" or "RXN" or "HTTP://WWW.NLM.NIH.GOV/RESEARCH/UMLS/RXNORM" => "RXNORM",
        "I10" or "I10C" or "ICD10" or "ICD-10" or "ICD10CM" or "ICD-10-CM" or "I10P" or "I10G" or "ICD10GM" or "URN:OID:2.16.840.1.113883.6.90" or "URN:OID:2.16.840.1.113883.6.3" or "HTTP://HL7.ORG/FHIR/SID/ICD-10-CM" or "HTTP://HL7.ORG/FHIR/SID/ICD-10" => "ICD10",
        "ATC" or "HTTP://WWW.WHOCC.NO/ATC" => "ATC",
        "" or "L" or "99LOC" or "LOCAL" => "LOCAL",
        var other => other,
    };
}
