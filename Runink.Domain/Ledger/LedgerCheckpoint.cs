using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runink.Domain.Ledger;

/// <summary>The head of the chain at one moment, signed with ECDSA P-256 and kept outside the store.</summary>
public sealed record LedgerCheckpoint(long Seq, string Hash, DateTimeOffset At, string Signature)
{
    public static LedgerCheckpoint Sign(long seq, byte[] hash, DateTimeOffset at, ECDsa key)
    {
        var hex = Convert.ToHexStringLower(hash);
        return new LedgerCheckpoint(seq, hex, at, Convert.ToBase64String(key.SignData(Content(seq, hex, at), HashAlgorithmName.SHA256)));
    }

    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[Signature.Length];
        return Convert.TryFromBase64String(Signature, signature, out var length)
            && key.VerifyData(Content(Seq, Hash, At), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public string ToLine() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Null when the line is not a checkpoint: whoever can write the file can write anything.</summary>
    public static LedgerCheckpoint? FromLine(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerCheckpoint>(line, JsonSerializerOptions.Web) is { Hash: not null, Signature: not null } checkpoint ? checkpoint : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Content(long seq, string hash, DateTimeOffset at) =>
        Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seq}|{hash}|{at.UtcTicks}"));
}
