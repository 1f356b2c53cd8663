using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Facts;

/// <summary>
/// The facts as views of the database, for tools that ask it themselves. They are no part of the schema: whoever wants them makes them,
/// and a migration makes them anew.
/// </summary>
public static class AnalyticsViews
{
    /// <summary>Each statement stands alone; those that make follow those that drop.</summary>
    public static IReadOnlyList<string> Statements(StoreDialect dialect) =>
        [.. Drops, .. AnalyticsFacts.All.Select(fact => $"CREATE VIEW {fact.View} AS\n{Select(fact, dialect, column => Shown(column, dialect))}")];

    public static IReadOnlyList<string> Drops { get; } = [.. AnalyticsFacts.All.Select(fact => $"DROP VIEW IF EXISTS {fact.View}")];

    /// <summary>The statements as a script for those who run such statements themselves.</summary>
    public static string Script(StoreDialect dialect) =>
        string.Concat(Statements(dialect).Select(statement => statement + (dialect.Provider == StoreProvider.SqlServer ? "\nGO\n\n" : ";\n\n")));

    /// <summary>Makes them, in place of those that are there.</summary>
    public static void Make(CompanionStore store) => Run(store, Statements(store.Dialect));

    public static void Drop(CompanionStore store) => Run(store, Drops);

    /// <summary>Whether somebody has made them here.</summary>
    internal static bool AreThere(CompanionStore store)
    {
        using var connection = store.OpenReader();
        using var command = connection.CreateCommand();
        command.CommandText = store.Dialect.Views;
        using var names = command.ExecuteReader();
        while (names.Read())
        {
            if (AnalyticsFacts.All.Any(fact => fact.View == names.GetString(0)))
                return true;
        }

        return false;
    }

    /// <summary>A SELECT of all columns of a fact.</summary>
    internal static string Select(AnalyticsFact fact, StoreDialect dialect, Func<FactColumn, string> shown)
    {
        var columns = string.Join(",\n    ", fact.Columns.Select(column => $"{shown(column)} AS {column.Name}"));
        return Spelled($"SELECT\n    {columns}\nFROM {fact.From}{(fact.Where is { } where ? $"\nWHERE {where}" : "")}", dialect);
    }

    internal static string Spelled(string sql, StoreDialect dialect) =>
        sql.Replace("{true}", dialect.True, StringComparison.Ordinal).Replace("{false}", dialect.False, StringComparison.Ordinal);

    private static string Shown(FactColumn column, StoreDialect dialect) => column.Kind switch
    {
        FactKind.Instant => dialect.Instant(column.Sql),
        FactKind.Seconds => $"({column.Sql}) / 10000000.0",
        _ => column.Sql,
    };

    private static void Run(CompanionStore store, IReadOnlyList<string> statements)
    {
        using var connection = store.OpenWriter();
        using var transaction = store.Dialect.Begin(connection);
        foreach (var statement in statements)
            Run(connection, transaction, statement);
        transaction.Commit();
    }

    private static void Run(DbConnection connection, DbTransaction transaction, string statement)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
