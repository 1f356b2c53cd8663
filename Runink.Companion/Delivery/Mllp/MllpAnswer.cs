using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Mllp;

/// <summary>What an acknowledgement says: HL7 v2 chapter 2.9, original and enhanced mode.</summary>
internal static class MllpAnswer
{
    private const int MostWords = 200;

    /// <exception cref="DeliveryException">It is no acknowledgement of this message, or it says no.</exception>
    public static DeliveryReceipt Read(string endpoint, string id, string answer)
    {
        var segments = answer.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (segments is not [['M', 'S', 'H', var separator, ..], ..] || Array.Find(segments, segment => segment.StartsWith($"MSA{separator}", StringComparison.Ordinal))?.Split(separator) is not { Length: > 2 } msa)
            throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint} answered something that is no acknowledgement.");
        if (msa[2] != id)
            throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint} acknowledged another message than ours (MSA-2).");
        var words = msa.Length > 3 && msa[3].Length > 0 ? PlainText.Line(msa[3][..Math.Min(MostWords, msa[3].Length)]) : null;
        return msa[1] switch
        {
            "AA" or "CA" => new DeliveryReceipt($"{msa[1]}{(words is null ? "" : $": {words}")}", IsDelivered: msa[1] == "AA", Reference: id),
            "AE" or "CE" => throw new DeliveryException(DeliveryFault.Temporary, $"{endpoint} answered {msa[1]}{(words is null ? "" : $": {words}")}."),
            "AR" or "CR" => throw new DeliveryException(DeliveryFault.Permanent, $"{endpoint} refused it ({msa[1]}{(words is null ? "" : $": {words}")})."),
            _ => throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint} answered something that is no acknowledgement."),
        };
    }
}
