using System.Data.Common;
using System.Globalization;
using Runink.Domain.Store;
using Runink.Domain.Store.Archive;
using Runink.Domain.Store.Dialects;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Looks after the database: its schema, its copies, and the way from one database to another.</summary>
internal static class StoreVerb
{
    private const string Knows = "store knows: migrate, script, views [print|drop], retain [--dry-run], backup --to FILE, restore --from FILE, move --to-provider PROVIDER --to-connection TEXT.";

    public static Task<int> RunAsync(string[] args)
    {
        if (args is ["retain", .. var how])
            return RetainVerb.RunAsync(how);
        if (args is ["views", .. var which])
            return Task.FromResult(ViewsVerb.Run(which));
        var options = Options.Read(args, [.. Options.OfStore, "to", "from", "to-provider", "to-connection"]);
        if (options is not { Free: [var what] })
            return Task.FromResult(Verbs.Usage(Knows));
        try
        {
            return Task.FromResult(what switch
            {
                "migrate" => Migrate(options),
                "script" => Script(options),
                "backup" => Backup(options),
                "restore" => Restore(options),
                "move" => Move(options),
                _ => Verbs.Usage(Knows),
            });
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(Refuse((problem is InvalidOperationException ? problem.InnerException! : problem).Message));
        }
    }

    private static int Migrate(Options options)
    {
        var found = options.Store(mustExist: false);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        store.Migrate();
        Console.WriteLine($"{store.Dialect.Description}: the schema is the newest.");
        return Verbs.Fine;
    }

    /// <summary>Needs no database: whoever may change the hospital's is often somebody else.</summary>
    private static int Script(Options options)
    {
        var found = options.Unconnected();
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        Console.WriteLine(store.Script());
        if (store.Dialect.Provider == StoreProvider.Sqlite)
            Console.Error.WriteLine("SQLite knows no conditions: this script is for a new file.");
        return Verbs.Fine;
    }

    private static int Backup(Options options)
    {
        if (!options.Named.TryGetValue("to", out var file))
            return Verbs.Usage("store backup needs --to FILE.");
        var found = options.Store(mustExist: true);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        var (rows, seq) = StoreArchive.Write(store, options.Checkpoints, Path.GetFullPath(file), TimeProvider.System.GetUtcNow(), Say);
        Console.WriteLine($"{file}: {Number(rows)} rows, the ledger up to row {Number(seq)}, its checkpoints and its signing key. Keep it where the store is not, and as secret.");
        return Verbs.Fine;
    }

    private static int Restore(Options options)
    {
        if (!options.Named.TryGetValue("from", out var file))
            return Verbs.Usage("store restore needs --from FILE.");
        if (!File.Exists(file))
            return Verbs.Usage($"There is no file {file}.");
        var found = options.Store(mustExist: false);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        using var alone = DataLock.TryTake(options.Data);
        using var place = alone is null ? null : store.TryHold();
        if (place is null)
            return Refuse("A Companion is running there. Stop it first.");
        var counts = StoreArchive.Read(file, store, options.Checkpoints, Say);
        Console.WriteLine($"{store.Dialect.Description}: {Number(counts.Values.Sum())} rows in {counts.Count} tables.");
        return Arrived(LedgerVerb.Verify(store, options.Checkpoints));
    }

    /// <summary>Not while the app runs: what it took in meanwhile would stay behind, acknowledged.</summary>
    private static int Move(Options options)
    {
        var (provider, connection) = (options.Named.GetValueOrDefault("to-provider"), options.Named.GetValueOrDefault("to-connection") ?? options.Setting("ToConnectionString"));
        if (string.IsNullOrEmpty(provider) || StoreSettings.ProviderOf(provider) == StoreProvider.Sqlite)
            return Verbs.Usage("store move needs --to-provider PostgreSql or SqlServer.");
        if (StoreSettings.Problems(provider, connection, "--to-provider", "--to-connection (or Store:ToConnectionString)").FirstOrDefault() is { } problem)
            return Verbs.Usage(problem);
        var found = options.Store(mustExist: true);
        if (found.Value is not { } from)
            return Verbs.Usage(found.Refusal!.Message);
        var to = CompanionStore.Open(StoreSettings.ProviderOf(provider)!.Value, connection!);
        using var alone = DataLock.TryTake(options.Data);
        using var oldPlace = alone is null ? null : from.TryHold();
        if (oldPlace is null)
            return Refuse("A Companion is running on the old store. Stop it first: what it took in during the move would stay behind.");
        using var newPlace = HoldOrNothing(to);
        var counts = StoreFilling.Copy(from, to, Say);
        Console.WriteLine($"{to.Dialect.Description}: {Number(counts.Values.Sum())} rows in {counts.Count} tables, as many as in {from.Dialect.Description}.");
        var verified = Arrived(LedgerVerb.Verify(to, options.Checkpoints));
        if (verified == Verbs.Fine)
            Console.WriteLine($"Start the app on the same data folder with Store:Provider {to.Dialect.Provider} and that connection. The old store is as it was; keep it until you trust the new one.");
        return verified;
    }

    /// <summary>What was not signed before is not signed after, and what was accepted stays so: the copy is as good as what was copied.</summary>
    private static int Arrived(int verified) => verified is Verbs.NotCoveredYet or Verbs.HoldsSinceAcceptance ? Verbs.Fine : verified;

    /// <summary>A database that is not there yet is made by the copy.</summary>
    private static StoreHold? HoldOrNothing(CompanionStore to)
    {
        try
        {
            return to.TryHold() ?? throw new InvalidDataException($"A Companion is running on {to.Dialect.Description}.");
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static void Say(string table, long rows) => Console.Error.WriteLine($"  {table}: {Number(rows)} rows");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return Verbs.WrongUsage;
    }
}
