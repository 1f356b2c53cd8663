using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runink.Companion.Ledger.Evidence;

/// <summary>The files of a package, put into a zip that proves itself with what is in it.</summary>
public sealed class EvidencePackage
{
    private readonly SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public void Add(string name, byte[] content) => files[name] = content;

    public void Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public void AddJson<T>(string name, T content) => Add(name, JsonSerializer.SerializeToUtf8Bytes(content, EvidenceManifest.Written));

    /// <param name="manifest">Without its files.</param>
    /// <param name="sign">ECDSA over the manifest's bytes; null when there is no key, and the package says so.</param>
    /// <returns>The zip, and SHA-256 of the manifest in lower-case hex.</returns>
    public (byte[] Zip, string ManifestHash) Close(EvidenceManifest manifest, Func<byte[], byte[]?> sign)
    {
        Add("verify.html", Resource("verify.html"));
        Add("README.txt", Encoding.UTF8.GetString(Resource("README.txt")).Replace("{subject}", manifest.Subject, StringComparison.Ordinal).Replace("{site}", manifest.Site, StringComparison.Ordinal));
        var written = JsonSerializer.SerializeToUtf8Bytes(
            manifest with { Files = [.. files.Select(file => new EvidenceFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value))))] }, EvidenceManifest.Written);
        var signature = sign(written);
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(archive, EvidenceManifest.Name, written, manifest.MadeAt);
            if (signature is not null)
                Put(archive, EvidenceManifest.SignatureName, Encoding.ASCII.GetBytes(Convert.ToBase64String(signature) + "\n"), manifest.MadeAt);
            foreach (var (name, content) in files)
                Put(archive, name, content, manifest.MadeAt);
        }

        return (zip.ToArray(), Convert.ToHexStringLower(SHA256.HashData(written)));
    }

    private static void Put(ZipArchive archive, string name, byte[] content, DateTimeOffset at)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = at;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Runink.Companion.Ledger.Evidence.{name}")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
