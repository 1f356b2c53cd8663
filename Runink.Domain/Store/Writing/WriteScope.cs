using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Writing;

/// <summary>
/// What one piece of work may use while it writes: the transaction, one "now", a place for facts and changes. All of it is
/// committed, or none.
/// </summary>
public sealed class WriteScope : IDisposable
{
    private readonly List<Fact> facts = [];
    private readonly List<Change> changes = [];
    private readonly StoreDialect dialect;
    private CompanionDb? db;

    internal WriteScope(StoreDialect dialect, DbConnection connection, DbTransaction transaction, Commands commands, UlidSource ids, DateTimeOffset now)
    {
        this.dialect = dialect;
        Connection = connection;
        Transaction = transaction;
        Commands = commands;
        Ids = ids;
        Now = now;
    }

    public DateTimeOffset Now { get; }

    public UlidSource Ids { get; }

    private DbConnection Connection { get; }

    private DbTransaction Transaction { get; }

    private Commands Commands { get; }

    internal IReadOnlyList<Fact> Facts => facts;

    internal IReadOnlyList<Change> Changes => changes;

    /// <summary>EF Core over the writing transaction, for commands from screens and for rare rows.</summary>
    public CompanionDb Db
    {
        get
        {
            if (db is null)
            {
                db = dialect.Context(Connection);
                db.Database.UseTransaction(Transaction);
                db.Database.AutoSavepointsEnabled = false;
            }

            // EF Core sees what was written by hand before.
            Commands.Flush(Transaction);
            return db;
        }
    }

    public void Record(Fact fact) => facts.Add(BreakGlassTag.On(this, fact));

    public void Record(string kind, Subject subject, Actor actor, string detail = "{}") => Record(new Fact(kind, subject, actor, Now, detail));

    public void Announce(Change change) => changes.Add(change);

    /// <summary>Runs a prepared command and answers how many rows it changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<object?> values) => Commands.Execute(Transaction, sql, values);

    /// <summary>The same for a statement whose answer nobody needs; it may be sent later, with the next question.</summary>
    internal void Post(string sql, params ReadOnlySpan<object?> values) => Commands.Post(Transaction, sql, values);

    internal object? Scalar(string sql, params ReadOnlySpan<object?> values) => Commands.Scalar(Transaction, sql, values);

    internal DbDataReader Query(string sql, params ReadOnlySpan<object?> values) => Commands.Query(Transaction, sql, values);

    internal void Flush()
    {
        Commands.Flush(Transaction);
        db?.SaveChanges();
    }

    public void Dispose() => db?.Dispose();
}
