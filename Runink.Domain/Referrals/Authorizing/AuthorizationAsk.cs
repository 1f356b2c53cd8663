using System.Text.RegularExpressions;

namespace Runink.Domain.Referrals.Authorizing;

/// <summary>What a payer is asked to authorize: one service, so many visits, between two days.</summary>
/// <param name="ServiceType">X12 service type code (code source 1365): 3 is a consultation.</param>
/// <param name="Procedure">CPT or HCPCS code; null when the kind of service is enough.</param>
/// <param name="Diagnoses">ICD-10-CM, the principal one first.</param>
public sealed partial record AuthorizationAsk(string ServiceType, string? Procedure, IReadOnlyList<string> Diagnoses, int Units, DateOnly From, DateOnly Until)
{
    public const int MostUnits = 999;

    public const int MostDiagnoses = 12;

    /// <summary>What is usually asked for, before a person changes it. Of several problems a person says which the payer needs to know.</summary>
    public static AuthorizationAsk Usual(IReadOnlyList<string> diagnoses, DateOnly today) => new("3", null, diagnoses.Count == 1 ? diagnoses : [], 1, today, today.AddDays(90));

    /// <summary>What cannot be asked, in words; null when it can.</summary>
    public string? Fault() =>
        !ServiceCode().IsMatch(ServiceType) ? "The service type is one to three letters or digits, like 3 for a consultation."
        : Procedure is { } code && !ProcedureCode().IsMatch(code) ? "A procedure is a CPT or HCPCS code of five characters, like 99243."
        : Diagnoses.Count is 0 or > MostDiagnoses ? $"Say at least one diagnosis, and at most {MostDiagnoses}: a payer decides by it."
        : Diagnoses.FirstOrDefault(one => !DiagnosisCode().IsMatch(one)) is { } odd ? $"{odd} is no ICD-10-CM code; one reads like I34.0."
        : Units is < 1 or > MostUnits ? $"The number of visits is from 1 to {MostUnits}."
        : Until < From ? "The last day lies before the first."
        : Until > From.AddYears(2) ? "The days are at most two years apart."
        : null;

    [GeneratedRegex("^[A-Z0-9]{1,3}$", RegexOptions.NonBacktracking)]
    private static partial Regex ServiceCode();

    [GeneratedRegex("^[A-Z0-9][0-9]{3}[A-Z0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex ProcedureCode();

    [GeneratedRegex(@"^[A-Z][0-9][A-Z0-9](\.[A-Z0-9]{1,4})?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    public static partial Regex DiagnosisCode();
}

/// <summary>Whom a request is about and who asks, as the payer needs it and no more.</summary>
/// <param name="Mrn">Ours, by which an answer is recognized.</param>
/// <param name="MemberId">The payer's number of the member.</param>
/// <param name="IsSubscriber">The patient holds the policy.</param>
/// <param name="Recipient">Who is to see the patient; null until somebody was chosen.</param>
public sealed record AuthorizationParty(
    string? Family, string? Given, DateOnly? BirthDate, string? Sex, string? Mrn, string MemberId, bool IsSubscriber, string Requester, string Npi, string? Recipient);
