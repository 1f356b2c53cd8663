using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Store.Archive;

/// <summary>One moment of a whole store, while others go on writing it.</summary>
internal sealed class StoreSnapshot : IDisposable
{
    private readonly StoreDialect dialect;
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;

    /// <exception cref="InvalidDataException">The store is of another version than this program.</exception>
    public StoreSnapshot(CompanionStore store)
    {
        dialect = store.Dialect;
        using var db = store.Read();
        if (db.Database.GetPendingMigrations().Any())
            throw new InvalidDataException($"{store.Dialect.Description} is of an older version than this program. Run store migrate first.");
        Tables = StoreTable.Of(db);
        Schema = SchemaOf(db);
        connection = store.OpenReader();
        transaction = store.Dialect.BeginSnapshot(connection);
        using var head = connection.CreateCommand();
        head.CommandText = "SELECT Seq, Hash FROM Ledger WHERE Seq = (SELECT MAX(Seq) FROM Ledger)";
        head.Transaction = transaction;
        using var row = head.ExecuteReader();
        Head = row.Read() ? new LedgerHead(row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : LedgerHead.Empty;
    }

    public IReadOnlyList<StoreTable> Tables { get; }

    /// <summary>The names of the migrations, which are the same for all databases; their numbers are not.</summary>
    public IReadOnlyList<string> Schema { get; }

    public LedgerHead Head { get; }

    public static IReadOnlyList<string> SchemaOf(CompanionDb db) => [.. db.Database.GetMigrations().Select(migration => migration.Split('_', 2)[1])];

    /// <summary>The same moment as EF Core sees it. Nobody else may be reading on it meanwhile: it is one connection.</summary>
    public CompanionDb Read()
    {
        var db = dialect.Context(connection);
        db.Database.UseTransaction(transaction);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return db;
    }

    public IEnumerable<object?[]> Rows(StoreTable table) => table.Rows(connection, transaction);

    /// <param name="sql">As <see cref="StoreDialect"/> says.</param>
    public IEnumerable<object?[]> Query(string sql, params object[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = dialect.Translate(sql);
        command.Transaction = transaction;
        for (var index = 0; index < values.Length; index++)
        {
            var parameter = dialect.Parameter(index);
            parameter.Value = values[index];
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return [.. Enumerable.Range(0, reader.FieldCount).Select(index => reader.IsDBNull(index) ? null : reader.GetValue(index))];
    }

    public void Dispose()
    {
        transaction.Dispose();
        connection.Dispose();
    }
}
