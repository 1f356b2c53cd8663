using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Dialects;

/// <summary>One file: WAL, synchronous FULL, foreign keys, busy time-out.</summary>
public sealed class SqliteDialect : StoreDialect
{
    private readonly string connectionString;
    private readonly IInterceptor[] listeners;
    private readonly DbContextOptions<SqliteCompanionDb> options;

    /// <param name="listeners">Who hears what EF Core does.</param>
    public SqliteDialect(string path, params IInterceptor[] listeners)
    {
        File = path;
        this.listeners = listeners;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 10,
            Pooling = true,
        }.ToString();
        options = new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connectionString).AddInterceptors(listeners).Options;
    }

    public override StoreProvider Provider => StoreProvider.Sqlite;

    public override string File { get; }

    public override string Description => $"SQLite, {File}";

    internal override bool Reconnects => false;

    internal override bool Prepares => false;

    internal override CompanionDb Context() => new SqliteCompanionDb(options, this);

    internal override CompanionDb Context(DbConnection connection) =>
        new SqliteCompanionDb(new DbContextOptionsBuilder<SqliteCompanionDb>().UseSqlite(connection).AddInterceptors(listeners).Options, this);

    internal override DbConnection Reader() => new SqliteConnection(connectionString);

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
        using var connection = Lasting();
        connection.Open();
        PrepareWriter(connection);
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

    internal override void MapTextSearch(ModelBuilder model) => TextSearch.Map(
        model, (text, pattern, escape) => new LikeExpression(text, pattern, escape, null));
}
