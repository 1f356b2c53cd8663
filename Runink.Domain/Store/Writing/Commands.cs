using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Writing;

/// <summary>Prepared commands of the writing connection, made once and used for every message.</summary>
internal sealed class Commands(DbConnection connection, StoreDialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);

    /// <param name="sql">As <see cref="StoreDialect"/> says: with <c>$0</c>, <c>$1</c>, … in the order of the values.</param>
    public int Execute(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteNonQuery();

    /// <returns>Whole numbers always as <see cref="long"/>, whatever size the database gives them.</returns>
    public object? Scalar(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteScalar() switch { int number => (long)number, var other => other };

    public DbDataReader Query(DbTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
    }

    private DbCommand Bind(DbTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        var isNew = !prepared.TryGetValue(sql, out var command);
        if (command is null)
        {
            command = connection.CreateCommand();
            command.CommandText = dialect.Translate(sql);
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(dialect.Parameter(command, i));
            prepared.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is string text && !dialect.KeepsNul && text.Contains('\0', StringComparison.Ordinal))
                throw new UnstorableTextException();
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        if (isNew && dialect.Prepares)
            command.Prepare();
        return command;
    }
}

/// <summary>A text holds U+0000, which this database does not keep.</summary>
public sealed class UnstorableTextException() : Exception("The text holds a NUL character, which this store cannot keep.");
