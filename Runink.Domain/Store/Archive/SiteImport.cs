using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Archive;

/// <summary>What arrived.</summary>
/// <param name="People">Who need a new start.</param>
/// <param name="Waiting">Messages that were about to leave at the moment of the export; nobody here knows whether they did.</param>
/// <param name="Links">Links of partners that ended with the move.</param>
public sealed record SiteArrived(string Site, DateTimeOffset At, long Rows, int Tables, long People, long Waiting, long Links);

/// <summary>
/// Fills an empty store from an exported site: every row, the proof of the ledger and a row that says so, or nothing. The key that
/// signed the ledger stayed where it was made: from the import on another one signs.
/// </summary>
public static class SiteImport
{
    /// <exception cref="InvalidDataException">It is no export, of another version, changed since, or the store is not empty. Nothing was changed.</exception>
    public static SiteArrived Read(string folder, CompanionStore store, CheckpointFile checkpoints, Actor by, DateTimeOffset now, Action<string, long> progress)
    {
        var from = new SiteFolder(folder);
        var manifest = from.Manifest;
        IReadOnlyList<StoreTable> tables;
        using (var db = store.Read())
        {
            tables = StoreTable.Of(db);
            if (!manifest.Schema.SequenceEqual(StoreSnapshot.SchemaOf(db), StringComparer.Ordinal) || tables.Any(table => !IsAsExported(table, manifest)))
                throw new InvalidDataException($"{folder} was made by another version of this program ({manifest.Program}): its tables are others. Import it with that version, then migrate.");
        }

        from.Verify(progress);
        var ledger = tables.Single(table => table.Name == "ledger");
        var (lines, publicKeys) = (from.Text(SiteExport.Checkpoints), from.Text(SiteExport.PublicKeys));
        LedgerHolds(from, ledger, lines, publicKeys);
        if (!checkpoints.IsEmpty && !checkpoints.IsLeftOf(lines, manifest.LedgerSeq + 1))
            throw new InvalidDataException($"{checkpoints.Path} or its key is there already, and of another ledger. Import into a new folder.");

        var arrival = new SiteArrival(manifest.At);
        var head = new LedgerHead(manifest.LedgerSeq, Convert.FromHexString(manifest.LedgerHash));
        var imported = SiteLedger.Next(head, new Fact("site_imported", new Subject("site", PlainText.Line(manifest.Site)), by, now, Detail.Of(
            ("exportedAt", Instant(manifest.At)), ("from", manifest.Provider), ("ledgerSeq", manifest.LedgerSeq), ("manifest", from.Hash))));
        var counts = StoreFilling.Fill(store, Rows, progress, written =>
        {
            foreach (var table in tables.Where(table => table.Name != "ledger"))
            {
                if (written[table.Name] != Promised(manifest, table))
                    throw new InvalidDataException($"The export promises {Promised(manifest, table)} rows of {table.Name} and holds {written[table.Name]}. Nothing was changed.");
            }

            // As late as it can be: what a power cut leaves of it is known at the next attempt.
            checkpoints.Forget();
            checkpoints.Import(lines, "", publicKeys);
            using var signer = new LedgerSigner(checkpoints, new LedgerReader(store));
            signer.Accept(imported.Content.Seq, imported.Hash, $"Imported from an export of {PlainText.Line(manifest.Site)} of {Instant(manifest.At)}. The key that signed before it stayed there.", now);
        });
        return new SiteArrived(manifest.Site, manifest.At, counts.Values.Sum(), manifest.Tables.Count, counts["people"], arrival.Waiting, arrival.Links);

        IEnumerable<object?[]> Rows(StoreTable table)
        {
            if (!SiteTables.Leaving.Contains(table.Name))
                return [];
            var rows = SiteRecords.Read(from.Lines($"{SiteExport.Records}{table.Name}.ndjson"), table);
            return table.Name == "ledger" ? rows.Append(SiteLedger.Row(imported, table)) : arrival.Settled(rows, table);
        }
    }

    private static bool IsAsExported(StoreTable table, SiteManifest manifest) => SiteTables.Leaving.Contains(table.Name)
        ? manifest.Tables.GetValueOrDefault(table.Name)?.SequenceEqual(SiteTables.Columns(table).Select(column => column.Label), StringComparer.Ordinal) == true
        : !manifest.Tables.ContainsKey(table.Name);

    private static long Promised(SiteManifest manifest, StoreTable table) =>
        SiteTables.Leaving.Contains(table.Name) ? manifest.Files.GetValueOrDefault($"{SiteExport.Records}{table.Name}.ndjson")?.Lines ?? -1 : 0;

    /// <summary>Before it is signed for: afterwards nobody would ask.</summary>
    private static void LedgerHolds(SiteFolder from, StoreTable ledger, string lines, string publicKeys)
    {
        var name = $"{SiteExport.Records}{ledger.Name}.ndjson";
        var last = LedgerChain.Genesis;
        var found = LedgerVerifier.Verify(
            SiteRecords.Read(from.Lines(name), ledger).Select(row =>
            {
                var stored = SiteLedger.Stored(row, ledger);
                last = stored.Hash;
                return stored;
            }),
            CheckpointLog.Read(lines, LedgerKeys.Parse(publicKeys, SiteExport.PublicKeys)));
        if (found.Verdict == LedgerVerdict.Broken)
            throw new InvalidDataException($"The ledger of the export does not hold: {found.Finding} Nothing was changed.");
        if (found.Rows != from.Manifest.LedgerSeq || Convert.ToHexStringLower(last) != from.Manifest.LedgerHash)
            throw new InvalidDataException($"The newest row of the ledger is not the one that the export promises, {from.Manifest.LedgerSeq}. Nothing was changed.");
    }

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
