using Microsoft.EntityFrameworkCore;

namespace Runink.Domain.Store.Dialects;

/// <summary>The store on PostgreSQL, with migrations of its own.</summary>
public sealed class PostgreSqlCompanionDb(DbContextOptions<PostgreSqlCompanionDb> options, StoreDialect dialect) : CompanionDb(options, dialect)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        StoreModel.NameInLowerCase(modelBuilder);
        StoreModel.CompareBytes(modelBuilder, "C");
    }
}
