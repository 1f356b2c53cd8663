using Microsoft.EntityFrameworkCore;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Tests.Domain.Store;

/// <summary>The migrations of each database are those of the model as it is: whoever changes it adds one to all three.</summary>
public sealed class MigrationsTests
{
    public static TheoryData<StoreProvider, string> Databases => new()
    {
        { StoreProvider.Sqlite, "nowhere.db" },
        { StoreProvider.PostgreSql, "Host=nowhere;Database=none" },
        { StoreProvider.SqlServer, "Server=nowhere;Database=none" },
    };

    [Theory]
    [MemberData(nameof(Databases))]
    public void NothingOfTheModelIsMissing(StoreProvider provider, string place)
    {
        using var db = CompanionStore.Open(provider, place).Read();

        Assert.False(db.Database.HasPendingModelChanges(), "dotnet run --project Runink.Tests/Migrations -- NAME adds what is missing.");
    }

    [Fact]
    public void AllThreeHaveTheSameMigrations()
    {
        var names = Databases.Select(row => string.Join(", ", Names(row.Data.Item1, row.Data.Item2))).Distinct(StringComparer.Ordinal);
        Assert.Single(names);
    }

    private static IEnumerable<string> Names(StoreProvider provider, string place)
    {
        using var db = CompanionStore.Open(provider, place).Read();
        return [.. db.Database.GetMigrations().Select(migration => migration.Split('_', 2)[1])];
    }
}
