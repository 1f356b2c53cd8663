using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger.Evidence;

/// <param name="Findings">What does not fit, a sentence each; empty when all does.</param>
/// <param name="Rows">Rows that are shown, in the package.</param>
/// <param name="Uncovered">Of these, rows that no checkpoint covers.</param>
/// <param name="Keys">Fingerprints of the keys that signed: to be compared with what the site publishes.</param>
public sealed record EvidenceVerdict(string Subject, int Rows, int Uncovered, IReadOnlyList<string> Keys, IReadOnlyList<string> Findings);

/// <summary>Holds a package against itself: files against the manifest, rows against checkpoints, signatures against the keys in it.</summary>
public static class EvidenceVerifier
{
    private const long LargestFile = 256L << 20;

    /// <exception cref="InvalidDataException">It is no such package.</exception>
    public static EvidenceVerdict Verify(Stream package)
    {
        var findings = new List<string>();
        using var zip = new ZipArchive(package, ZipArchiveMode.Read);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            if (!files.TryAdd(entry.FullName, Bytes(entry)))
                findings.Add($"{entry.FullName} is there twice.");
        }

        var manifest = Parse<EvidenceManifest>(files, EvidenceManifest.Name);
        if (manifest.Format != EvidenceManifest.ThisFormat)
            throw new InvalidDataException($"The package is of the format {manifest.Format}, which is not known here.");
        var keys = KeysOf(files).ToDictionary(LedgerCheckpoint.KeyId, StringComparer.Ordinal);
        findings.AddRange(Files(manifest, files));
        if (!IsSigned(files, manifest.Key, keys))
            findings.Add("The manifest carries no valid signature.");
        var proof = Parse<EvidenceProof>(files, EvidenceManifest.ProofName);
        var (rows, uncovered) = (0, 0);
        foreach (var segment in proof.Segments)
        {
            var shown = segment.Rows.Count(row => row.Row is not null);
            rows += shown;
            uncovered += segment.To is null ? shown : 0;
            findings.AddRange(Segment(segment, keys));
        }

        if (rows != manifest.Rows)
            findings.Add($"The manifest promises {manifest.Rows} rows and {rows} are there.");
        return new EvidenceVerdict(manifest.Subject, rows, uncovered, [.. keys.Keys], findings);
    }

    private static IEnumerable<string> Files(EvidenceManifest manifest, Dictionary<string, byte[]> files)
    {
        foreach (var file in manifest.Files)
        {
            if (!files.TryGetValue(file.Name, out var content))
                yield return $"{file.Name} is missing.";
            else if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
                yield return $"{file.Name} was changed.";
        }

        var known = manifest.Files.Select(file => file.Name).Concat([EvidenceManifest.Name, EvidenceManifest.SignatureName]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in files.Keys.Where(name => !known.Contains(name)))
            yield return $"{name} was added.";
    }

    private static IEnumerable<string> Segment(EvidenceSegment segment, Dictionary<string, ECDsa> keys)
    {
        var (from, to) = (Signed(segment.From, keys), Signed(segment.To, keys));
        if (segment.From is not null && from is null || segment.To is not null && to is null)
        {
            yield return "A checkpoint carries no valid signature.";
            yield break;
        }

        var seq = from?.Seq ?? 0;
        var hash = from is null ? LedgerChain.Genesis : Convert.FromHexString(from.Hash);
        foreach (var row in segment.Rows)
        {
            if (row.Seq != ++seq || (row.Row is { } shown && shown.Seq != row.Seq))
            {
                yield return $"Row {seq} is missing.";
                yield break;
            }

            var content = row.Row is { } line ? line.Content is { } read ? LedgerChain.HashContent(read) : null : Hex(row.Content);
            if (content is null)
            {
                yield return $"Row {seq} cannot be read.";
                yield break;
            }

            hash = LedgerChain.Hash(hash, content);
            if (row.Row is { } told && told.Hash != Convert.ToHexStringLower(hash))
                yield return $"Row {seq} does not fit its hash.";
        }

        if (to is not null && (to.Seq != seq || to.Hash != Convert.ToHexStringLower(hash)))
            yield return $"The rows up to {seq} do not lead to the checkpoint at row {to.Seq}.";
    }

    private static LedgerCheckpoint? Signed(string? line, Dictionary<string, ECDsa> keys) =>
        line is not null && LedgerCheckpoint.FromLine(line) is { } checkpoint && Hex(checkpoint.Hash) is not null
            && keys.TryGetValue(checkpoint.Key, out var key) && checkpoint.IsSignedBy(key) ? checkpoint : null;

    private static bool IsSigned(Dictionary<string, byte[]> files, string id, Dictionary<string, ECDsa> keys)
    {
        if (!files.TryGetValue(EvidenceManifest.SignatureName, out var text) || !keys.TryGetValue(id, out var key))
            return false;
        var signature = new byte[text.Length];
        return Convert.TryFromBase64String(System.Text.Encoding.ASCII.GetString(text).Trim(), signature, out var length)
            && key.VerifyData(files[EvidenceManifest.Name], signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private static List<ECDsa> KeysOf(Dictionary<string, byte[]> files)
    {
        var pem = System.Text.Encoding.ASCII.GetString(files.GetValueOrDefault(EvidenceManifest.KeysName) ?? []);
        var keys = new List<ECDsa>();
        while (PemEncoding.TryFind(pem, out var found))
        {
            var key = ECDsa.Create();
            try
            {
                key.ImportFromPem(pem[found.Location]);
                keys.Add(key);
            }
            catch (Exception problem) when (problem is ArgumentException or CryptographicException)
            {
                key.Dispose();
            }

            pem = pem[found.Location.End..];
        }

        return [.. keys.DistinctBy(LedgerCheckpoint.KeyId)];
    }

    private static byte[]? Hex(string? text)
    {
        var bytes = new byte[LedgerChain.HashBytes];
        return text is { Length: 2 * LedgerChain.HashBytes } && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    private static T Parse<T>(Dictionary<string, byte[]> files, string name)
    {
        try
        {
            return files.TryGetValue(name, out var content) && JsonSerializer.Deserialize<T>(content, EvidenceManifest.Written) is { } value
                ? value
                : throw new InvalidDataException($"It is no evidence package: {name} is missing.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{name} cannot be read.", problem);
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        if (entry.Length > LargestFile)
            throw new InvalidDataException($"{entry.FullName} is too large.");
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
