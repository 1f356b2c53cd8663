using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Dialects;

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

    // The one reader is a thread that sleeps: whoever brings work wakes it, and not a thread of the pool in between.
    private readonly Channel<Work> queue = Channel.CreateBounded<Work>(new BoundedChannelOptions(LongestQueue) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly CompanionStore store;
    private readonly LedgerWriter ledger = new();
    private readonly ChangeFeed feed;
    private readonly TimeProvider time;
    private readonly UlidSource ids;
    private readonly ILogger<StoreWriter> log;
    private readonly Task loop;
    private Line? line;
    private int alone;

    public StoreWriter(CompanionStore store, ChangeFeed feed, TimeProvider time, UlidSource ids, ILogger<StoreWriter> log)
    {
        this.store = store;
        this.feed = feed;
        this.time = time;
        this.ids = ids;
        this.log = log;
        Commit([]);
        loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The ledger's head as committed; what a checkpoint signs.</summary>
    public LedgerHead CommittedHead { get; private set; } = LedgerHead.Empty;

    /// <summary>How much waits for the writer, and how much may.</summary>
    public (int Waiting, int Most) Queue => (queue.Reader.Count, LongestQueue);

    /// <summary>The store's file that is gone or another one than the one that is open; null when all are in their place.</summary>
    public string? LostFile => line?.Files?.FirstLost();

    /// <summary>Called on the writer's thread after a batch was rolled back: what memory holds must be forgotten and read again.</summary>
    public event Action? CachesInvalid;

    /// <summary>Called on the writer's thread after one piece of work was undone: what it touched in memory must be forgotten.</summary>
    public event Action? WorkUndone;

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
        line?.Dispose();
    }

    private void Run()
    {
        var batch = new List<Work>(LargestBatch);
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            var most = alone > 0 ? 1 : LargestBatch;
            while (batch.Count < most && queue.Reader.TryRead(out var work))
                batch.Add(work);
            Commit(batch);
            alone = Math.Max(0, alone - 1);
        }
    }

#pragma warning disable CA1031 // The edge of the writer: whatever a piece of work throws belongs to its caller, not to the loop.
    private void Commit(List<Work> batch)
    {
        var headBefore = ledger.Head;
        var changes = new List<Change>();
        var began = Stopwatch.GetTimestamp();
        using var activity = batch.Count > 0 ? Measures.Activities.StartActivity("store commit") : null;
        activity?.SetTag("runink.batch.size", batch.Count);
        try
        {
            line ??= new Line(store);
            using (var transaction = store.Dialect.Begin(line.Connection))
            {
                NoticeOtherWriters(line, transaction);
                // By now the database has opened all of its files.
                line.Files ??= new KnownPlaces(store.Dialect.Files);
                line.RefuseIfLost();
                foreach (var work in batch)
                    RunOne(work, line, transaction, changes);
                transaction.Commit();
            }

            // What was committed to a file that is no longer in its place is nowhere: nobody may be told that it is kept.
            line.RefuseIfLost();
            CommittedHead = ledger.Head;
            Measures.Commits.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            Measures.Batches.Record(batch.Count);
        }
        catch (Exception problem)
        {
            LogCommitFailed(problem, batch.Count);
            ledger.Head = headBefore;
            CachesInvalid?.Invoke();
            // Where one piece of work brought the others down with it, the next ones stand alone: the culprit then only harms itself.
            var fell = store.Dialect.DoomsTransactions && line?.Connection.State == ConnectionState.Open;
            if (fell && batch.Count > 1)
                alone = 2 * batch.Count;
            var culprit = fell && batch is [{ Problem: { } own }] ? own : null;
            HangUp();
            line?.LookAgain(store);
            foreach (var work in batch)
                work.Fail(culprit ?? new StoreUnavailableException(problem));
            return;
        }

        feed.Publish(changes);
        foreach (var work in batch)
            work.Complete();
    }

    /// <summary>A server that went away is called again with the next batch.</summary>
    private void HangUp()
    {
        if (!store.Dialect.Reconnects)
            return;
        try
        {
            line?.Dispose();
        }
        catch (Exception problem)
        {
            LogHungUp(problem);
        }

        line = null;
    }

    /// <summary>Another process (a command line verb) wrote meanwhile: what is remembered here is no longer what the store has.</summary>
    private void NoticeOtherWriters(Line to, DbTransaction transaction)
    {
        if (to.Watch.Look(to.Commands, transaction, ledger.Head) is not { } found)
            return;
        ledger.Head = found;
        CachesInvalid?.Invoke();
    }

    private void RunOne(Work work, Line to, DbTransaction transaction, List<Change> changes)
    {
        var headBefore = ledger.Head;
        to.Commands.BeginWork(transaction);
        using var scope = new WriteScope(store.Dialect, to.Connection, transaction, to.Commands, ids, time.GetUtcNow());
        try
        {
            work.Run(scope);
            scope.Flush();
            foreach (var fact in scope.Facts)
                ledger.Append(to.Commands, transaction, fact);
            to.Commands.KeepWork(transaction);
            changes.AddRange(scope.Changes);
        }
        catch (Exception problem)
        {
            ledger.Head = headBefore;
            work.Failed(problem);
            to.Commands.UndoWork(transaction);
            WorkUndone?.Invoke();
        }
    }
#pragma warning restore CA1031

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Count} could not be committed")]
    private partial void LogCommitFailed(Exception problem, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connection that failed could not be closed in order")]
    private partial void LogHungUp(Exception problem);

    /// <summary>The connection that writes, with what is remembered of it.</summary>
    private sealed class Line : IDisposable
    {
        public Line(CompanionStore store)
        {
            Connection = store.OpenWriter();
            Commands = new Commands(Connection, store.Dialect);
            Watch = store.Dialect.Watch();
        }

        public DbConnection Connection { get; }

        public Commands Commands { get; }

        public HeadWatch Watch { get; private set; }

        /// <summary>Null until the first transaction.</summary>
        public KnownPlaces? Files { get; set; }

        /// <exception cref="StoreMovedException">A file of the store is not in its place.</exception>
        public void RefuseIfLost()
        {
            if (Files!.FirstLost() is { } lost)
                throw new StoreMovedException(lost);
        }

        /// <summary>What failed may have reached the file after all: the head is read again.</summary>
        public void LookAgain(CompanionStore store) => Watch = store.Dialect.Watch();

        public void Dispose()
        {
            Commands.Dispose();
            Connection.Dispose();
        }
    }

    private abstract class Work
    {
        public Exception? Problem { get; private set; }

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

/// <summary>A file of the store was taken away or replaced under the running program.</summary>
public sealed class StoreMovedException(string file) : IOException($"{file} is not the file that is open: it was removed or replaced.");

/// <summary>The store could not commit (full disk, read-only, gone). Nothing of the work was written.</summary>
public sealed class StoreUnavailableException(Exception inner) : Exception("The store cannot write at the moment.", inner);
