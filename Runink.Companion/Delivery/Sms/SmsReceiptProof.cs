using System.Security.Cryptography;
using System.Text;

namespace Runink.Companion.Delivery.Sms;

/// <summary>Whether a receipt comes from the provider.</summary>
public static class SmsReceiptProof
{
    public static bool Holds(SmsReceiptOptions options, string secret, string? header, ReadOnlySpan<byte> body)
    {
        if (header is null || !header.StartsWith(options.Prefix, StringComparison.OrdinalIgnoreCase))
            return false;
        var said = header[options.Prefix.Length..];
        if (options.Proof == SmsProof.Secret)
            // Hashed first, so that neither letters nor length are told by time.
            return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said)), SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        var right = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
        return CryptographicOperations.FixedTimeEquals(Bytes(said), right);
    }

    private static byte[] Bytes(string said)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes];
        if (said.Length == 2 * bytes.Length && Convert.FromHexString(said, bytes, out _, out var fromHex) == System.Buffers.OperationStatus.Done && fromHex == bytes.Length)
            return bytes;
        return Convert.TryFromBase64String(said, bytes, out var length) && length == bytes.Length ? bytes : [];
    }
}
