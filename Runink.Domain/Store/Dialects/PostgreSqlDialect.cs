using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Npgsql;

namespace Runink.Domain.Store.Dialects;

/// <summary>PostgreSQL: names in lower case, so that statements by hand need no quotes; texts compared byte by byte; prepared statements.</summary>
public sealed class PostgreSqlDialect : StoreDialect
{
    // Two numbers name an advisory lock; nobody else on this database is likely to use this first one.
    private const string HoldHead = "SELECT pg_advisory_xact_lock(1382379083, 1)";
    private const string HoldPlace = "SELECT pg_try_advisory_lock(1382379083, 2)";

    private readonly NpgsqlConnectionStringBuilder pooled;
    private readonly string lasting;
    private readonly DbContextOptions<PostgreSqlCompanionDb> options;

    /// <exception cref="ArgumentException">The text is no connection string.</exception>
    public PostgreSqlDialect(string connectionString)
    {
        pooled = new NpgsqlConnectionStringBuilder(connectionString);
        pooled.ApplicationName ??= "Runink Companion";
        if (!pooled.ShouldSerialize("Timeout"))
            pooled.Timeout = 5;
        // Where a row of somebody's chart broke a rule stays out of exceptions and logs.
        pooled.IncludeErrorDetail = false;
        lasting = new NpgsqlConnectionStringBuilder(pooled.ConnectionString) { Pooling = false, MaxAutoPrepare = 200, KeepAlive = 30 }.ConnectionString;
        options = new DbContextOptionsBuilder<PostgreSqlCompanionDb>().UseNpgsql(pooled.ConnectionString).ModelIsTested().Options;
    }

    public override StoreProvider Provider => StoreProvider.PostgreSql;

    public override string Description => $"PostgreSQL, database {pooled.Database} on {pooled.Host}:{pooled.Port}";

    internal override bool KeepsNul => false;

    internal override bool Posts => true;

    internal override CompanionDb Context() => new PostgreSqlCompanionDb(options, this);

    internal override CompanionDb Context(DbConnection connection) =>
        new PostgreSqlCompanionDb(new DbContextOptionsBuilder<PostgreSqlCompanionDb>().UseNpgsql(connection).ModelIsTested().Options, this);

    internal override DbConnection Reader() => new NpgsqlConnection(pooled.ConnectionString);

    internal override DbConnection Lasting() => new NpgsqlConnection(lasting);

    internal override string Translate(string sql) => StatementText.ForPostgreSql(sql);

    /// <summary>Without a name: the driver then sends the statement as it stands and need not look for parameters in it.</summary>
    internal override DbParameter Parameter(int index) => new NpgsqlParameter();

    internal override DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    internal override HeadWatch Watch() => new HeadCompareWatch(HoldHead);

    internal override bool TryHold(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = HoldPlace;
        return command.ExecuteScalar() is true;
    }

    internal override string FreePlace => "SELECT pg_advisory_unlock_all()";

    internal override string True => "TRUE";

    internal override string False => "FALSE";

    internal override string Instant(string ticks) => $"to_timestamp(({ticks} - 621355968000000000) / 10000000.0)";

    internal override string Views => "SELECT table_name FROM information_schema.views WHERE table_schema = current_schema()";

    internal override void MapTextSearch(ModelBuilder model) => TextSearch.Map(
        // The columns are compared byte by byte; the database's own collation knows which letters are the same.
        model, (text, pattern, escape) => new LikeExpression(Lower(text), Lower(pattern), escape, null));

    private static SqlFunctionExpression Lower(SqlExpression text) =>
        new("lower", [new CollateExpression(text, "default")], nullable: true, argumentsPropagateNullability: [true], typeof(string), text.TypeMapping);
}
