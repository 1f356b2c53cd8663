using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Verifies the chain without the running app: the store and the checkpoints beside it are enough.</summary>
internal static class LedgerVerb
{
    public static Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, Options.OfStore);
        if (options is not { Free: ["verify"] })
            return Task.FromResult(Verbs.Usage("ledger knows: verify."));
        var store = options.Store(mustExist: true);
        return Task.FromResult(store.Refusal is { } refusal ? Verbs.Usage(refusal.Message) : Verify(store.Value!, options.Data));
    }

    /// <summary>Verifies, says so, and answers the exit code.</summary>
    public static int Verify(CompanionStore store, DataDirectory data)
    {
        LedgerVerification found;
        try
        {
            found = LedgerVerifier.Verify(new LedgerReader(store).Rows(CancellationToken.None), new CheckpointFile(data.Path).Last());
        }
        catch (InvalidDataException problem)
        {
            found = new LedgerVerification(false, 0, null, null, problem.Message);
        }

        Console.WriteLine(found.Ok
            ? $"The ledger holds: {found.Rows} rows{(found.Checkpoint is { } seq ? $", checkpoint at row {seq}" : ", no checkpoint yet")}."
            : $"The ledger does not hold. {found.Finding}");
        return found.Ok ? Verbs.Fine : Verbs.Findings;
    }
}
