using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Tests.Harness;

/// <summary>
/// Which database a test's hospital is on. A class of tests is abstract and has two sealed ones inside: <c>OnSqlite</c>, where the
/// store is a file in the hospital's folder, and <c>OnPostgreSql</c>, where each folder has a database of its own on the run's server.
/// </summary>
internal static class TestDatabase
{
    private static readonly ConcurrentDictionary<string, string> ByFolder = new(StringComparer.Ordinal);

    private static bool IsOnPostgreSql => TestContext.Current.TestClass?.TestClassName.EndsWith("+OnPostgreSql", StringComparison.Ordinal) == true;

    /// <summary>Settings that name the database of a folder; made when the folder is new.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> SettingsAsync(string folder)
    {
        if (IsOnPostgreSql && !ByFolder.ContainsKey(folder))
            ByFolder[folder] = await (await PostgreSqlServerOfThisRun.GetAsync()).NewDatabaseAsync();
        return ByFolder.TryGetValue(folder, out var connection)
            ? new Dictionary<string, string?>(StringComparer.Ordinal) { ["Store:Provider"] = "PostgreSql", ["Store:ConnectionString"] = connection }
            : new Dictionary<string, string?>(StringComparer.Ordinal);
    }

    /// <summary>From now on this folder's hospital is there.</summary>
    public static void Move(string folder, string connection) => ByFolder[folder] = connection;

    /// <summary>The store behind the back of the app.</summary>
    public static async Task<CompanionStore> StoreAsync(string folder)
    {
        await SettingsAsync(folder);
        return ByFolder.TryGetValue(folder, out var connection) ? new CompanionStore(new PostgreSqlDialect(connection)) : new CompanionStore(Path.Combine(folder, "companion.db"));
    }

    /// <summary>Everything that was kept for a folder goes, and the folder.</summary>
    public static async Task DeleteAsync(string folder)
    {
        SqliteConnection.ClearAllPools();
        if (ByFolder.TryRemove(folder, out var connection))
            await (await PostgreSqlServerOfThisRun.GetAsync()).DropAsync(connection);
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
