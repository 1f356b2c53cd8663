using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Runink.Domain.Store.Dialects;

/// <summary>Search as people type: upper and lower case are the same. Everything else in the store compares byte by byte.</summary>
public static class TextSearch
{
    /// <summary>True when the text contains what was typed; only inside a query.</summary>
    /// <param name="pattern">Made by <see cref="Containing"/>.</param>
    public static bool Like(string? text, string pattern) => throw new InvalidOperationException("This is said in queries; the database answers it.");

    public static string Containing(string typed) => $"%{Escape(typed)}%";

    /// <summary>Takes every character for itself. A bracket is one that only SQL Server gives a meaning.</summary>
    public static string Escape(string typed) => typed
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);

    internal static void Map(ModelBuilder model, Func<SqlExpression, SqlExpression, SqlExpression, SqlExpression> like) =>
        model.HasDbFunction(typeof(TextSearch).GetMethod(nameof(Like))!)
            .HasTranslation(arguments => like(arguments[0], arguments[1], new SqlConstantExpression("\\", arguments[1].TypeMapping)));
}
