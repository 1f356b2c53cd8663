using System.Data.Common;
using Runink.Domain.Foundation;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting;

/// <summary>One process to a data folder: two would send every message twice. The operating system lets go when the process dies.</summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Null when another process holds the folder.</summary>
    /// <exception cref="IOException">The folder cannot be made or written; <see cref="Take"/> says so in a sentence.</exception>
    public static DataLock? TryTake(DataDirectory data)
    {
        data.Make();
        try
        {
            return new DataLock(new FileStream(data.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (IsTaken(taken))
        {
            return null;
        }
    }

    /// <returns>The lock, or why it could not be had.</returns>
    public static Outcome<DataLock> Take(DataDirectory data)
    {
        try
        {
            return TryTake(data) is { } taken ? taken : new Refusal("taken", $"Store:DataDirectory: another Companion is running on {data.Path}.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Refusal("unavailable", $"Store:DataDirectory: {data.Path} cannot be written by this user: {problem.Message}");
        }
    }

    /// <summary>EWOULDBLOCK of Linux and of macOS; sharing and lock violation of Windows.</summary>
    private static bool IsTaken(IOException problem) => problem.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);

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
