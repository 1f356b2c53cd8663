using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Facts;

namespace Runink.Domain.Store;

/// <summary>The database of one hospital: contexts, connections and its schema. What differs between databases is its dialect's.</summary>
public sealed class CompanionStore(StoreDialect dialect)
{
    private StoreHold? hold;

    /// <summary>A store in a SQLite file.</summary>
    public CompanionStore(string path)
        : this(new SqliteDialect(path))
    {
    }

    public StoreDialect Dialect => dialect;

    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public static CompanionStore Open(StoreProvider provider, string place) => new(provider switch
    {
        StoreProvider.Sqlite => new SqliteDialect(place),
        StoreProvider.PostgreSql => new PostgreSqlDialect(place),
        StoreProvider.SqlServer => new SqlServerDialect(place),
    });

    /// <summary>A context for reading. It is short-lived: one query or one screen.</summary>
    public CompanionDb Read()
    {
        var db = dialect.Context();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    internal DbConnection OpenReader()
    {
        var connection = dialect.Reader();
        connection.Open();
        return connection;
    }

    /// <summary>The one connection that writes.</summary>
    /// <exception cref="StorePlaceLostException">Another app has taken this one's place meanwhile.</exception>
    internal DbConnection OpenWriter()
    {
        RenewHold();
        var connection = dialect.Lasting();
        try
        {
            connection.Open();
            dialect.PrepareWriter(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes the place of the one app that works on this database: two would send every message twice.</summary>
    /// <returns>Null when another has it. It is free again when what is returned is disposed of, or the process dies.</returns>
    public StoreHold? TryHold() => hold = StoreHold.TryTake(dialect);

    /// <summary>Takes the place again when the connection that held it broke; nothing where it was never taken.</summary>
    /// <exception cref="StorePlaceLostException">Another app was quicker.</exception>
    public void RenewHold() => hold?.Renew();

    /// <summary>Whether there is anything: a file, or tables.</summary>
    public bool Exists()
    {
        if (dialect.File is { } file)
            return File.Exists(file);
        using var db = Read();
        return db.Database.GetAppliedMigrations().Any();
    }

    /// <summary>The statements that bring any store of this kind to the newest schema, for those who run such statements themselves.</summary>
    public string Script()
    {
        using var db = Read();
        // SQLite has no conditions in statements: there the script is for a new file.
        var options = dialect.Provider == StoreProvider.Sqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent;
        return dialect.ScriptHead + db.GetService<IMigrator>().GenerateScript(options: options);
    }

    /// <summary>Brings the store to the newest schema; makes it when it is not there.</summary>
    /// <exception cref="InvalidDataException">A newer version of this program has written it.</exception>
    public void Migrate()
    {
        using var db = Read();
        dialect.PrepareSchema(db);
        if (db.Database.GetAppliedMigrations().Except(db.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"It is of another, newer version of this program (its schema ends at {unknown}); this one does not know it.");
        // Views hold on to the columns that a migration changes.
        var hasViews = db.Database.GetAppliedMigrations().Any() && db.Database.GetPendingMigrations().Any() && AnalyticsViews.AreThere(this);
        if (hasViews)
            AnalyticsViews.Drop(this);
        db.Database.Migrate();
        if (hasViews)
            AnalyticsViews.Make(this);
    }
}
