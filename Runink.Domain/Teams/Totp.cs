using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Runink.Domain.Teams;

/// <summary>One-time codes of an authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds, as all such apps have it.</summary>
public static class Totp
{
    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

#pragma warning disable CA5350 // The RFC's algorithm; apps know no other by default, and a code lives for a minute.
    public static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
        HMACSHA1.HashData(secret, counter, hash);
        var value = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (value % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    /// <summary>The step whose code this is: now, or one to either side for clocks that differ. Null when it is none, or was taken before.</summary>
    public static long? Accept(byte[] secret, string code, long lastStep, DateTimeOffset now)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (step > lastStep && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(CodeAt(secret, step)), System.Text.Encoding.ASCII.GetBytes(typed)))
                return step;
        }

        return null;
    }

    /// <summary>Base 32 without padding, as apps take it.</summary>
    public static string Write(byte[] secret)
    {
        var text = new System.Text.StringBuilder();
        for (var bit = 0; bit < secret.Length * 8; bit += 5)
        {
            var value = 0;
            for (var i = bit; i < bit + 5; i++)
                value = (value << 1) | (i < secret.Length * 8 ? (secret[i / 8] >> (7 - (i % 8))) & 1 : 0);
            text.Append(Alphabet[value]);
        }

        return text.ToString();
    }

    /// <summary>The address that an authenticator app reads from a QR code.</summary>
    public static string Address(byte[] secret, string issuer, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Write(secret)}&issuer={Uri.EscapeDataString(issuer)}";
}

/// <summary>Codes for the day on which the phone is lost; each opens the door once.</summary>
public static class RecoveryCodes
{
    private const int Count = 8;
    private const string Letters = "23456789abcdefghjkmnpqrstuvwxyz";

    public static IReadOnlyList<string> New() =>
        [.. Enumerable.Range(0, Count).Select(_ => $"{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString(Letters, 5)}")];

    /// <summary>Fifty random bits behind a lock that rests after failures: a plain hash is enough.</summary>
    public static string Hash(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal))));

    public static string HashAll(IEnumerable<string> codes) => string.Join(' ', codes.Select(Hash));

    /// <summary>The hashes that are left when this code was one of them; null when it was not.</summary>
    public static string? Take(string hashes, string code)
    {
        var left = hashes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        return left.Remove(Hash(code)) ? string.Join(' ', left) : null;
    }
}
