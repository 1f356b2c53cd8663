using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Tests.Harness;

/// <summary>Asks each query that EF Core compiles for SQLite of a SQL Server that is not there, and reads what would have been sent.</summary>
internal sealed class SqlServerMirror : IQueryExpressionInterceptor
{
    private static readonly DateTimeOffset SomeInstant = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static SqlServerMirror Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var heard = new Hearing();
        using var db = NewContext(heard);
        try
        {
            Ask(db, new Reroot(db).Visit(queryExpression));
        }
        catch (Exception problem) when (heard.Sent.Count > 0 || !IsTranslation(problem))
        {
            // Nobody answers, so "First" finds nothing: what was sent is all that matters here.
        }
        catch (Exception problem)
        {
            TransactSqlOfThisRun.Failures.Enqueue($"{problem.Message}\n{queryExpression}");
        }

        foreach (var sql in heard.Sent)
        {
            if (TransactSql.Problems(sql) is [var first, ..])
                TransactSqlOfThisRun.Failures.Enqueue($"{first}\n{sql}");
            else
                TransactSqlOfThisRun.Understood.TryAdd(sql, 0);
        }

        if (heard.Sent.Count == 0)
            TransactSqlOfThisRun.Failures.Enqueue($"Nothing would be sent for {queryExpression}");
        return queryExpression;
    }

    private static bool IsTranslation(Exception problem) => problem is InvalidOperationException or NotSupportedException or ArgumentException;

    private static SqlServerCompanionDb NewContext(Hearing heard) => new(
        new DbContextOptionsBuilder<SqlServerCompanionDb>().UseSqlServer("Server=nowhere;Database=hospital").AddInterceptors(heard, new Unplugged()).Options,
        new SqlServerDialect("Server=nowhere;Database=hospital"));

    private static void Ask(CompanionDb db, Expression query)
    {
        var provider = ((IQueryable)db.Messages).Provider;
        if (!typeof(IQueryable).IsAssignableFrom(query.Type))
        {
            provider.Execute(query);
            return;
        }

        foreach (var _ in provider.CreateQuery(query))
        {
            // Nothing comes.
        }
    }

    /// <summary>The same query over the other context, with something in place of each value.</summary>
    private sealed class Reroot(DbContext db) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) => node switch
        {
            EntityQueryRootExpression root => ((IQueryable)typeof(DbContext).GetMethod(nameof(DbContext.Set), [])!.MakeGenericMethod(root.EntityType.ClrType).Invoke(db, null)!).Expression,
            QueryParameterExpression parameter => Expression.Constant(Something(parameter.Type), parameter.Type),
            _ => base.VisitExtension(node),
        };

        private static object? Something(Type type)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string))
                return "something";
            if (type == typeof(DateTimeOffset))
                return SomeInstant;
            if (type.IsAssignableFrom(typeof(List<string>)))
                return new List<string> { "one", "other" };
            if (type.IsAssignableFrom(typeof(string[])))
                return new[] { "one", "other" };
            if (type.IsArray)
                return Array.CreateInstance(type.GetElementType()!, 1);
            return type.IsValueType || type.GetConstructor([]) is not null ? Activator.CreateInstance(type) : null;
        }
    }

    private sealed class Hearing : DbCommandInterceptor
    {
        public List<string> Sent { get; } = [];

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Sent.Add(command.CommandText);
            using var nothing = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
            return InterceptionResult<DbDataReader>.SuppressWithResult(nothing.CreateDataReader());
        }

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Sent.Add(command.CommandText);
            return InterceptionResult<int>.SuppressWithResult(1);
        }
    }

    private sealed class Unplugged : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

        public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();
    }
}
