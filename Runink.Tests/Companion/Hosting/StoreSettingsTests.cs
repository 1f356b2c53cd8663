using Microsoft.Extensions.Configuration;
using Runink.Companion.Hosting;
using Runink.Domain.Store.Dialects;

namespace Runink.Tests.Companion.Hosting;

/// <summary>Which database it is, is settled before anything starts, and what is wrong is said without repeating a secret.</summary>
public sealed class StoreSettingsTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("Sqlite", "", null)]
    [InlineData("postgresql", "Host=db;Database=companion", null)]
    [InlineData("SqlServer", "Server=db;Database=companion;User Id=u;Password=geheim", null)]
    [InlineData("Oracle", null, "Store:Provider: Oracle is not a database known here")]
    [InlineData("1", "Host=db", "Store:Provider: 1 is not a database known here")]
    [InlineData("PostgreSql", null, "Store:ConnectionString: say where the PostgreSql database is")]
    [InlineData("Sqlite", "Host=db;Password=geheim", "Store:ConnectionString: Sqlite takes none")]
    [InlineData("PostgreSql", "Hots=db;Password=geheim", "Store:ConnectionString: it is not a connection string of PostgreSql")]
    [InlineData("SqlServer", "geheim", "Store:ConnectionString: it is not a connection string of SqlServer")]
    public void EveryReasonIsNamed(string? provider, string? connection, string? expected)
    {
        var problems = Settings.Problems(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Store:Provider"] = provider, ["Store:ConnectionString"] = connection }).Build());

        if (expected is null)
            Assert.Empty(problems);
        else
            Assert.StartsWith(expected, Assert.Single(problems), StringComparison.Ordinal);
        Assert.DoesNotContain(problems, problem => problem.Contains("geheim", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StoreProvider.PostgreSql, "Host=db;Port=5433;Database=companion;Username=u;Password=geheim", "PostgreSQL, database companion on db:5433")]
    [InlineData(StoreProvider.SqlServer, "Server=db;Database=companion;User Id=u;Password=geheim", "SQL Server, database companion on db")]
    public void ADatabaseIsNamedWithoutItsPassword(StoreProvider provider, string connection, string name) =>
        Assert.Equal(name, Runink.Domain.Store.CompanionStore.Open(provider, connection).Dialect.Description);
}
