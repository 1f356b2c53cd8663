using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Dialects;

/// <summary>
/// The one seam between the store and a database: how connections are made, how statements are spelled, who else writes.
/// Statements by hand are written once, in the form that SQLite and PostgreSQL share: <c>$0</c>, <c>$1</c>, … for values and
/// ON CONFLICT with its columns; <see cref="Translate"/> makes of it what the database understands.
/// </summary>
public abstract class StoreDialect
{
    public abstract StoreProvider Provider { get; }

    /// <summary>Which database this is, for people: never with a password.</summary>
    public abstract string Description { get; }

    /// <summary>Where the file is; null for a database server.</summary>
    public virtual string? File => null;

    /// <summary>What must stay where it is while a connection is open; nothing for a database server.</summary>
    internal virtual IReadOnlyList<string> Files => [];

    /// <summary>False when the database refuses U+0000 in texts.</summary>
    internal virtual bool KeepsNul => true;

    /// <summary>True when a statement is worth preparing once and its parameters need no types for it.</summary>
    internal virtual bool Prepares => true;

    /// <summary>True when statements that nobody waits for go along with the next question; a file is at hand at once.</summary>
    internal virtual bool Posts => false;

    /// <summary>Whether savepoints are statements like others, which are prepared once; there is one for every message.</summary>
    internal virtual bool PreparesSavepoints => false;

    /// <summary>True when a connection that failed must be made again; a file does not go away.</summary>
    internal virtual bool Reconnects => true;

    /// <summary>True when an error may end the whole transaction, savepoints or not.</summary>
    internal virtual bool DoomsTransactions => false;

    /// <summary>A short-lived context on a connection from the pool.</summary>
    internal abstract CompanionDb Context();

    /// <summary>A context over a connection that somebody else holds.</summary>
    internal abstract CompanionDb Context(DbConnection connection);

    /// <summary>A connection for a query without EF Core, not open yet.</summary>
    internal abstract DbConnection Reader();

    /// <summary>A connection that lives as long as its owner, not open yet.</summary>
    internal abstract DbConnection Lasting();

    /// <summary>What the writer's connection must be told after it was opened.</summary>
    internal virtual void PrepareWriter(DbConnection connection)
    {
    }

    /// <summary>What must be so before the first table is made.</summary>
    internal virtual void PrepareSchema(CompanionDb db)
    {
    }

    /// <summary>The same, for a script that somebody else runs.</summary>
    internal virtual string ScriptHead => "";

    internal abstract string Translate(string sql);

    /// <param name="index">From 0, as in <c>$0</c>.</param>
    internal abstract DbParameter Parameter(int index);

    /// <summary>The statements of a writing connection.</summary>
    internal virtual PreparedCommands Prepared(DbConnection connection) => new(connection, this);

    /// <exception cref="UnstorableTextException">The database cannot keep it.</exception>
    internal object Storable(object? value) =>
        value is string text && !KeepsNul && text.Contains('\0', StringComparison.Ordinal) ? throw new UnstorableTextException() : value ?? DBNull.Value;

    internal virtual DbTransaction Begin(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <summary>A transaction that sees one moment of the whole store, however long it reads.</summary>
    internal abstract DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>Forgets a savepoint whose work is kept.</summary>
    internal virtual void Release(DbTransaction transaction, string savepoint) => transaction.Release(savepoint);

    /// <summary>Notices what other processes write; one for each writing connection.</summary>
    internal abstract HeadWatch Watch();

    /// <summary>Takes the place of the one app on this database for as long as the connection lives; false when another has it.</summary>
    internal abstract bool TryHold(DbConnection connection);

    /// <summary>Says that the place is free, because a server notices only some time later that a connection has ended; null where that needs no saying.</summary>
    internal virtual string? FreePlace => null;

    /// <summary>LIKE that takes upper and lower case for the same.</summary>
    internal abstract void MapTextSearch(ModelBuilder model);

    /// <summary>How the truth of a column is spelled.</summary>
    internal virtual string True => "1";

    internal virtual string False => "0";

    /// <summary>An instant that others can read, of one that is kept as ticks.</summary>
    internal abstract string Instant(string ticks);

    /// <summary>Asks for the names of all views.</summary>
    internal abstract string Views { get; }
}
