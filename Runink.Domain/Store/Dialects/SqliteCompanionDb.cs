using Microsoft.EntityFrameworkCore;

namespace Runink.Domain.Store.Dialects;

/// <summary>The store on SQLite, with migrations of its own.</summary>
public sealed class SqliteCompanionDb(DbContextOptions<SqliteCompanionDb> options, StoreDialect dialect) : CompanionDb(options, dialect);
