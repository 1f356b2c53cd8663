using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Runink.Companion.Ledger;
using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using SQLitePCL;

namespace Runink.Benchmarks;

/// <summary>How long a ledger of a million rows takes to verify, beside a walk over the same rows and the same hashes with nothing but SQLite's own interface.</summary>
internal static class LedgerVerification
{
    private const int Rounds = 5;
    private const int PerWork = 500;

    public static async Task MeasureAsync(int rows)
    {
        var scratch = System.IO.Directory.CreateTempSubdirectory("companion-ledger-");
        var store = new CompanionStore(Path.Combine(scratch.FullName, "companion.db"));
        store.Migrate();
        var reader = new LedgerReader(store);
        var checkpoints = new CheckpointFile(new LedgerOptions().In(scratch.FullName));
        using var signer = new LedgerSigner(checkpoints, reader);
        var signing = new Stopwatch();
        await using (var writer = new StoreWriter(store, new ChangeFeed(), TimeProvider.System, new UlidSource(TimeProvider.System), NullLogger<StoreWriter>.Instance))
        {
            for (var written = 0; written < rows; written += PerWork)
            {
                var first = written;
                await writer.WriteAsync(scope =>
                {
                    for (var row = first; row < first + PerWork; row++)
                        scope.Record("escalation_read", new Subject("escalation", $"01KJPRZB007BFSZQ80SW{row:D6}"), new Actor("person", $"nurse.{row % 200}", ""), Detail.Of(("patient", $"01KJPRZB007BFSZQ80SX{row % 5000:D6}"), ("request", $"0HNB{row:X8}"), ("address", "10.20.30.40")));
                    return true;
                }, CancellationToken.None);
                if (written % 10_000 != 0)
                    continue;
                signing.Start();
                signer.Sign(writer.CommittedHead.Seq, TimeProvider.System.GetUtcNow());
                signing.Stop();
            }

            signer.Sign(writer.CommittedHead.Seq, TimeProvider.System.GetUtcNow());
        }

        var stamps = TimestampLog.Beside(checkpoints.Path);
        Console.WriteLine(FormattableString.Invariant($"{rows} rows, {checkpoints.Read().Lines.Count} checkpoints; signing every 10,000 rows took {signing.Elapsed.TotalMilliseconds / (rows / 10_000.0):0.0} ms each"));
        Console.WriteLine("| round | verification, s | raw walk, s | ratio | managed memory, MB |\n|---|---|---|---|---|");
        for (var round = 0; round <= Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var found = LedgerCheck.Run(reader, checkpoints, stamps, null, null, CancellationToken.None);
            var verified = clock.Elapsed;
            if (found.Verdict != LedgerVerdict.Holds)
                throw new InvalidOperationException(found.Sentence);
            clock.Restart();
            Raw(store.Dialect.File!);
            // The first round compiles.
            if (round > 0)
                Console.WriteLine(FormattableString.Invariant($"| {round} | {verified.TotalSeconds:0.00} | {clock.Elapsed.TotalSeconds:0.00} | {verified / clock.Elapsed:0.00} | {GC.GetTotalMemory(false) / 1e6:0} |"));
        }

        SqliteConnection.ClearAllPools();
        scratch.Delete(recursive: true);
    }

    /// <summary>The floor: the rows through SQLite's C interface, hashed as the definition says, compared, and nothing else.</summary>
    private static void Raw(string file)
    {
        if (raw.sqlite3_open_v2(file, out var db, raw.SQLITE_OPEN_READONLY, null) != raw.SQLITE_OK)
            throw new InvalidOperationException(raw.sqlite3_errmsg(db).utf8_to_string());
        raw.sqlite3_prepare_v2(db, "SELECT Seq, At, Actor, Kind, SubjectType, SubjectId, Detail, Hash FROM Ledger ORDER BY Seq", out var statement);
        Span<byte> buffer = stackalloc byte[4096];
        Span<byte> both = stackalloc byte[64];
        both[..32].Clear();
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            BitConverter.TryWriteBytes(buffer, raw.sqlite3_column_int64(statement, 0));
            BitConverter.TryWriteBytes(buffer[8..], raw.sqlite3_column_int64(statement, 1));
            var length = 16;
            for (var column = 2; column < 7; column++)
            {
                var text = raw.sqlite3_column_blob(statement, column);
                BitConverter.TryWriteBytes(buffer[length..], text.Length);
                text.CopyTo(buffer[(length + 4)..]);
                length += 4 + text.Length;
            }

            SHA256.HashData(buffer[..length], both[32..]);
            SHA256.HashData(both, both[..32]);
            if (!raw.sqlite3_column_blob(statement, 7).SequenceEqual(both[..32]))
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer[..length]));
        }

        statement.Dispose();
        db.Dispose();
    }
}
