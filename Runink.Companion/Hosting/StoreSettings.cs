using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Companion.Hosting;

/// <summary>Settings under <c>Store</c>.</summary>
public sealed class StoreOptions
{
    public string? Provider { get; set; }

    public string? ConnectionString { get; set; }

    public string? DataDirectory { get; set; }

    /// <summary>Where <c>store move</c> goes.</summary>
    public string? ToConnectionString { get; set; }
}

/// <summary>Which database holds the hospital: <c>Store:Provider</c>, and <c>Store:ConnectionString</c> for a server.</summary>
public static class StoreSettings
{
    public static IEnumerable<string> Problems(IConfiguration configuration) => Problems(configuration["Store:Provider"], configuration["Store:ConnectionString"], "Store:Provider", "Store:ConnectionString");

    /// <summary>Says nothing of what stands in the connection string: it may hold a password.</summary>
    public static IEnumerable<string> Problems(string? provider, string? connectionString, string providerName, string connectionName)
    {
        if (ProviderOf(provider) is not { } known)
            yield return $"{providerName}: {provider} is not a database known here; Sqlite, PostgreSql and SqlServer are.";
        else if (known == StoreProvider.Sqlite && !string.IsNullOrEmpty(connectionString))
            yield return $"{connectionName}: Sqlite takes none; say with {providerName} which database server it is for.";
        else if (known != StoreProvider.Sqlite && string.IsNullOrEmpty(connectionString))
            yield return $"{connectionName}: say where the {known} database is. A password is better kept in the environment (Store__ConnectionString) than in a file or on a command line.";
        else if (known != StoreProvider.Sqlite && !IsConnectionString(known, connectionString!))
            yield return $"{connectionName}: it is not a connection string of {known}.";
    }

    /// <summary>Null when there is no such database here.</summary>
    public static StoreProvider? ProviderOf(string? name) =>
        string.IsNullOrEmpty(name) ? StoreProvider.Sqlite
        : name.All(char.IsAsciiLetter) && Enum.TryParse<StoreProvider>(name, ignoreCase: true, out var provider) ? provider : null;

    public static CompanionStore Open(IConfiguration configuration, DataDirectory data) =>
        Open(configuration["Store:Provider"], configuration["Store:ConnectionString"], data);

    public static CompanionStore Open(string? provider, string? connectionString, DataDirectory data) =>
        ProviderOf(provider) is StoreProvider.Sqlite or null
            ? new CompanionStore(data.Store)
            : CompanionStore.Open(ProviderOf(provider)!.Value, connectionString!);

    private static bool IsConnectionString(StoreProvider provider, string text)
    {
        try
        {
            CompanionStore.Open(provider, text);
            return true;
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }
}
