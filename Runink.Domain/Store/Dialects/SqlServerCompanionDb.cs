using Microsoft.EntityFrameworkCore;

namespace Runink.Domain.Store.Dialects;

/// <summary>The store on SQL Server, with migrations of its own.</summary>
public sealed class SqlServerCompanionDb(DbContextOptions<SqlServerCompanionDb> options, StoreDialect dialect) : CompanionDb(options, dialect)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        StoreModel.LimitKeys(modelBuilder);
        StoreModel.CompareBytes(modelBuilder, "Latin1_General_100_BIN2");
    }
}
