using System.Security.Cryptography;

namespace Runink.Domain.Intake;

/// <summary>Bytes as they came through a door, before anybody has read them.</summary>
/// <param name="Door">mllp, http, fhir, folder, import.</param>
/// <param name="Sender">Who the door knows the sender as: a remote address, an API key or a feed.</param>
public sealed record Envelope(string Id, string Door, string Sender, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Raw)
{
    /// <summary>SHA-256 of the bytes, lower-case hex.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Raw.Span));
}
