namespace Runink.Domain.Referrals.Authorizing;

/// <summary>Addresses of HL7 Da Vinci Prior Authorization Support, and of the code systems that it uses.</summary>
internal static class PasTerms
{
    private const string Pas = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/";

    public const string RequestBundle = Pas + "profile-pas-request-bundle";
    public const string InquiryBundle = Pas + "profile-pas-inquiry-request-bundle";
    public const string Claim = Pas + "profile-claim";
    public const string ClaimInquiry = Pas + "profile-claim-inquiry";
    public const string Beneficiary = Pas + "profile-beneficiary";
    public const string Coverage = Pas + "profile-coverage";
    public const string Insurer = Pas + "profile-insurer";
    public const string Requestor = Pas + "profile-requestor";
    public const string ServiceRequest = Pas + "profile-servicerequest";
    public const string RequestedService = Pas + "extension-requestedService";
    public const string ItemTrace = Pas + "extension-itemTraceNumber";
    public const string ReviewAction = "extension-reviewAction";
    public const string ReviewActionCode = "extension-reviewActionCode";
    public const string AuthorizedDetail = Pas + "extension-itemAuthorizedDetail";
    public const string PreAuthPeriod = Pas + "extension-itemPreAuthPeriod";
    public const string AuthorizedDate = Pas + "extension-itemAuthorizedDate";

    public const string ServiceTypes = "https://codesystem.x12.org/005010/1365";
    public const string Actions = "https://codesystem.x12.org/005010/306";
    public const string Procedures = "http://www.ama-assn.org/go/cpt";
    public const string Hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";
    public const string Diagnoses = "http://hl7.org/fhir/sid/icd-10-cm";
    public const string Npi = "http://hl7.org/fhir/sid/us-npi";
    public const string ClaimType = "http://terminology.hl7.org/CodeSystem/claim-type";
    public const string Priority = "http://terminology.hl7.org/CodeSystem/processpriority";
    public const string InformationCategory = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASSupportingInfoType";

    /// <summary>Of the numbers that we give our claims.</summary>
    public const string ClaimNumbers = "urn:runink:authorization";

    public const string MemberNumbers = "urn:runink:member";

    public const string RecordNumbers = "urn:runink:record-number";

    public const string PayerNumbers = "urn:runink:payer";
}
