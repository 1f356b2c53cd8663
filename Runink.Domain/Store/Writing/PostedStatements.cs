using System.Data.Common;
using Runink.Domain.Store.Dialects;

namespace Runink.Domain.Store.Writing;

/// <summary>Statements that wait for the next way to the server. The driver prepares those that come often.</summary>
internal sealed class PostedStatements(DbConnection connection, StoreDialect dialect)
{
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private DbBatch? batch;
    private bool savepointWaits;

    public bool IsEmpty => batch is null;

    public void Add(string sql, ReadOnlySpan<object?> values)
    {
        if (!texts.TryGetValue(sql, out var text))
            texts.Add(sql, text = dialect.Translate(sql));
        var command = (batch ??= connection.CreateBatch()).CreateBatchCommand();
        command.CommandText = text;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = dialect.Parameter(i);
            parameter.Value = dialect.Storable(values[i]);
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    public void AddSavepoint(string name)
    {
        Add($"SAVEPOINT {name}", []);
        savepointWaits = true;
    }

    public void ReleaseSavepoint(DbTransaction transaction, string name)
    {
        // Work that wrote nothing needs no way to the server at all.
        if (savepointWaits && batch!.BatchCommands.Count == 1)
        {
            Forget();
            return;
        }

        Add($"RELEASE SAVEPOINT {name}", []);
        Send(transaction);
    }

    /// <returns>True when the savepoint itself was not sent yet: there is nothing to go back to.</returns>
    public bool Forget()
    {
        var all = savepointWaits;
        Take()?.Dispose();
        return all;
    }

    public void Send(DbTransaction transaction)
    {
        using var sent = Take();
        if (sent is null)
            return;
        sent.Transaction = transaction;
        sent.ExecuteNonQuery();
    }

    /// <summary>Sends everything and answers the rows of the last statement.</summary>
    public DbDataReader Ask(DbTransaction transaction)
    {
        var sent = Take()!;
        sent.Transaction = transaction;
        return sent.ExecuteReader();
    }

    private DbBatch? Take()
    {
        var taken = batch;
        (batch, savepointWaits) = (null, false);
        return taken;
    }
}
