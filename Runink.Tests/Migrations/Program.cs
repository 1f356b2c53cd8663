using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

// Adds one migration to each of the three databases: dotnet run --project Runink.Tests/Migrations -- NAME
if (args is not [var name])
{
    Console.Error.WriteLine("Say what the migration is called: dotnet run --project Runink.Tests/Migrations -- NAME");
    return 2;
}

var domain = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "Runink.Domain"));
foreach (var (provider, place) in new[]
{
    (StoreProvider.Sqlite, "design.db"), (StoreProvider.PostgreSql, "Host=design;Database=design"), (StoreProvider.SqlServer, "Server=design;Database=design"),
})
{
    await using var db = CompanionStore.Open(provider, place).Read();
    var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices();
    services.AddDbContextDesignTimeServices(db);
#pragma warning disable EF1001 // What dotnet ef itself does; here it does so three times in one run.
    switch (provider)
    {
        case StoreProvider.Sqlite:
            new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
            break;
        case StoreProvider.PostgreSql:
            new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
            break;
        case StoreProvider.SqlServer:
            new SqlServerDesignTimeServices().ConfigureDesignTimeServices(services);
            break;
    }
#pragma warning restore EF1001
    await using var design = services.BuildServiceProvider();
    await using var scope = design.CreateAsyncScope();
    var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var migration = scaffolder.ScaffoldMigration(name, "Runink.Domain", $"Store.Migrations.{provider}");
    var files = scaffolder.Save(domain, migration, Path.Combine(domain, "Store", "Migrations", provider.ToString()), dryRun: false);
    Console.WriteLine(Path.GetRelativePath(domain, files.MigrationFile!));
}

return 0;

static string Here([CallerFilePath] string path = "") => path;
