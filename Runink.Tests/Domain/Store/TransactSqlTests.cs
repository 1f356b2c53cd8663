using System.Reflection;
using System.Reflection.Emit;
using Microsoft.EntityFrameworkCore.Migrations;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Tests.Harness;

namespace Runink.Tests.Domain.Store;

/// <summary>What would be sent to SQL Server is T-SQL: by hand, by migrations, and by screens.</summary>
public sealed class TransactSqlTests
{
    private static readonly string[] Verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];

    public static TheoryData<string> ByHand => new(Literals(typeof(CompanionStore).Assembly).Where(text => text.Length > 15 && Verbs.Any(verb => text.TrimStart().StartsWith(verb, StringComparison.Ordinal))).Distinct());

    [Theory]
    [MemberData(nameof(ByHand))]
    public void AStatementByHandIsUnderstood(string sql) => Assert.Empty(TransactSql.Problems(StatementText.ForSqlServer(sql)));

    [Fact]
    public void AllStatementsByHandAreFound()
    {
        var found = ByHand.Select(row => row.Data).ToList();
        foreach (var table in new[] { "Ledger", "Messages", "Patients", "PatientIdentifiers", "Encounters", "SignalBatches", "Contexts", "Episodes", "DueEvaluations", "FhirResources" })
            Assert.Contains(found, sql => sql.Contains($"INSERT INTO {table} ", StringComparison.Ordinal));
        Assert.Contains(found, sql => sql.Contains("ON CONFLICT", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqlServerDialect.HoldHead)]
    [InlineData(SqlServerDialect.HoldPlace)]
    [InlineData(SqlServerDialect.VersionRows)]
    public void ItsOwnStatementsAreUnderstood(string sql) => Assert.Empty(TransactSql.Problems(sql));

    [Fact]
    public void TheWholeScriptIsUnderstoodAndComparesBytes()
    {
        var script = CompanionStore.Open(StoreProvider.SqlServer, "Server=script;Database=script").Script();

        Assert.Empty(TransactSql.Problems(script));
        Assert.Contains("[__EFMigrationsHistory]", script, StringComparison.Ordinal);
        Assert.Contains("[PatientId] nvarchar(128) COLLATE Latin1_General_100_BIN2 NOT NULL", script, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoTransactSqlIsFound() => Assert.NotEmpty(TransactSql.Problems("SELECT a FROM b LIMIT 1"));

    [Fact]
    public void AFormThatIsNotUnderstoodIsRefusedAndNotGuessed() =>
        Assert.Throws<NotSupportedException>(() => StatementText.ForSqlServer("INSERT INTO A (B) VALUES ($0) ON CONFLICT DO NOTHING"));

    [Fact]
    public void AnUpsertBecomesAnUpdateAndWhereThereWasNothingAnInsert() => Assert.Equal(
        "UPDATE T SET C = @p2 WHERE A = @p0 AND B = @p1; IF @@ROWCOUNT = 0 INSERT INTO T (A, B, C) VALUES (@p0, @p1, @p2)",
        StatementText.ForSqlServer("INSERT INTO T (A, B, C) VALUES ($0, $1, $2) ON CONFLICT (A, B) DO UPDATE SET C = $2"));

    [Fact]
    public void PostgreSqlCountsFromOneAndKnowsNamesInLowerCase() => Assert.Equal(
        "UPDATE T SET \"key\" = $11 WHERE A = $1", StatementText.ForPostgreSql("UPDATE T SET \"Key\" = $10 WHERE A = $0"));

    /// <summary>The mirror runs with every hospital of the behaviours; here it is seen to look.</summary>
    [Fact]
    public async Task QueriesOfScreensAreMirrored()
    {
        await using var hospital = await Hospital.StartAsync();
        var (mrn, now) = (Some.Mrn(), hospital.Time.GetUtcNow());
        await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, "L1", now, "3.4"));
        await hospital.GetAsync("/api/v1/escalations");
        await hospital.GetAsync("/api/v1/referrals");
        await hospital.GetAsync($"/api/v1/patients/{mrn}");
        await hospital.GetAsync("/api/v1/ledger");

        Assert.True(TransactSqlOfThisRun.Understood.Count > 15, $"Only {TransactSqlOfThisRun.Understood.Count} queries were seen.");
        Assert.Contains(TransactSqlOfThisRun.Understood.Keys, sql => sql.Contains("[Escalations]", StringComparison.Ordinal) && sql.Contains("SELECT TOP(", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Literals(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var method in assembly.GetTypes()
            .Where(type => !typeof(Migration).IsAssignableFrom(type) && !typeof(StoreDialect).IsAssignableFrom(type) && type != typeof(StatementText) && type.Namespace?.EndsWith("Archive", StringComparison.Ordinal) != true)
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))))
        {
            var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
            for (var at = 0; at + 4 < il.Length; at++)
            {
                // A string token has 0x70 as its highest byte; what only looks like one is no string of the module.
                if (il[at] == OpCodes.Ldstr.Value && il[at + 4] == 0x70 && Text(method.Module, BitConverter.ToInt32(il, at + 1)) is { } text)
                    yield return text;
            }
        }
    }

    private static string? Text(Module module, int token)
    {
        try
        {
            return module.ResolveString(token);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
