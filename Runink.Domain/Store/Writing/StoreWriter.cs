using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;

namespace Runink.Domain.Store.Writing;

/// <summary>
/// The only writer of the store. Work that queued up while the last commit was on its way to the disk becomes the next
/// transaction, so a busy hour costs few fsyncs and a quiet one no delay. Each piece of work is a savepoint: one that fails is
/// rolled back alone. Callers are answered after the commit.
/// </summary>
public sealed partial class StoreWriter : IAsyncDisposable
{
    private const int LargestBatch = 1000;
    private const int LongestQueue = 20_000;

    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    private readonly SqliteConnection connection;
    private readonly Commands commands;
    private readonly LedgerWriter ledger;
    private readonly ChangeFeed feed;
    private readonly TimeProvider time;
    private readonly UlidSource ids;
    private readonly ILogger<StoreWriter> log;
    private readonly Task loop;
    private long dataVersion = -1;

    public StoreWriter(CompanionStore store, ChangeFeed feed, TimeProvider time, UlidSource ids, ILogger<StoreWriter> log)
    {
        this.feed = feed;
        this.time = time;
        this.ids = ids;
        this.log = log;
        connection = store.OpenWriter();
        commands = new Commands(connection);
        ledger = new LedgerWriter();
        Commit([]);
        loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The ledger's head as committed; what a checkpoint signs.</summary>
    public LedgerHead CommittedHead { get; private set; } = null!;

    /// <summary>Called on the writer's thread after a batch was rolled back: what memory holds must be forgotten and read again.</summary>
    public event Action? CachesInvalid;

    /// <summary>Runs the work inside a transaction and answers after the commit.</summary>
    /// <exception cref="StoreUnavailableException">The store could not commit; nothing was written.</exception>
    public async Task<T> WriteAsync<T>(Func<WriteScope, T> work, CancellationToken cancel)
    {
        var item = new Work<T>(work);
        await queue.Writer.WriteAsync(item, cancel);
        return await item.Answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (!queue.Writer.TryComplete())
            return;
        await loop;
        commands.Dispose();
        await connection.DisposeAsync();
    }

    private void Run()
    {
        var batch = new List<Work>(LargestBatch);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            while (batch.Count < LargestBatch && queue.Reader.TryRead(out var work))
                batch.Add(work);
            Commit(batch);
        }
    }

#pragma warning disable CA1031 // The edge of the writer: whatever a piece of work throws belongs to its caller, not to the loop.
    private void Commit(List<Work> batch)
    {
        var headBefore = ledger.Head;
        var changes = new List<Change>();
        try
        {
            using (var transaction = connection.BeginTransaction(deferred: false))
            {
                NoticeOtherWriters(transaction);
                foreach (var work in batch)
                    RunOne(work, transaction, changes);
                transaction.Commit();
            }

            CommittedHead = ledger.Head;
        }
        catch (Exception problem)
        {
            LogCommitFailed(problem, batch.Count);
            ledger.Head = headBefore;
            CachesInvalid?.Invoke();
            foreach (var work in batch)
                work.Fail(new StoreUnavailableException(problem));
            return;
        }

        feed.Publish(changes);
        foreach (var work in batch)
            work.Complete();
    }

    /// <summary>Another process (a command line verb) wrote meanwhile: what is remembered here is no longer what the store has.</summary>
    private void NoticeOtherWriters(SqliteTransaction transaction)
    {
        var version = (long)commands.Scalar(transaction, "PRAGMA data_version")!;
        if (version == dataVersion)
            return;
        dataVersion = version;
        ledger.ReadHead(commands, transaction);
        CachesInvalid?.Invoke();
    }

    private void RunOne(Work work, SqliteTransaction transaction, List<Change> changes)
    {
        var headBefore = ledger.Head;
        transaction.Save("work");
        using var scope = new WriteScope(connection, transaction, commands, ids, time.GetUtcNow());
        try
        {
            work.Run(scope);
            scope.Flush();
            foreach (var fact in scope.Facts)
                ledger.Append(commands, transaction, fact);
            transaction.Release("work");
            changes.AddRange(scope.Changes);
        }
        catch (Exception problem)
        {
            ledger.Head = headBefore;
            work.Failed(problem);
            transaction.Rollback("work");
            transaction.Release("work");
            CachesInvalid?.Invoke();
        }
    }
#pragma warning restore CA1031

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} could not be committed")]
    private partial void LogCommitFailed(Exception problem, int count);

    private abstract class Work
    {
        protected Exception? Problem { get; private set; }

        public abstract void Run(WriteScope scope);

        public abstract void Complete();

        public abstract void Fail(Exception problem);

        public void Failed(Exception problem) => Problem = problem;
    }

    private sealed class Work<T>(Func<WriteScope, T> work) : Work
    {
        private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Answer => answer.Task;

        public override void Run(WriteScope scope) => result = work(scope);

        public override void Complete()
        {
            if (Problem is not null)
                answer.SetException(Problem);
            else
                answer.SetResult(result!);
        }

        public override void Fail(Exception problem) => answer.SetException(problem);
    }
}

/// <summary>The store could not commit (full disk, read-only, gone). Nothing of the work was written.</summary>
public sealed class StoreUnavailableException(Exception inner) : Exception("The store cannot write at the moment.", inner);
