using System.Collections.Concurrent;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Runink.Tests.Harness;

[assembly: AssemblyFixture(typeof(TransactSqlOfThisRun))]

namespace Runink.Tests.Harness;

/// <summary>No SQL Server runs here. What would be sent to one is held against Microsoft's own parser: that it is understood is shown, what it answers is not.</summary>
internal static class TransactSql
{
    /// <summary>Empty when SQL Server 2022 would understand the text.</summary>
    public static IReadOnlyList<string> Problems(string sql)
    {
        using var text = new StringReader(sql);
        new TSql160Parser(initialQuotedIdentifiers: true).Parse(text, out var errors);
        return [.. errors.Select(error => $"{error.Line}:{error.Column} {error.Message}")];
    }
}

/// <summary>Every query that a test's hospital on SQLite asked, as it would be asked of SQL Server.</summary>
public sealed class TransactSqlOfThisRun : IDisposable
{
    public static ConcurrentDictionary<string, byte> Understood { get; } = new(StringComparer.Ordinal);

    public static ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>A query may be asked by a worker whose exceptions nobody sees: the run fails for it at its end.</summary>
    public void Dispose() => Assert.Empty(Failures);
}
