using System.Globalization;
using System.Text.Json;
using Runink.Companion.Ledger;
using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>The proof without the running app: verifies the chain, writes it out, and lets a person accept what does not fit.</summary>
internal static class LedgerVerb
{
    private const string Knows = "ledger knows: verify [--anchor FILE], export --to FILE, accept --by NAME --reason TEXT, evidence FILE.";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, [.. Options.OfStore, "anchor", "to", "by", "reason"]);
        if (options is { Free: ["evidence", var package] })
            return EvidenceCheck.Run(package);
        if (options is not { Free: ["verify" or "export" or "accept"] })
            return Verbs.Usage(Knows);
        var store = options.Store(mustExist: true);
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        try
        {
            return options.Free[0] switch
            {
                "export" => Export(store.Value!, options),
                "accept" => await AcceptAsync(store.Value!, options),
                _ => Verify(store.Value!, options.Checkpoints, options.Named.GetValueOrDefault("anchor")),
            };
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verbs.WrongUsage;
        }
    }

    /// <summary>Verifies, says so, and answers the exit code.</summary>
    /// <param name="anchor">A copy of checkpoints that was kept elsewhere; null for none.</param>
    public static int Verify(CompanionStore store, CheckpointFile checkpoints, string? anchor = null)
    {
        var found = LedgerCheck.Run(new LedgerReader(store), checkpoints, TimestampLog.Beside(checkpoints.Path), anchor, null, CancellationToken.None);
        Console.WriteLine(found.Sentence);
        foreach (var finding in found.Findings)
            Console.WriteLine($"  {finding}");
        return CodeOf(found.Verdict);
    }

    /// <summary>Each verdict has a code of its own, so that a script can tell tampering from what is merely not there.</summary>
    public static int CodeOf(LedgerVerdict verdict) => verdict switch
    {
        LedgerVerdict.Holds => Verbs.Fine,
        LedgerVerdict.Broken => Verbs.Findings,
        LedgerVerdict.NotCoveredYet => Verbs.NotCoveredYet,
        LedgerVerdict.NoEvidence => Verbs.NoEvidence,
        LedgerVerdict.HoldsSinceAcceptance => Verbs.HoldsSinceAcceptance,
    };

    /// <summary>Signs what a verb has written, so that it is covered as what the app writes is. While the app runs, the app does.</summary>
    public static void Sign(CompanionStore store, Options options)
    {
        using var alone = DataLock.TryTake(options.Data);
        if (alone is null)
            return;
        var reader = new LedgerReader(store);
        using var signer = new LedgerSigner(options.Checkpoints, reader);
        signer.Sign(reader.Head(), TimeProvider.System.GetUtcNow());
        if (signer.State.Finding is { } finding)
            Console.Error.WriteLine($"Nothing is signed over this ledger any more until somebody has looked into it: {finding}");
    }

    private static int Export(CompanionStore store, Options options)
    {
        if (!options.Named.TryGetValue("to", out var file))
            return Verbs.Usage("ledger export needs --to FILE.");
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var rows = 0L;
        using (var writer = new StreamWriter(file, System.Text.Encoding.UTF8, how))
        {
            foreach (var row in new LedgerReader(store).Stored(1, CancellationToken.None))
            {
                writer.Write(JsonSerializer.Serialize(LedgerLine.Of(row), LedgerLine.Written));
                writer.Write('\n');
                rows++;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {rows:N0} rows, one JSON object a line."));
        return Verbs.Fine;
    }

    /// <summary>Not while the app runs: it signs as well.</summary>
    private static async Task<int> AcceptAsync(CompanionStore store, Options options)
    {
        if (!options.Named.TryGetValue("by", out var by) || !options.Named.TryGetValue("reason", out var reason) || string.IsNullOrWhiteSpace(by) || reason.Trim().Length < 10)
            return Verbs.Usage("ledger accept needs --by NAME and --reason TEXT of ten letters or more: both become part of the proof.");
        using var alone = DataLock.TryTake(options.Data);
        if (alone is null)
            return Refuse("A Companion is running there. Stop it first.");
        await using var host = await HeadlessHost.OpenAsync(store);
        var note = $"{PlainText.Line(by)}: {PlainText.Line(reason)}";
        await host.Writer.WriteAsync(scope =>
        {
            scope.Record("ledger_break_accepted", new Subject("ledger", "chain"), new Actor("operator", PlainText.Line(by), by), Detail.Of(("reason", reason)));
            return true;
        }, CancellationToken.None);
        var head = host.Writer.CommittedHead;
        using var signer = new LedgerSigner(options.Checkpoints, new LedgerReader(host.Store));
        signer.Accept(head.Seq, head.Hash, note, TimeProvider.System.GetUtcNow());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Accepted and signed: the ledger goes on from row {head.Seq:N0}. What did not fit before it stays visible in every verification."));
        return Verbs.Fine;
    }

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return Verbs.WrongUsage;
    }
}
