using System.Security.Cryptography.Pkcs;
using System.Text;
using System.Text.Json;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>A stamp over one line of the checkpoints.</summary>
/// <param name="Line">Lower-case hex of SHA-256 over the line.</param>
/// <param name="At">By the authority's clock.</param>
/// <param name="Token">The TimeStampToken (CMS), in base64.</param>
public sealed record LedgerTimestamp(long Seq, string Line, DateTimeOffset At, string Authority, string Token);

/// <summary>The stamps, a line each, beside the checkpoints.</summary>
public sealed class TimestampLog(string file)
{
    public static TimestampLog Beside(string checkpointFile) => new(Path.Combine(Path.GetDirectoryName(checkpointFile)!, "ledger-timestamps.jsonl"));

    public async Task AppendAsync(LedgerTimestamp stamp, CancellationToken cancel)
    {
        var how = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, how);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(stamp, JsonSerializerOptions.Web) + "\n"), cancel);
        stream.Flush(flushToDisk: true);
    }

    public IReadOnlyList<LedgerTimestamp> Read()
    {
        if (!File.Exists(file))
            return [];
        return [.. File.ReadLines(file).Select(Parse).OfType<LedgerTimestamp>()];
    }

    /// <summary>Holds the stamps against the lines that they speak of.</summary>
    /// <returns>A sentence for each that does not fit.</returns>
    public IReadOnlyList<string> Findings(CheckpointLog checkpoints)
    {
        var known = checkpoints.LineHashes.ToHashSet(StringComparer.Ordinal);
        return [.. Read().Select(stamp => Finding(stamp, known)).OfType<string>()];
    }

    private static string? Finding(LedgerTimestamp stamp, HashSet<string> lines)
    {
        if (!IsGenuine(stamp))
            return $"The stamp over the checkpoint of row {stamp.Seq} is not what {stamp.Authority} signed.";
        return lines.Contains(stamp.Line) ? null : $"{stamp.Authority} stamped a checkpoint of row {stamp.Seq} at {stamp.At:u} that is not among the checkpoints any more.";
    }

    private static bool IsGenuine(LedgerTimestamp stamp)
    {
        var token = new byte[stamp.Token.Length];
        return Convert.TryFromBase64String(stamp.Token, token, out var length)
            && Rfc3161TimestampToken.TryDecode(token.AsMemory(0, length), out var decoded, out _)
            && Convert.ToHexStringLower(decoded.TokenInfo.GetMessageHash().Span) == stamp.Line
            && decoded.VerifySignatureForHash(decoded.TokenInfo.GetMessageHash().Span, System.Security.Cryptography.HashAlgorithmName.SHA256, out _);
    }

    private static LedgerTimestamp? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LedgerTimestamp>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            // A line that a power cut left half written proves nothing, and nothing against.
            return null;
        }
    }
}
