using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Runink.Domain.Store.Writing;
using SQLitePCL;

namespace Runink.Domain.Store.Dialects;

/// <summary>
/// Statements of the writer straight on the library: a message runs a dozen, and a reader made for each of them costs as much as
/// the statement itself.
/// </summary>
internal sealed class SqliteStatements(SqliteConnection connection, StoreDialect dialect) : PreparedCommands(connection, dialect)
{
    private const int LongestKeptText = 64 * 1024;

    private readonly Dictionary<string, Statement> prepared = new(StringComparer.Ordinal);
    private byte[] text = new byte[4096];

    public override int Execute(DbTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        var statement = Bind(sql, values);
        try
        {
            while (Step(statement))
            {
                // What it answers nobody asked for.
            }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public override object? Scalar(DbTransaction transaction, string sql, ReadOnlySpan<object?> values)
    {
        var statement = Bind(sql, values);
        try
        {
            return Step(statement) ? Column(statement) : null;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var (handle, _) in prepared.Values)
            handle.Dispose();
        base.Dispose(disposing);
    }

    private static object Column(sqlite3_stmt statement) => raw.sqlite3_column_type(statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, 0),
        raw.SQLITE_TEXT => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, 0)),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, 0).ToArray(),
        _ => DBNull.Value,
    };

    /// <returns>Whether there is a row.</returns>
    private bool Step(sqlite3_stmt statement)
    {
        var answer = raw.sqlite3_step(statement);
        if (answer is raw.SQLITE_ROW or raw.SQLITE_DONE)
            return answer == raw.SQLITE_ROW;
        SqliteException.ThrowExceptionForRC(answer, connection.Handle);
        return false;
    }

    private sqlite3_stmt Bind(string sql, ReadOnlySpan<object?> values)
    {
        // A full disk ends the transaction by itself; what is written afterwards would stand alone and at once.
        if (raw.sqlite3_get_autocommit(connection.Handle) != 0)
            throw new InvalidOperationException("The transaction has ended.");
        if (!prepared.TryGetValue(sql, out var statement))
            prepared.Add(sql, statement = Prepare(sql, values.Length));
        for (var i = 0; i < values.Length; i++)
        {
            // A value that the statement does not name has no place.
            if (statement.Places[i] is > 0 and var place)
                Check(Bind(statement.Handle, place, values[i]));
        }

        return statement.Handle;
    }

    private Statement Prepare(string sql, int values)
    {
        Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle));
        return new(handle, [.. Enumerable.Range(0, values).Select(i => raw.sqlite3_bind_parameter_index(handle, string.Create(CultureInfo.InvariantCulture, $"${i}")))]);
    }

    private int Bind(sqlite3_stmt statement, int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, place),
        string said => BindText(statement, place, said),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int(statement, place, number),
        bool flag => raw.sqlite3_bind_int(statement, place, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, place, number),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, place, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        DateOnly day => BindText(statement, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} has no form in the store.", nameof(value)),
    };

    private int BindText(sqlite3_stmt statement, int place, string said)
    {
        if (said.Length == 0)
            return raw.sqlite3_bind_text(statement, place, said);
        var most = Encoding.UTF8.GetMaxByteCount(said.Length);
        var buffer = most <= text.Length ? text : new byte[most];
        if (most <= LongestKeptText)
            text = buffer;
        return raw.sqlite3_bind_text(statement, place, buffer.AsSpan(0, Encoding.UTF8.GetBytes(said, buffer)));
    }

    private void Check(int answer) => SqliteException.ThrowExceptionForRC(answer, connection.Handle);

    /// <param name="Places">Of each value in the statement; 0 for one that it does not name.</param>
    private sealed record Statement(sqlite3_stmt Handle, int[] Places);
}
