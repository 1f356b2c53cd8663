using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Sql;

/// <summary>Rows of one SELECT, inside a transaction that only reads.</summary>
internal sealed class SqlSourceReader(NamedSource source, SqlSourceDatabase database) : SourceReader
{
    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var session = await GuardAsync(() => OpenAsync(question, cancel), cancel);
        var reader = session.Reader;
        IReadOnlyList<SourceColumn> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(at => new SourceColumn(reader.GetName(at), reader.GetDataTypeName(at).ToLowerInvariant()))];
        IReadOnlyList<string> names = [.. columns.Select(column => column.Name)];
        while (true)
        {
            var items = new List<SourceItem>(question.Rows);
            var hasMore = await GuardAsync(() => session.Limit.WithinAsync(async () =>
            {
                while (items.Count < question.Rows)
                {
                    if (!await reader.ReadAsync(cancel))
                        return false;
                    var row = new SourceRow(names, [.. Enumerable.Range(0, names.Count).Select(at => Text(reader, at))]);
                    items.Add(new RowItem(row, source.Options.Watermark.Column.Length > 0 ? row[source.Options.Watermark.Column] : null));
                }

                return true;
            }), cancel);
            yield return new SourcePage(columns, items) { Remark = session.Remark };
            if (!hasMore)
                yield break;
        }
    }

    private async Task<Session> OpenAsync(SourceQuestion question, CancellationToken cancel)
    {
        var connection = database.Connect(source.Options.ReadConnection() ?? throw new SourceException(SourceFault.Refused, "Its connection string cannot be read."));
        try
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel))
            {
                patience.CancelAfter(source.Options.Timeout);
                await connection.OpenAsync(patience.Token);
                await database.OnlyReadAsync(connection, source.Options.Timeout, patience.Token);
            }

            var remark = await database.MayWriteAsync(connection, cancel) ? "Its user may write there: give this app one that may only read." : null;
            var command = connection.CreateCommand();
            command.CommandText = source.Options.Query.Trim().TrimEnd(';');
            // The server ends it first, where it can, and says why.
            command.CommandTimeout = (int)Math.Ceiling(source.Options.Timeout.TotalSeconds) + 2;
            if (question.Since is { } since)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = "since";
                parameter.Value = database.Value(since);
                command.Parameters.Add(parameter);
            }

            var limit = new StatementLimit(database, connection, source.Options.Timeout);
            try
            {
                return new Session(connection, command, await limit.WithinAsync(() => command.ExecuteReaderAsync(cancel)), limit, remark);
            }
            catch
            {
                limit.Dispose();
                throw;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new SourceException(SourceFault.Temporary, $"It did not answer within {source.Options.Timeout.TotalSeconds:0} s.");
        }
        catch (Exception problem) when (problem is DbException or IOException or TimeoutException or InvalidOperationException or ArgumentException or System.Net.Sockets.SocketException)
        {
            throw new SourceException(database.ProblemOf(problem), problem);
        }
    }

    /// <summary>The same value has the same text on every database: times as ISO 8601, those with a zone in UTC.</summary>
    private static string? Text(DbDataReader reader, int at)
    {
        if (reader.IsDBNull(at))
            return null;
        object value;
        try
        {
            value = reader.GetValue(at);
        }
        catch (Exception problem) when (problem is OverflowException or InvalidCastException)
        {
            throw new SourceException(SourceFault.NotUnderstood, $"A value of the column {reader.GetName(at)} cannot be read as {reader.GetDataTypeName(at)}.", problem);
        }

        return value switch
        {
            string text => text,
            bool yes => yes ? "true" : "false",
            DateTime { Kind: DateTimeKind.Utc } instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
            DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToBase64String(bytes),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    /// <summary>Databases that end no statement by themselves are told to; time that our own store takes between two pages does not count.</summary>
    private sealed class StatementLimit : IDisposable
    {
        private readonly CancellationTokenSource over = new();
        private readonly IDisposable? interrupts;
        private readonly TimeSpan timeout;

        public StatementLimit(SqlSourceDatabase database, DbConnection connection, TimeSpan timeout) => (interrupts, this.timeout) = (database.Interrupts(connection, over.Token), timeout);

        public async Task<T> WithinAsync<T>(Func<Task<T>> work)
        {
            over.CancelAfter(timeout);
            try
            {
                return await work();
            }
            finally
            {
                over.CancelAfter(Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            interrupts?.Dispose();
            over.Dispose();
        }
    }

    private sealed class Session(DbConnection connection, DbCommand command, DbDataReader reader, StatementLimit limit, string? remark) : IAsyncDisposable
    {
        public DbDataReader Reader => reader;

        public StatementLimit Limit => limit;

        public string? Remark => remark;

        public async ValueTask DisposeAsync()
        {
            limit.Dispose();
            try
            {
                // Without asking for the rest first: what was not read is not wanted.
                command.Cancel();
                await reader.DisposeAsync();
                await command.DisposeAsync();
                await connection.DisposeAsync();
            }
            catch (Exception gone) when (gone is DbException or IOException or InvalidOperationException or TimeoutException)
            {
                // It was cancelled, or is gone; to everybody else this would look like our own store.
            }
        }
    }
}
