using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Runink.Domain.Store.Writing;
using SQLitePCL;

namespace Runink.Domain.Store.Dialects;

/// <summary>One file: WAL, synchronous FULL, foreign keys, busy time-out.</summary>
public sealed class SqliteDialect : StoreDialect
{
    private readonly string connectionString;
    private readonly string makingConnectionString;
    private readonly IInterceptor[] listeners;
    private readonly DbContextOptions<SqliteCompanionDb> options;

    /// <param name="listeners">Who hears what EF Core does.</param>
    public SqliteDialect(string path, params IInterceptor[] listeners)
    {
        File = path;
        this.listeners = [TemporariesInMemory.Instance, .. listeners];
        listeners = this.listeners;
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 10,
            Pooling = true,
            // A file that was taken away is not made anew: the empty one would pass for the hospital's.
            Mode = SqliteOpenMode.ReadWrite,
        };
        connectionString = connection.ToString();
        connection.Mode = SqliteOpenMode.ReadWriteCreate;
        makingConnectionString = connection.ToString();
        options = new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connectionString).ModelIsTested().AddInterceptors(listeners).Options;
    }

    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override string File { get; }

    internal override IReadOnlyList<string> Files => [File, $"{File}-wal", $"{File}-shm"];

    public override string Description => $"SQLite, {File}";

    internal override bool Reconnects => false;

    internal override bool Prepares => false;

    internal override CompanionDb Context() => new SqliteCompanionDb(options, this);

    internal override CompanionDb Context(DbConnection connection) =>
        new SqliteCompanionDb(new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connection).ModelIsTested().AddInterceptors(listeners).Options, this);

    internal override DbConnection Reader() => TemporariesInMemory.Instance.Keep(new SqliteConnection(connectionString));

    internal override DbConnection Lasting() => new SqliteConnection(connectionString);

    internal override void PrepareWriter(DbConnection connection)
    {
        using var pragmas = connection.CreateCommand();
        // What a savepoint would go back to stays in memory; the pages of the newest rows are not read again for each message.
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;";
        pragmas.ExecuteNonQuery();
    }

    internal override void PrepareSchema(CompanionDb db)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(File))!);
        // WAL mode stays with the file; it is set before the first page is written.
        using var connection = new SqliteConnection(makingConnectionString);
        connection.Open();
        PrepareWriter(connection);
    }

    /// <summary>Sorting and savepoints would else write patients' rows into the system's folder for temporary files.</summary>
    private sealed class TemporariesInMemory : DbConnectionInterceptor
    {
        public static readonly TemporariesInMemory Instance = new();

        private readonly ConditionalWeakTable<sqlite3, object> told = [];

        public SqliteConnection Keep(SqliteConnection connection)
        {
            connection.StateChange += (_, change) =>
            {
                if (change.CurrentState == ConnectionState.Open)
                    Say(connection);
            };
            return connection;
        }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Say(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Say(connection);
            return Task.CompletedTask;
        }

        private void Say(DbConnection connection)
        {
            // The setting stays with the library's connection, which the pool hands out again and again.
            if (((SqliteConnection)connection).Handle is not { } handle || !told.TryAdd(handle, told))
                return;
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA temp_store=MEMORY";
            pragma.ExecuteNonQuery();
        }
    }

    internal override bool PreparesSavepoints => true;

    internal override string Translate(string sql) => sql;

    internal override DbParameter Parameter(int index) =>
        new SqliteParameter { ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${index}") };

    internal override PreparedCommands Prepared(DbConnection connection) => new SqliteStatements((SqliteConnection)connection, this);

    internal override DbTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    internal override DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    internal override HeadWatch Watch() => new DataVersionWatch();

    /// <summary>The lock on the data folder keeps others out; the file needs none of its own.</summary>
    internal override bool TryHold(DbConnection connection) => true;

    internal override string Instant(string ticks) => $"strftime('%Y-%m-%d %H:%M:%f', ({ticks} - 621355968000000000) / 10000000.0, 'unixepoch')";

    internal override string Views => "SELECT name FROM sqlite_master WHERE type = 'view'";

    internal override void MapTextSearch(ModelBuilder model) => TextSearch.Map(
        model, (text, pattern, escape) => new LikeExpression(text, pattern, escape, null));
}
