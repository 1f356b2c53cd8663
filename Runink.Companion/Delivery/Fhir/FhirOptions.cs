using System.Security.Cryptography;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Referrals.Announcing;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>
/// Settings under <c>Delivery:Endpoints:NAME:Fhir</c>: a record system with a FHIR R4 interface. With a client id the endpoint's secret is the
/// private key (PEM) of SMART backend services, else a bearer token.
/// </summary>
public sealed class FhirOptions
{
    public string ClientId { get; set; } = "";

    /// <summary>Of the key at the record system's registration.</summary>
    public string KeyId { get; set; } = "";

    public Uri? TokenAddress { get; set; }

    public string Scope { get; set; } = "system/Patient.read system/Task.read system/Task.write";

    /// <summary>How the record system calls who gives a number: our name → its address.</summary>
    public Dictionary<string, string> Systems { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>To whom a Communication goes, like Group/123, where no Task can be made.</summary>
    public string Recipient { get; set; } = "";

    /// <summary>Endpoint of kind mllp, where nothing can be made over FHIR.</summary>
    public string FallbackMllp { get; set; } = "";

    /// <summary>Address or team, when there is no other way.</summary>
    public string FallbackMail { get; set; } = "";

    /// <summary>What triggers write as a task goes here.</summary>
    public bool TakesTasks { get; set; } = true;

    /// <summary>Whose codes of Task.businessStatus a partner reads in Tasks of referrals: Cow or Bser.</summary>
    public TaskProfile Profile { get; set; } = TaskProfile.Cow;

    internal IEnumerable<string> Problems(EndpointOptions endpoint)
    {
        if (!endpoint.MayCarryPhi)
            yield return "MayCarryPhi: a record system files by patient, so that nothing can go there without; say true if that is meant.";
        if (endpoint.Address?.AbsolutePath.EndsWith('/') == false)
            yield return "Address: the base of its FHIR interface, with a slash at its end.";
        if (ClientId.Length > 0 && TokenAddress is not { IsAbsoluteUri: true })
            yield return "Fhir:TokenAddress: say where SMART backend services gives tokens.";
        else if (TokenAddress is { Scheme: not "https" } && !endpoint.AllowPrivate)
            yield return "Fhir:TokenAddress: an address that begins with https://.";
        if (SecretSetting.Problem("Secret", endpoint.Secret, endpoint.SecretFile, isNeeded: true) is { } missing)
            yield return missing;
        else if (ClientId.Length > 0 && !IsKey(endpoint.ReadSecret()))
            yield return "Secret: no private key (PEM, RSA of at least 2048 bits or EC on P-384).";
        if (Recipient.Length > 0 && Recipient.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            yield return "Fhir:Recipient: a reference like Group/123.";
    }

    private static bool IsKey(string? pem)
    {
        try
        {
            using var key = SmartKey.Read(pem ?? "");
            return true;
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
