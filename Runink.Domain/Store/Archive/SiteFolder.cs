using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Runink.Domain.Store.Archive;

/// <summary>The folder that a site leaves in: for this user alone, each file with its hash in a manifest that is written last.</summary>
public sealed class SiteFolderWriter
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Dictionary<string, SiteFile> files = new(StringComparer.Ordinal);

    /// <exception cref="IOException">There is something in it already.</exception>
    public SiteFolderWriter(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path) || (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any()))
            throw new IOException($"{Path} is there already, and not empty.");
        Make(Path);
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, SiteFile> Files => files;

    /// <param name="name">With slashes.</param>
    public SiteFileWriter Open(string name)
    {
        var file = System.IO.Path.Combine(Path, name.Replace('/', System.IO.Path.DirectorySeparatorChar));
        Make(System.IO.Path.GetDirectoryName(file)!);
        return new SiteFileWriter(file, done => files[name] = done);
    }

    public void Put(string name, string text)
    {
        using var file = Open(name);
        file.Text(text);
    }

    /// <returns>SHA-256 of the manifest, in lower-case hex: who has it can tell whether anything was changed since.</returns>
    internal string Finish(SiteManifest manifest)
    {
        var text = JsonSerializer.Serialize(manifest, Json);
        Put(SiteManifest.FileName, text);
        return files[SiteManifest.FileName].Sha256;
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>One file on its way out; its hash is made while it is written.</summary>
public sealed class SiteFileWriter : IDisposable
{
    private readonly Action<SiteFile> done;
    private readonly FileStream stream;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long bytes;
    private long lines;

    internal SiteFileWriter(string file, Action<SiteFile> done)
    {
        this.done = done;
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 1 << 16 };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        stream = new FileStream(file, how);
    }

    /// <summary>One line; the line feed is added.</summary>
    public void Line(ReadOnlySpan<byte> line)
    {
        Write(line);
        Write("\n"u8);
        lines++;
    }

    public void Line(string line) => Line(Encoding.UTF8.GetBytes(line));

    /// <summary>A text as it is.</summary>
    public void Text(string text)
    {
        Write(Encoding.UTF8.GetBytes(text));
        lines += text.AsSpan().Count('\n');
    }

    public void Dispose()
    {
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        done(new SiteFile(bytes, lines, Convert.ToHexStringLower(hash.GetHashAndReset())));
        hash.Dispose();
    }

    private void Write(ReadOnlySpan<byte> some)
    {
        stream.Write(some);
        hash.AppendData(some);
        bytes += some.Length;
    }
}

/// <summary>A folder that a site arrives in. Nothing of it is believed before it was held against its manifest.</summary>
internal sealed class SiteFolder
{
    private readonly string path;

    /// <exception cref="InvalidDataException">It holds no site, or one of a format that this program does not know.</exception>
    public SiteFolder(string path)
    {
        this.path = path;
        var file = Path.Combine(path, SiteManifest.FileName);
        if (!File.Exists(file))
            throw new InvalidDataException($"{path} has no {SiteManifest.FileName}: it holds no site, or one whose export was stopped.");
        var bytes = File.ReadAllBytes(file);
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Manifest = Read(bytes, file);
    }

    public SiteManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest, in lower-case hex.</summary>
    public string Hash { get; }

    /// <exception cref="InvalidDataException">A file is not there, or not the one that the manifest promises.</exception>
    public void Verify(Action<string, long> progress)
    {
        foreach (var (name, promised) in Manifest.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var file = FileOf(name);
            if (!File.Exists(file))
                throw new InvalidDataException($"{name} is missing. Nothing was changed.");
            using var stream = File.OpenRead(file);
            if (stream.Length != promised.Bytes || Convert.ToHexStringLower(SHA256.HashData(stream)) != promised.Sha256)
                throw new InvalidDataException($"{name} is not as it was exported: its content does not fit the manifest. Nothing was changed.");
            progress(name, promised.Lines);
        }
    }

    /// <exception cref="InvalidDataException">The manifest has no such file.</exception>
    public IEnumerable<string> Lines(string name) => Manifest.Files.ContainsKey(name)
        ? File.ReadLines(FileOf(name), Encoding.UTF8)
        : throw new InvalidDataException($"The export has no {name}.");

    public string Text(string name) => Manifest.Files.ContainsKey(name) ? File.ReadAllText(FileOf(name)) : "";

    private static SiteManifest Read(byte[] bytes, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (!json.RootElement.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.Number)
                throw new InvalidDataException($"{file} is no manifest of a site.");
            if (format.GetDouble() != SiteManifest.ThisFormat)
                throw new InvalidDataException($"{file} is of format {format.GetRawText()}; this program knows format {SiteManifest.ThisFormat}. Import it with the version that wrote it.");
            return JsonSerializer.Deserialize<SiteManifest>(bytes, JsonSerializerOptions.Web) is { Files: not null, Tables: not null, Schema: not null, LedgerHash: not null, Site: not null } manifest
                ? manifest
                : throw new InvalidDataException($"{file} is no manifest of a site.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file} is no manifest of a site: {problem.Message}", problem);
        }
    }

    /// <summary>A name that leads out of the folder names nothing.</summary>
    private string FileOf(string name) => !name.StartsWith('/') && name.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && part.IndexOfAny(['\\', ':', '\0']) < 0)
        ? Path.Combine([path, .. name.Split('/')])
        : throw new InvalidDataException($"The manifest names a file that cannot be one of an export: {name}.");
}
