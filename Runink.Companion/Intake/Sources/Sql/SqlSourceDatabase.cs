using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Sql;

/// <summary>What differs between the databases that are read.</summary>
internal abstract class SqlSourceDatabase
{
    public static SqlSourceDatabase Of(SourceKind kind) => kind switch
    {
        SourceKind.PostgreSql => new PostgreSqlSource(),
        SourceKind.Sqlite => new SqliteSource(),
        SourceKind.SqlServer => new SqlServerSource(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public abstract DbConnection Connect(string connectionString);

    /// <summary>From here on the session writes nothing.</summary>
    public abstract Task OnlyReadAsync(DbConnection connection, TimeSpan timeout, CancellationToken cancel);

    public abstract Task<bool> MayWriteAsync(DbConnection connection, CancellationToken cancel);

    public virtual object Value(Watermark since) => since.Kind == WatermarkKind.Number ? Number(since.Position) : since.Time;

    /// <summary>Ends a statement that a cancellation alone does not end.</summary>
    public virtual IDisposable? Interrupts(DbConnection connection, CancellationToken cancel) => null;

    /// <summary>Never the server's own words: they may hold values.</summary>
    public abstract SourceProblem ProblemOf(Exception problem);

    /// <summary>Whole numbers as such: a decimal would keep an index from being used.</summary>
    protected static object Number(decimal position) => decimal.Truncate(position) == position && position is >= long.MinValue and <= long.MaxValue ? (long)position : position;

    protected static async Task<object?> AskAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancel);
    }

