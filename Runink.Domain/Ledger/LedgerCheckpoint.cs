using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runink.Domain.Ledger;

/// <summary>What a line of the checkpoint file says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckpointKind>))]
public enum CheckpointKind
{
    /// <summary>The ledger ended with this row.</summary>
    [JsonStringEnumMemberName("head")] Head,

    /// <summary>The ledger was found not to continue from what had been signed; nothing is signed over it.</summary>
    [JsonStringEnumMemberName("finding")] Finding,

    /// <summary>A person has looked into the findings before it, and the ledger goes on from this row.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,
}

/// <summary>
/// One signed line about the ledger, kept outside the store. Each line names the hash of the line before it, so that a signature over
/// the last one covers them all.
/// </summary>
/// <param name="Seq">The row that it speaks of; for a finding the row that does not fit.</param>
/// <param name="Hash">Lower-case hex of that row's hash; of a finding, the hash that had been signed.</param>
/// <param name="Note">What was found, or who accepted it and why.</param>
/// <param name="Previous">Lower-case hex of SHA-256 over the line before; 64 zeros in the first line.</param>
/// <param name="Key">Which key: the first 16 hex digits of SHA-256 over its public part (SubjectPublicKeyInfo).</param>
/// <param name="Signature">ECDSA over P-256 with SHA-256, r ‖ s, in base64, over <c>kind|seq|hash|UTC ticks|previous|key|note</c>.</param>
public sealed record LedgerCheckpoint(
    CheckpointKind Kind, long Seq, string Hash, DateTimeOffset At, string? Note, string Previous, string Key, string Signature)
{
    public static readonly string NoPrevious = new('0', 2 * LedgerChain.HashBytes);

    private static readonly JsonSerializerOptions Written = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static LedgerCheckpoint Sign(CheckpointKind kind, long seq, ReadOnlySpan<byte> hash, DateTimeOffset at, string? note, string previous, ECDsa key)
    {
        var open = new LedgerCheckpoint(kind, seq, Convert.ToHexStringLower(hash), at.ToUniversalTime(), note, previous, KeyId(key), "");
        return open with { Signature = Convert.ToBase64String(key.SignData(open.Content(), HashAlgorithmName.SHA256)) };
    }

    public static string KeyId(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];

    public static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));

    public bool IsSignedBy(ECDsa key)
    {
        var signature = new byte[Signature.Length];
        return Convert.TryFromBase64String(Signature, signature, out var length)
            && key.VerifyData(Content(), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public string ToLine() => JsonSerializer.Serialize(this, Written);

    /// <summary>Null when the line is not a checkpoint: whoever can write the file can write anything.</summary>
    public static LedgerCheckpoint? FromLine(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerCheckpoint>(line, Written) is { Hash: not null, Previous: not null, Key: not null, Signature: not null } checkpoint ? checkpoint : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Content() =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}|{Seq}|{Hash}|{At.UtcTicks}|{Previous}|{Key}|{Note}"));
}
