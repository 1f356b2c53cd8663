namespace Runink.Domain.Store.Archive;

/// <summary>Fills an empty store: every row of every table, or none.</summary>
public static class StoreFilling
{
    /// <summary>Copies a hospital as it stands at this moment; what is written to the old store later stays there.</summary>
    /// <param name="progress">Table and rows so far.</param>
    /// <returns>Rows by table.</returns>
    /// <exception cref="InvalidDataException">The target is not empty, the source is of another version, or a text cannot be kept.</exception>
    public static IReadOnlyDictionary<string, long> Copy(CompanionStore from, CompanionStore to, Action<string, long> progress)
    {
        using var snapshot = new StoreSnapshot(from);
        var bySource = snapshot.Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        var counts = Fill(to, table => snapshot.Rows(bySource[table.Name]), progress);
        // Counted again at both ends: what the copy believes is not asked.
        foreach (var table in snapshot.Tables)
        {
            if (snapshot.Rows(table).LongCount() is var there && counts[table.Name] != there)
                throw new InvalidDataException($"Table {table.Name} has {there} rows in the old store and {counts[table.Name]} in the new one.");
        }

        return counts;
    }

    /// <summary>Brings the store to the newest schema and refuses one that holds anything.</summary>
    /// <param name="beforeCommit">Looks at how many rows of each table were written; what it throws undoes all of them.</param>
    internal static IReadOnlyDictionary<string, long> Fill(
        CompanionStore to, Func<StoreTable, IEnumerable<object?[]>> rows, Action<string, long> progress, Action<IReadOnlyDictionary<string, long>>? beforeCommit = null)
    {
        to.Migrate();
        using var db = to.Read();
        var tables = StoreTable.Of(db);
        using var connection = to.OpenWriter();
        using (var transaction = to.Dialect.Begin(connection))
        {
            if (tables.FirstOrDefault(table => table.Rows(connection, transaction).Any()) is { } full)
                throw new InvalidDataException($"{to.Dialect.Description} is not empty: there are rows in {full.Name}. Nothing was changed.");
            var written = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var table in tables)
            {
                written[table.Name] = table.Write(connection, transaction, to.Dialect, rows(table), soFar => progress(table.Name, soFar));
                progress(table.Name, written[table.Name]);
            }

            beforeCommit?.Invoke(written);
            transaction.Commit();
        }

        using var snapshot = new StoreSnapshot(to);
        return snapshot.Tables.ToDictionary(table => table.Name, table => snapshot.Rows(table).LongCount(), StringComparer.Ordinal);
    }
}
