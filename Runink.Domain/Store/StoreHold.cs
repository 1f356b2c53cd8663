using System.Data;
using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store;

/// <summary>
/// The place of the one app on a database: a lock that lives as long as a connection. When the server went away and came back the
/// writer takes it anew before it writes, so that an app which lost its place to another writes no more.
/// </summary>
public sealed class StoreHold : IDisposable
{
    private readonly Lock gate = new();
    private readonly StoreDialect dialect;
    private DbConnection connection;
    private bool isOver;

    private StoreHold(StoreDialect dialect, DbConnection connection) => (this.dialect, this.connection) = (dialect, connection);

    internal static StoreHold? TryTake(StoreDialect dialect)
    {
        var taken = dialect.Lasting();
        if (dialect.Reconnects)
            taken.Open();
        if (dialect.TryHold(taken))
            return new StoreHold(dialect, taken);
        taken.Dispose();
        return null;
    }

    /// <exception cref="StorePlaceLostException">Another app has the place now.</exception>
    internal void Renew()
    {
        lock (gate)
        {
            if (isOver || !dialect.Reconnects || Lives())
                return;
            connection.Dispose();
            connection = dialect.Lasting();
            connection.Open();
            if (dialect.TryHold(connection))
                return;
            connection.Dispose();
            throw new StorePlaceLostException();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Free();
            connection.Dispose();
        }
    }

    private void Free()
    {
        if (dialect.FreePlace is not { } statement || connection.State != ConnectionState.Open)
            return;
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
        catch (DbException)
        {
            // The connection has ended by itself, and the place with it.
        }
    }

    private bool Lives()
    {
        if (connection.State != ConnectionState.Open)
            return false;
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            return command.ExecuteScalar() is 1;
        }
        catch (DbException)
        {
            return false;
        }
    }
}

/// <summary>Another app works on this database now.</summary>
public sealed class StorePlaceLostException() : Exception("Another Companion has taken over this database.");
