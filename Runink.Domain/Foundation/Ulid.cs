using System.Security.Cryptography;

namespace Runink.Domain.Foundation;

/// <summary>
/// Makes ULIDs (26 Crockford base-32 characters: 48 bits of milliseconds, 80 random bits), strictly increasing within
/// this process, so that ids sort by the order in which they were made.
/// </summary>
public sealed class UlidSource(TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly Lock gate = new();
    private readonly byte[] random = new byte[10];
    private long lastMillisecond = -1;

    public string Next()
    {
        lock (gate)
        {
            var now = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), lastMillisecond);
            if (now == lastMillisecond)
            {
                Increment(random);
            }
            else
            {
                RandomNumberGenerator.Fill(random);
                lastMillisecond = now;
            }

            return Encode(now, random);
        }
    }

    private static void Increment(byte[] number)
    {
        for (var i = number.Length - 1; i >= 0 && ++number[i] == 0; i--)
        {
        }
    }

    private static string Encode(long milliseconds, byte[] random) => string.Create(26, (milliseconds, random), static (text, parts) =>
    {
        var (time, noise) = parts;
        for (var i = 9; i >= 0; i--, time >>= 5)
            text[i] = Alphabet[(int)(time & 31)];
        var bits = new UInt128(
            (ulong)noise[0] << 8 | noise[1],
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(noise.AsSpan(2)));
        for (var i = 25; i >= 10; i--, bits >>= 5)
            text[i] = Alphabet[(int)(bits & 31)];
    });
}
