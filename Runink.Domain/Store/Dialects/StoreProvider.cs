namespace Runink.Domain.Store.Dialects;

/// <summary>The databases that can hold a hospital.</summary>
public enum StoreProvider
{
    Sqlite,
    PostgreSql,
    SqlServer,
}
