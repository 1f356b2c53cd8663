using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Writing;

/// <summary>Statements of one connection, each prepared once and run with other values every time.</summary>
internal class PreparedCommands(DbConnection connection, StoreDialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = new(StringComparer.Ordinal);

    /// <returns>How many rows it changed.</returns>
    public virtual int Execute(DbTransaction transaction, string sql, ReadOnlySpan<object?> values) => Bind(transaction, sql, values).ExecuteNonQuery();

    /// <returns>The first value of the first row; null when there is no row.</returns>
    public virtual object? Scalar(DbTransaction transaction, string sql, ReadOnlySpan<object?> values) => Bind(transaction, sql, values).ExecuteScalar();

    public DbDataReader Query(DbTransaction transaction, string sql, ReadOnlySpan<object?> values) => Bind(transaction, sql, values).ExecuteReader();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
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
                command.Parameters.Add(dialect.Parameter(i));
            prepared.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = dialect.Storable(values[i]);
        if (isNew && dialect.Prepares)
            command.Prepare();
        return command;
    }
}