    private sealed class PostgreSqlSource : SqlSourceDatabase
    {
        public override DbConnection Connect(string connectionString) =>
            new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "Runink Companion" }.ConnectionString);

        /// <summary>One moment of the whole database; a timestamp without zone that is compared with an instant is one of UTC.</summary>
        public override async Task OnlyReadAsync(DbConnection connection, TimeSpan timeout, CancellationToken cancel) => await AskAsync(
            connection, string.Create(CultureInfo.InvariantCulture, $"SET default_transaction_read_only = on; SET statement_timeout = {(long)timeout.TotalMilliseconds}; SET lock_timeout = {(long)timeout.TotalMilliseconds}; SET TIME ZONE 'UTC'; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            cancel);

        public override async Task<bool> MayWriteAsync(DbConnection connection, CancellationToken cancel) => await AskAsync(connection, """
            SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
            """, cancel) is true;

        public override SourceProblem ProblemOf(Exception problem) => problem switch
        {
            PostgresException { SqlState: "57014" } => new(SourceFault.Temporary, "The query took longer than Timeout allows, and was ended."),
            PostgresException { SqlState: "25006" } => new(SourceFault.Refused, "The query would write. Nothing was written."),
            PostgresException { SqlState: "42501" } denied => new(SourceFault.Refused, $"Its user may not read what the query asks for ({denied.SqlState})."),
            PostgresException { SqlState: ['2', '8', ..] } => new(SourceFault.Refused, "It does not let this user in."),
            PostgresException { SqlState: "42703" or "42P01" } gone => new(SourceFault.Gone, $"A table or a column of the query is not there any more ({gone.SqlState})."),
            PostgresException { SqlState: ['4', '2', ..] or ['2', '2', ..] } wrong => new(SourceFault.Refused, $"It does not understand the query ({wrong.SqlState})."),
            PostgresException { SqlState: "3D000" } => new(SourceFault.Refused, "There is no such database."),
            PostgresException other => new(SourceFault.Temporary, $"It ended the query ({other.SqlState})."),
            ArgumentException or InvalidOperationException => new(SourceFault.Refused, "Its connection string cannot be used."),
            _ => new(SourceFault.Temporary, "It cannot be reached, or broke off."),
        };
    }

    private sealed class SqliteSource : SqlSourceDatabase
    {
        private const int Interrupted = 9;

        public override DbConnection Connect(string connectionString) =>
            new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);

        public override async Task OnlyReadAsync(DbConnection connection, TimeSpan timeout, CancellationToken cancel) => await AskAsync(connection, "PRAGMA query_only = ON", cancel);

        /// <summary>The file is opened to be read only.</summary>
        public override Task<bool> MayWriteAsync(DbConnection connection, CancellationToken cancel) => Task.FromResult(false);

        /// <summary>Times are texts there, in whatever form: cut to the second and with a space, this one stands before all of the same second.</summary>
        public override object Value(Watermark since) => since.Kind == WatermarkKind.Number ? Number(since.Position) : since.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

        public override IDisposable? Interrupts(DbConnection connection, CancellationToken cancel) =>
            cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(((SqliteConnection)connection).Handle));

        public override SourceProblem ProblemOf(Exception problem) => problem switch
        {
            SqliteException { SqliteErrorCode: Interrupted } => new(SourceFault.Temporary, "The query took longer than Timeout allows, and was ended."),
            SqliteException { SqliteErrorCode: 5 or 6 or 10 } => new(SourceFault.Temporary, "The file is in use, or cannot be read at the moment."),
            SqliteException { SqliteErrorCode: 14 } => new(SourceFault.Temporary, "There is no such file, or it cannot be opened."),
            SqliteException { SqliteErrorCode: 8 } => new(SourceFault.Refused, "The query would write. Nothing was written."),
            SqliteException { SqliteErrorCode: 1 } => new(SourceFault.Gone, "A table or a column of the query is not there, or the query is not understood."),
            SqliteException other => new(SourceFault.Refused, string.Create(CultureInfo.InvariantCulture, $"It cannot be read ({other.SqliteErrorCode}).")),
            _ => new(SourceFault.Refused, "Its connection string cannot be used."),
        };
    }

    private sealed class SqlServerSource : SqlSourceDatabase
    {
        public override DbConnection Connect(string connectionString) =>
            new SqlConnection(new SqlConnectionStringBuilder(connectionString) { ApplicationIntent = ApplicationIntent.ReadOnly, ApplicationName = "Runink Companion", Pooling = false }.ConnectionString);

        /// <summary>It has no transactions that only read: one is begun and never committed.</summary>
        public override async Task OnlyReadAsync(DbConnection connection, TimeSpan timeout, CancellationToken cancel) => await AskAsync(
            connection, string.Create(CultureInfo.InvariantCulture, $"SET LOCK_TIMEOUT {(long)timeout.TotalMilliseconds}; SET IMPLICIT_TRANSACTIONS OFF; SET XACT_ABORT ON; BEGIN TRANSACTION"), cancel);

        public override async Task<bool> MayWriteAsync(DbConnection connection, CancellationToken cancel) => await AskAsync(connection, """
            SELECT CASE WHEN HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'INSERT') = 1 OR HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'UPDATE') = 1 OR HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'DELETE') = 1 THEN 1 ELSE 0 END
            """, cancel) is 1;

        public override SourceProblem ProblemOf(Exception problem) => problem switch
        {
            SqlException { Number: -2 } => new(SourceFault.Temporary, "The query took longer than Timeout allows, and was ended."),
            SqlException { Number: 18456 or 4060 } => new(SourceFault.Refused, "It does not let this user in."),
            SqlException { Number: 229 or 230 } => new(SourceFault.Refused, "Its user may not read what the query asks for."),
            SqlException { Number: 207 or 208 } => new(SourceFault.Gone, "A table or a column of the query is not there any more."),
            SqlException { Class: >= 11 and <= 16 } wrong => new(SourceFault.Refused, string.Create(CultureInfo.InvariantCulture, $"It does not understand the query ({wrong.Number}).")),
            SqlException or IOException or TimeoutException => new(SourceFault.Temporary, "It cannot be reached, or broke off."),
            _ => new(SourceFault.Refused, "Its connection string cannot be used."),
        };
    }
}
