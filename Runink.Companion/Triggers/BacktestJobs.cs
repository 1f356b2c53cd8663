using System.Collections.Concurrent;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Triggers;

/// <summary>Replays that run on while their caller asks how far they are. They end with the process: nothing depends on them.</summary>
public sealed class BacktestJobs(TriggerUseCases useCases, UlidSource ids, TimeProvider time) : IDisposable
{
    private const int MostOfOne = 4;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Job> jobs = new(StringComparer.Ordinal);

    public Outcome<BacktestJobView> Start(Caller caller, string id, string yaml, BacktestQuery query)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        Forget();
        if (jobs.Values.Count(job => job.Owner == caller.Id && !job.Work.IsCompleted) >= MostOfOne)
            return new Refusal("not-allowed-now", $"{MostOfOne} of your replays run already. Wait for one, or cancel it.");
        var job = new Job(ids.Next(), caller.Id, time.GetUtcNow());
        job.Work = Task.Run(() => useCases.BacktestAsync(caller, id, yaml, query, job, job.Stop.Token), job.Stop.Token);
        jobs[job.Id] = job;
        return View(job);
    }

    public Outcome<BacktestJobView> Find(Caller caller, string job) =>
        jobs.TryGetValue(job, out var found) && found.Owner == caller.Id ? View(found) : new Refusal("not-found", "There is no such replay of yours.");

    public Outcome<BacktestJobView> Cancel(Caller caller, string job)
    {
        if (!jobs.TryGetValue(job, out var found) || found.Owner != caller.Id)
            return new Refusal("not-found", "There is no such replay of yours.");
        found.Stop.Cancel();
        return View(found);
    }

    public void Dispose()
    {
        foreach (var job in jobs.Values)
        {
            job.Stop.Cancel();
            job.Stop.Dispose();
        }
    }

    private static BacktestJobView View(Job job)
    {
        if (job.Stop.IsCancellationRequested && job.Work is not { IsCompletedSuccessfully: true })
            return new(job.Id, "cancelled", job.Done, null, null);
        if (!job.Work.IsCompleted)
            return new(job.Id, "running", job.Done, null, null);
        if (!job.Work.IsCompletedSuccessfully)
            return new(job.Id, "failed", job.Done, null, "The replay broke off.");
        var outcome = job.Work.Result;
        return outcome.Refusal is { } refusal ? new(job.Id, "failed", job.Done, null, refusal.Message) : new(job.Id, "done", 1, outcome.Value, null);
    }

    private void Forget()
    {
        var before = time.GetUtcNow() - Kept;
        foreach (var old in jobs.Values.Where(job => job.Work.IsCompleted && job.At < before))
        {
            if (jobs.TryRemove(old.Id, out _))
                old.Stop.Dispose();
        }
    }

    private sealed class Job(string id, string owner, DateTimeOffset at) : IProgress<double>
    {
        public string Id => id;

        public string Owner => owner;

        public DateTimeOffset At => at;

        public CancellationTokenSource Stop { get; } = new();

        public double Done { get; private set; }

        public Task<Outcome<BacktestView>> Work { get; set; } = Task.FromResult(default(Outcome<BacktestView>));

        public void Report(double value) => Done = Math.Round(value, 3);
    }
}
