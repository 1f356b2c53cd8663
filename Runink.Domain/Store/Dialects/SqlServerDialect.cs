using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Runink.Domain.Store.Dialects;

/// <summary>SQL Server: texts compared byte by byte though the server is not, application locks, and rows versioned so that readers do not wait for the writer.</summary>
public sealed class SqlServerDialect : StoreDialect
{
    internal const string HoldHead = """
        DECLARE @held int;
        EXEC @held = sp_getapplock @Resource = 'runink-companion-ledger', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 30000;
        IF @held < 0 THROW 50001, 'Another process holds the head of the ledger.', 1;
        """;

    internal const string HoldPlace = """
        DECLARE @held int;
        EXEC @held = sp_getapplock @Resource = 'runink-companion', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @held;
        """;

    internal const string VersionRows = """
        IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id = DB_ID() AND (snapshot_isolation_state = 0 OR is_read_committed_snapshot_on = 0))
        BEGIN
            ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON;
            ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        END
        """;

    private readonly SqlConnectionStringBuilder pooled;
    private readonly string lasting;
    private readonly DbContextOptions<SqlServerCompanionDb> options;

    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    public SqlServerDialect(string connectionString)
    {
        pooled = new SqlConnectionStringBuilder(connectionString);
        if (!pooled.ShouldSerialize("Application Name"))
            pooled.ApplicationName = "Runink Companion";
        if (!pooled.ShouldSerialize("Connect Timeout"))
            pooled.ConnectTimeout = 5;
        lasting = new SqlConnectionStringBuilder(pooled.ConnectionString) { Pooling = false }.ConnectionString;
        options = new DbContextOptionsBuilder<SqlServerCompanionDb>().UseSqlServer(pooled.ConnectionString).ModelIsTested().Options;
    }

    public override StoreProvider Provider => StoreProvider.SqlServer;

    public override string Description => $"SQL Server, database {pooled.InitialCatalog} on {pooled.DataSource}";

    internal override bool Prepares => false;

    internal override bool DoomsTransactions => true;

    internal override CompanionDb Context() => new SqlServerCompanionDb(options, this);

    internal override CompanionDb Context(DbConnection connection) =>
        new SqlServerCompanionDb(new DbContextOptionsBuilder<SqlServerCompanionDb>().UseSqlServer(connection).ModelIsTested().Options, this);

    internal override DbConnection Reader() => new SqlConnection(pooled.ConnectionString);

    internal override DbConnection Lasting() => new SqlConnection(lasting);

    internal override void PrepareSchema(CompanionDb db)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!creator.Exists())
            creator.Create();
        if (!creator.HasTables())
            db.Database.ExecuteSqlRaw(VersionRows);
    }

    internal override string ScriptHead => VersionRows + "\nGO\n\n";

    internal override string Translate(string sql) => StatementText.ForSqlServer(sql);

    internal override DbParameter Parameter(int index) =>
        new SqlParameter { ParameterName = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@p{index}") };

    internal override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.Snapshot);

    /// <summary>SQL Server knows no release: a savepoint ends with its transaction.</summary>
    internal override void Release(DbTransaction transaction, string savepoint)
    {
    }

    internal override HeadWatch Watch() => new HeadCompareWatch(HoldHead);

    internal override bool TryHold(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = HoldPlace;
        return command.ExecuteScalar() is >= 0;
    }

    /// <summary>DATEADD takes whole numbers of 32 bits: days, seconds of the day, and what is left.</summary>
    internal override string Instant(string ticks) =>
        $"DATEADD(NANOSECOND, CAST({ticks} % 10000000 AS int) * 100, DATEADD(SECOND, CAST({ticks} / 10000000 % 86400 AS int), DATEADD(DAY, CAST({ticks} / 864000000000 AS int), CAST('0001-01-01' AS datetime2(7)))))";

    internal override string Views => "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.VIEWS WHERE TABLE_SCHEMA = SCHEMA_NAME()";

    internal override void MapTextSearch(ModelBuilder model) => TextSearch.Map(
        model, (text, pattern, escape) => new LikeExpression(new CollateExpression(text, "Latin1_General_100_CI_AS"), pattern, escape, null));
}
