namespace Runink.Companion.Delivery.Mllp;

/// <summary>Settings under <c>Delivery:Endpoints:NAME:Mllp</c>: how our HL7 v2 messages are headed.</summary>
public sealed class MllpEndpointOptions
{
    /// <summary>ORU^R01 (into the in-basket of results) or MDM^T02 (a document of the chart).</summary>
    public string MessageType { get; set; } = "ORU^R01";

    public string SendingApplication { get; set; } = "RUNINK";

    public string SendingFacility { get; set; } = "";

    public string ReceivingApplication { get; set; } = "";

    public string ReceivingFacility { get; set; } = "";

    internal IEnumerable<string> Problems(bool mayCarryPhi)
    {
        if (!mayCarryPhi)
            yield return "MayCarryPhi: a record system files by patient, so that nothing can go there without; say true if that is meant.";
        if (MessageType is not ("ORU^R01" or "MDM^T02"))
            yield return "Mllp:MessageType: ORU^R01 or MDM^T02.";
        foreach (var (name, value) in new[] { (nameof(SendingApplication), SendingApplication), (nameof(SendingFacility), SendingFacility), (nameof(ReceivingApplication), ReceivingApplication), (nameof(ReceivingFacility), ReceivingFacility) })
        {
            if (value.Length > 180 || value.Any(char.IsControl))
                yield return $"Mllp:{name}: at most 180 letters on one line.";
        }
    }
}
