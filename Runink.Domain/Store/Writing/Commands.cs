using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Writing;

/// <summary>
/// Prepared commands of the writing connection, made once and used for every message. Where each statement is a way to a server and
/// back, what nobody waits for goes along with the next question.
/// </summary>
internal sealed class Commands(DbConnection connection, StoreDialect dialect) : IDisposable
{
    private const string Savepoint = "work";

    private readonly PreparedCommands prepared = dialect.Prepared(connection);
    private readonly PostedStatements posted = new(connection, dialect);

    /// <param name="sql">As <see cref="StoreDialect"/> says: with <c>$0</c>, <c>$1</c>, … in the order of the values.</param>
    public int Execute(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        Flush(transaction);
        return prepared.Execute(transaction, sql, values);
    }

    /// <summary>For a statement whose answer nobody needs. What it breaks is said at the next question, or at the end of the work.</summary>
    public void Post(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        if (dialect.Posts)
            posted.Add(sql, values);
        else
            prepared.Execute(transaction, sql, values);
    }

    /// <returns>Whole numbers always as <see cref="long"/>, whatever size the database gives them.</returns>
    public object? Scalar(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        object? value;
        if (posted.IsEmpty)
        {
            value = prepared.Scalar(transaction, sql, values);
        }
        else
        {
            posted.Add(sql, values);
            using var row = posted.Ask(transaction);
            value = row.Read() ? row.GetValue(0) : null;
        }

        return value is int number ? (long)number : value;
    }

    public DbDataReader Query(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values)
    {
        if (posted.IsEmpty)
            return prepared.Query(transaction, sql, values);
        posted.Add(sql, values);
        return posted.Ask(transaction);
    }

    /// <summary>Sends what was posted: before EF Core speaks on the same connection, and before anybody is told that the work is done.</summary>
    public void Flush(DbTransaction transaction) => posted.Send(transaction);

    public void BeginWork(DbTransaction transaction)
    {
        if (dialect.Posts)
            posted.AddSavepoint(Savepoint);
        else if (dialect.PreparesSavepoints)
            prepared.Execute(transaction, $"SAVEPOINT {Savepoint}", []);
        else
            transaction.Save(Savepoint);
    }

    public void KeepWork(DbTransaction transaction)
    {
        if (dialect.Posts)
            posted.ReleaseSavepoint(transaction, Savepoint);
        else if (dialect.PreparesSavepoints)
            prepared.Execute(transaction, $"RELEASE SAVEPOINT {Savepoint}", []);
        else
            dialect.Release(transaction, Savepoint);
    }

    public void UndoWork(DbTransaction transaction)
    {
        if (dialect.Posts && posted.Forget())
            return;
        transaction.Rollback(Savepoint);
        dialect.Release(transaction, Savepoint);
    }

    public void Dispose() => prepared.Dispose();
}

/// <summary>A text holds U+0000, which this database does not keep.</summary>
public sealed class UnstorableTextException() : Exception("The text holds a NUL character, which this store cannot keep.");
