namespace Runink.Companion.Hosting.CommandLine;

/// <summary>One verb of the command line. Exit codes: 0 fine, 1 findings, 2 usage or settings; the ledger has three more.</summary>
public sealed record Verb(string Name, string Usage, Func<string[], Task<int>> RunAsync);

/// <summary>What the program does besides running the app.</summary>
public static class Verbs
{
    public const int Fine = 0;
    public const int Findings = 1;
    public const int WrongUsage = 2;

    /// <summary>The ledger fits, and its newest rows are not signed yet.</summary>
    public const int NotCoveredYet = 3;

    /// <summary>The ledger fits itself, and there is nothing to hold it against.</summary>
    public const int NoEvidence = 4;

    /// <summary>The ledger holds since a break that a person accepted.</summary>
    public const int HoldsSinceAcceptance = 5;

    private static readonly Verb[] All =
    [
        new("check", "check PATH [--format text|json|sarif|github] [--vocabulary FILE] [--data DIR], check --feeds PATH [--vocabulary FILE]", CheckVerb.RunAsync),
        new("backtest", "backtest TRIGGER [--from DATE] [--to DATE] [--outcome NAME|CONDITION] [--time recorded|clinical] [--data DIR]", BacktestVerb.RunAsync),
        new("import", "import PATH [--data DIR]", ImportVerb.RunAsync),
        new("ledger", "ledger verify [--anchor FILE] | export --to FILE | accept --by NAME --reason TEXT [--data DIR] | evidence FILE", LedgerVerb.RunAsync),
        new("store", "store migrate|script|views|backup --to FILE|restore --from FILE|move --to-provider PostgreSql|SqlServer --to-connection TEXT [--data DIR]", StoreVerb.RunAsync),
        new("site", SiteVerb.Usage, SiteVerb.RunAsync),
        new("analytics", AnalyticsVerb.Usage, AnalyticsVerb.RunAsync),
        new("person", "person new LOGIN --name NAME --role ROLE [--unit UNIT] | reset LOGIN [--data DIR]", PersonVerb.RunAsync),
        new("key", KeyVerb.Usage, KeyVerb.RunAsync),
    ];

    /// <summary>Null when the arguments start the app itself.</summary>
    public static Verb? Find(string[] args)
    {
        if (args is not [var name, ..] || name.StartsWith('-'))
            return null;
        return All.FirstOrDefault(verb => verb.Name == name) ?? new Verb(name, "", _ => Task.FromResult(Usage($"There is no verb {name}.")));
    }

    public static int Usage(string problem)
    {
        Console.Error.WriteLine(problem);
        Console.Error.WriteLine("Usage:");
        Console.Error.WriteLine("  (no verb)  start; --urls URL, --data DIR, --no-samples");
        foreach (var verb in All)
            Console.Error.WriteLine($"  {verb.Usage}");
        Console.Error.WriteLine("A database server is named by Store:Provider and Store:ConnectionString, or with --provider and --connection.");
        return WrongUsage;
    }
}
