using System.Data.Common;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting;

/// <summary>One process to a data folder: two would send every message twice. The operating system lets go when the process dies.</summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Null when another process holds the folder.</summary>
    public static DataLock? TryTake(DataDirectory data)
    {
        Directory.CreateDirectory(data.Path);
        try
        {
            return new DataLock(new FileStream(Path.Combine(data.Path, "companion.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// The same for a database: two data folders may name one. What a killed process held is free as soon as the server notices, so it
    /// is asked for a while.
    /// </summary>
    public static async Task<StorePlace> TakePlaceAsync(CompanionStore store)
    {
        try
        {
            for (var asked = 0; asked < 30; asked++)
            {
                if (store.TryHold() is { } hold)
                    return new StorePlace(hold, null);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }

            return new StorePlace(null, $"Store:ConnectionString: another Companion is running on {store.Dialect.Description}.");
        }
        catch (DbException problem)
        {
            return new StorePlace(null, $"Store:ConnectionString: {store.Dialect.Description} cannot be reached: {problem.Message}");
        }
    }

    public void Dispose() => file.Dispose();
}

/// <summary>The place of the one app on a database, or why it could not be had.</summary>
public sealed record StorePlace(StoreHold? Hold, string? Refusal) : IDisposable
{
    public void Dispose() => Hold?.Dispose();
}
