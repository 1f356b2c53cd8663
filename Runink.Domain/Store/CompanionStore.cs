using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Runink.Domain.Store;

/// <summary>Where the SQLite file is and how connections to it are opened: WAL, synchronous FULL, foreign keys, busy time-out.</summary>
public sealed class CompanionStore
{
    private readonly string connectionString;

    public CompanionStore(string path)
    {
        Path = path;
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 10,
            Pooling = true,
        }.ToString();
    }

    public string Path { get; }

    /// <summary>A context for reading. It is short-lived: one query or one screen.</summary>
    public CompanionDb Read()
    {
        var db = new CompanionDb(new DbContextOptionsBuilder<CompanionDb>().UseSqlite(connectionString).Options);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    internal SqliteConnection OpenReader()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The one connection that writes.</summary>
    internal SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;";
        pragmas.ExecuteNonQuery();
        return connection;
    }

    /// <summary>Brings the file to the newest schema; makes it when it is not there.</summary>
    public void Migrate()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        using (OpenWriter())
        {
            // WAL mode stays with the file; set it before the first page is written.
        }

        using var db = Read();
        db.Database.Migrate();
    }
}
