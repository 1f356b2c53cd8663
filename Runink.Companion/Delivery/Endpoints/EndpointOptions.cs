using Runink.Companion.Delivery.Crm;
using Runink.Companion.Delivery.Fhir;
using Runink.Companion.Delivery.Mllp;
using Runink.Companion.Delivery.Slack;
using Runink.Companion.Delivery.Sms;
using Runink.Companion.Delivery.Teams;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Endpoints;

/// <summary>A server outside that messages may go to: settings under <c>Delivery:Endpoints:NAME</c>.</summary>
public sealed class EndpointOptions
{
    public EndpointKind? Kind { get; set; }

    /// <summary>Where it is: https:// for what speaks HTTP, mllp:// or mllps:// for HL7 v2.</summary>
    public Uri? Address { get; set; }

    /// <summary>It may lie in the hospital's own network, or on this machine, and may speak without TLS there.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>Texts with values of a patient may go there.</summary>
    public bool MayCarryPhi { get; set; }

    /// <summary>PEM file of the authorities whose certificates count there, such as the hospital's own; empty: those of this machine. Read at the start.</summary>
    public string Authorities { get; set; } = "";

    /// <summary>For one attempt, from the first byte to the last.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What proves that it is us: the key of signatures, the token of a bot. From the environment or a file.</summary>
    public string? Secret { get; set; }

    public string? SecretFile { get; set; }

    /// <summary>The secret before this one, which the receiver may still know.</summary>
    public string? PreviousSecret { get; set; }

    public string? PreviousSecretFile { get; set; }

    public SlackOptions Slack { get; set; } = new();

    public TeamsBotOptions Teams { get; set; } = new();

    public SmsOptions Sms { get; set; } = new();

    public MllpEndpointOptions Mllp { get; set; } = new();

    public FhirOptions Fhir { get; set; } = new();

    public CrmOptions Crm { get; set; } = new();

    /// <summary>Read anew each time, so that a file that was replaced counts at once.</summary>
    public string? ReadSecret() => SecretSetting.Read(Secret, SecretFile);

    public string? ReadPreviousSecret() => SecretSetting.Read(PreviousSecret, PreviousSecretFile);
}
