using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Arguments of a verb: what stands free, and what has a name.</summary>
internal sealed record Options(IReadOnlyList<string> Free, IReadOnlyDictionary<string, string> Named)
{
    /// <summary>The options of every verb that works on a store.</summary>
    public static readonly string[] OfStore = ["data", "provider", "connection"];

    private readonly Lazy<IConfiguration> settings = new(() => WebApplication.CreateBuilder().Configuration);

    /// <summary>Where the app keeps its data when nobody says otherwise.</summary>
    public DataDirectory Data => new(Path.GetFullPath(
        Named.GetValueOrDefault("data") ?? Setting("DataDirectory") ?? Path.Combine(Environment.CurrentDirectory, "data")));

    public string? Provider => Named.GetValueOrDefault("provider") ?? Setting("Provider");

    public string? Connection => Named.GetValueOrDefault("connection") ?? (Named.ContainsKey("provider") && StoreSettings.ProviderOf(Provider) == StoreProvider.Sqlite ? null : Setting("ConnectionString"));

    /// <summary>True when a store was named; a verb that can do without one then does without.</summary>
    public bool NamesStore => OfStore.Any(Named.ContainsKey);

    /// <summary>For what only writes statements: whoever may run them against the hospital's database is often somebody else.</summary>
    public Outcome<CompanionStore> Unconnected() => StoreSettings.ProviderOf(Provider) is { } provider
        ? CompanionStore.Open(provider, provider switch
        {
            StoreProvider.Sqlite => Data.Store,
            StoreProvider.PostgreSql => "Host=script;Database=script",
            _ => "Server=script;Database=script",
        })
        : new Refusal("invalid", $"--provider: {Provider} is not a database known here; Sqlite, PostgreSql and SqlServer are.");

    /// <summary>The store that the options or the settings name.</summary>
    /// <param name="mustExist">Refuses one that is not there.</param>
    public Outcome<CompanionStore> Store(bool mustExist)
    {
        if (StoreSettings.Problems(Provider, Connection, Named.ContainsKey("provider") ? "--provider" : "Store:Provider", Named.ContainsKey("connection") ? "--connection" : "Store:ConnectionString").FirstOrDefault() is { } problem)
            return new Refusal("invalid", problem);
        var store = StoreSettings.Open(Provider, Connection, Data);
        try
        {
            return !mustExist || store.Exists() ? store : new Refusal("not-found", $"There is no store at {store.Dialect.File ?? store.Dialect.Description}.");
        }
        catch (Exception away) when (StoreFailure.IsAway(away))
        {
            return new Refusal("not-found", $"{store.Dialect.Description} cannot be reached: {(away.InnerException ?? away).Message}");
        }
    }

    /// <summary>The checkpoints and keys beside that store.</summary>
    public CheckpointFile Checkpoints => new((settings.Value.GetSection("Ledger").Get<LedgerOptions>() ?? new LedgerOptions()).In(Data.Path));

    /// <summary>A section of the settings as the app reads it; null, with the reason, when it cannot be read.</summary>
    public T? Section<T>(string section, List<string> problems)
        where T : class, new() => Settings.Bind<T>(settings.Value, section, problems);

    public string? Setting(string name) => settings.Value[$"Store:{name}"] is { Length: > 0 } set ? set : null;

    /// <summary>Null when an option is unknown or has no value.</summary>
    public static Options? Read(string[] args, params string[] known)
    {
        var free = new List<string>();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                free.Add(args[i]);
                continue;
            }

            var (name, value) = args[i][2..].Split('=', 2) is [var before, var after] ? (before, after) : (args[i][2..], i + 1 < args.Length ? args[++i] : null);
            if (!known.Contains(name, StringComparer.Ordinal) || value is null)
                return null;
            named[name] = value;
        }

        return new Options(free, named);
    }
}
