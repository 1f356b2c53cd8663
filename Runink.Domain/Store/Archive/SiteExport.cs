using System.Globalization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Store.Archive;

/// <summary>What was exported.</summary>
/// <param name="Manifest">SHA-256 of the manifest, in lower-case hex.</param>
public sealed record SiteLeft(long Rows, long Resources, int Definitions, long LedgerSeq, string Manifest);

/// <summary>
/// A hospital as files that others can read, of one moment: its records, a file for each table; what it wrote for itself; its patients in
/// FHIR; and the ledger with the signatures that prove it. No key and no passphrase is among them.
/// </summary>
public static class SiteExport
{
    public const string Records = "records/";
    public const string Definitions = "definitions/";
    public const string Fhir = "fhir/";
    internal const string Checkpoints = "ledger/checkpoints.jsonl";
    internal const string PublicKeys = "ledger/public-keys.pem";

    /// <param name="readable">Writes the halves that are for reading, of the same moment.</param>
    /// <exception cref="InvalidDataException">The store is of another version.</exception>
    /// <exception cref="IOException">The folder is not empty, or cannot be written.</exception>
    public static SiteLeft Write(
        CompanionStore store, CheckpointFile checkpoints, SiteOptions site, string folder, DateTimeOffset now, Action<CompanionDb, SiteFolderWriter> readable, Action<string, long> progress)
    {
        var to = new SiteFolderWriter(folder);
        using var snapshot = new StoreSnapshot(store);
        var tables = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var table in snapshot.Tables.Where(table => SiteTables.Leaving.Contains(table.Name)))
        {
            tables[table.Name] = [.. SiteTables.Columns(table).Select(column => column.Label)];
            using var file = to.Open($"{Records}{table.Name}.ndjson");
            progress(table.Name, SiteRecords.Write(file, table, snapshot.Rows(table), soFar => progress(table.Name, soFar)));
        }

        using (var db = snapshot.Read())
            readable(db, to);
        var (lines, _, publicKeys) = checkpoints.Export(snapshot.Head.Seq);
        to.Put(Checkpoints, lines);
        to.Put(PublicKeys, publicKeys);
        var files = to.Files.ToDictionary(StringComparer.Ordinal);
        var manifest = to.Finish(new SiteManifest(
            SiteManifest.ThisFormat, Program, site.Name, site.TimeZone, now, store.Dialect.Provider.ToString(), snapshot.Schema, snapshot.Head.Seq, Convert.ToHexStringLower(snapshot.Head.Hash),
            files, tables, SiteTables.Reasons));
        return new SiteLeft(Lines(Records), Lines(Fhir), files.Keys.Count(name => name.StartsWith(Definitions, StringComparison.Ordinal)), snapshot.Head.Seq, manifest);

        long Lines(string under) => files.Where(file => file.Key.StartsWith(under, StringComparison.Ordinal)).Sum(file => file.Value.Lines);
    }

    private static string Program => string.Create(CultureInfo.InvariantCulture, $"Runink Companion {typeof(SiteExport).Assembly.GetName().Version?.ToString(3) ?? "0"}");
}
