using Runink.Companion.Ledger.Anchors;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;

namespace Runink.Companion.Ledger;

/// <summary>
/// Reads the whole chain again, soon after the start and once a day. Before each signature only the newest rows are looked at; one that was changed
/// long after it was signed would wait for somebody who asks.
/// </summary>
public sealed partial class LedgerWatch(LedgerReader reader, CheckpointFile checkpoints, TimestampLog stamps, TimeProvider time, ILogger<LedgerWatch> log) : BackgroundService
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>What the last look found, and when it ended; null until one has.</summary>
    public (LedgerVerification Found, DateTimeOffset At)? Last { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(AfterStart, time, stoppingToken);
        while (true)
        {
            var found = await Task.Run(() => LedgerCheck.Run(reader, checkpoints, stamps, null, null, stoppingToken), stoppingToken);
            Last = (found, time.GetUtcNow());
            if (found.Verdict == LedgerVerdict.Broken)
                LogBroken(found.Finding ?? found.Sentence);
            await Task.Delay(Every, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The ledger does not hold: {Finding}")]
    private partial void LogBroken(string finding);
}
