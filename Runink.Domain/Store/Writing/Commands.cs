using Microsoft.Data.Sqlite;

namespace Runink.Domain.Store.Writing;

/// <summary>Prepared commands of the writing connection, made once and used for every message.</summary>
internal sealed class Commands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    /// <param name="sql">With parameters <c>$0</c>, <c>$1</c>, … in the order of the values.</param>
    public int Execute(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteNonQuery();

    public object? Scalar(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteScalar();

    public SqliteDataReader Query(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> values) =>
        Bind(transaction, sql, values).ExecuteReader();

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
    }

    private SqliteCommand Bind(SqliteTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            prepared.Add(sql, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
