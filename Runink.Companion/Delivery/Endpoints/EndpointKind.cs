namespace Runink.Companion.Delivery.Endpoints;

/// <summary>How one speaks with a server outside.</summary>
public enum EndpointKind
{
    /// <summary>JSON, signed.</summary>
    Webhook,

    /// <summary>A workspace of Slack, over its Web API.</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams.</summary>
    Teams,

    /// <summary>A provider of text messages, over HTTP.</summary>
    Sms,

    /// <summary>HL7 v2 over MLLP.</summary>
    Mllp,

    /// <summary>A record system with a FHIR R4 interface.</summary>
    Fhir,

    /// <summary>A CRM that takes records by an id of ours.</summary>
    Crm,
}
