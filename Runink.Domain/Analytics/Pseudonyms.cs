using System.Security.Cryptography;
using System.Text;

namespace Runink.Domain.Analytics;

/// <summary>
/// Names in the place of ids, the same for the same id under one key: rows can be joined and counted, and who is meant can only be told
/// by whoever has the key. That does not make rows anonymous: instants and units can still point at somebody.
/// </summary>
public sealed class Pseudonyms(byte[] key)
{
    public const int KeyBytes = 32;

    private const int KeptBytes = 16;

    /// <summary>HMAC-SHA256, the first 16 bytes in lower-case hex.</summary>
    public string Of(string id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id), hash);
        return Convert.ToHexStringLower(hash[..KeptBytes]);
    }
}
