using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Runink.Domain.Store.Archive;

/// <summary>
/// A hospital in one file that any of the databases can be filled from: a zip with one NDJSON file for each table, a manifest, and the
/// checkpoints with the key that they were signed with, so that the ledger can be verified wherever it is unpacked.
/// </summary>
public static class StoreArchive
{
    private const string Manifest = "manifest.json";
    private const string Checkpoints = "ledger-checkpoints.jsonl";
    private const string SigningKey = "ledger-signing-key.pem";
    private const string PublicKeys = "ledger-public-keys.pem";

    /// <summary>Writes one moment of the store, which may be in use. The file appears when it is whole, readable by this user only.</summary>
    /// <returns>Rows of all tables, and the newest row of the ledger.</returns>
    /// <exception cref="InvalidDataException">The store is of another version.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static (long Rows, long LedgerSeq) Write(CompanionStore store, CheckpointFile checkpoints, string file, DateTimeOffset now, Action<string, long> progress)
    {
        if (File.Exists(file))
            throw new IOException($"{file} is there already.");
        var partial = file + ".partial";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var snapshot = new StoreSnapshot(store);
        var tables = new Dictionary<string, ArchiveTable>(StringComparer.Ordinal);
        using (var zip = new ZipArchive(new FileStream(partial, options), ZipArchiveMode.Create))
        {
            foreach (var table in snapshot.Tables)
            {
                using (var entry = zip.CreateEntry($"tables/{table.Name}.ndjson", CompressionLevel.Fastest).Open())
                    tables[table.Name] = new ArchiveTable([.. table.Columns.Select(column => column.Name)], ArchiveRows.Write(entry, snapshot.Rows(table), soFar => progress(table.Name, soFar)));
                progress(table.Name, tables[table.Name].Rows);
            }

            var (lines, signingKey, publicKeys) = checkpoints.Export(snapshot.Head.Seq);
            Put(zip, Checkpoints, lines);
            Put(zip, SigningKey, signingKey);
            Put(zip, PublicKeys, publicKeys);
            Put(zip, Manifest, JsonSerializer.Serialize(
                new ArchiveManifest(
                    ArchiveManifest.ThisFormat, now, store.Dialect.Provider.ToString(), snapshot.Schema, tables, snapshot.Head.Seq, Convert.ToHexStringLower(snapshot.Head.Hash)),
                JsonSerializerOptions.Web));
        }

        File.Move(partial, file);
        return (tables.Values.Sum(table => table.Rows), snapshot.Head.Seq);
    }

    /// <summary>Fills an empty store, and puts checkpoints and key into a data folder that has none.</summary>
    /// <returns>Rows by table.</returns>
    /// <exception cref="InvalidDataException">It is no archive, of another version, not whole, or the store is not empty.</exception>
    public static IReadOnlyDictionary<string, long> Read(string file, CompanionStore store, CheckpointFile checkpoints, Action<string, long> progress)
    {
        using var zip = ZipFile.OpenRead(file);
        var manifest = ManifestOf(zip);
        using (var db = store.Read())
        {
            if (!manifest.Schema.SequenceEqual(StoreSnapshot.SchemaOf(db), StringComparer.Ordinal))
                throw new InvalidDataException($"{file} was made by another version of this program (its schema ends at {manifest.Schema.LastOrDefault()}). Restore it with that version, then migrate.");
        }

        if (!checkpoints.IsEmpty)
            throw new InvalidDataException($"{checkpoints.Path} or its key is there already, and of another ledger. Restore into a new folder.");
        var counts = StoreFilling.Fill(store, table => ArchiveRows.Read(zip.GetEntry($"tables/{table.Name}.ndjson"), table, manifest.Tables.GetValueOrDefault(table.Name)), progress);
        foreach (var (name, table) in manifest.Tables)
        {
            if (counts.GetValueOrDefault(name) != table.Rows)
                throw new InvalidDataException($"The archive promises {table.Rows} rows of {name} and holds {counts.GetValueOrDefault(name)}.");
        }

        using (var snapshot = new StoreSnapshot(store))
        {
            if (snapshot.Head.Seq != manifest.LedgerSeq || Convert.ToHexStringLower(snapshot.Head.Hash) != manifest.LedgerHash)
                throw new InvalidDataException($"The newest row of the ledger is not the one that the archive promises, {manifest.LedgerSeq}.");
        }

        checkpoints.Import(Text(zip, Checkpoints), Text(zip, SigningKey), Text(zip, PublicKeys));
        return counts;
    }

    private static ArchiveManifest ManifestOf(ZipArchive zip)
    {
        try
        {
            return JsonSerializer.Deserialize<ArchiveManifest>(Text(zip, Manifest), JsonSerializerOptions.Web) is { Format: ArchiveManifest.ThisFormat } manifest
                ? manifest
                : throw new InvalidDataException("The archive is of a format that this program does not know.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException("The archive has no manifest that can be read.", problem);
        }
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static string Text(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return "";
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
