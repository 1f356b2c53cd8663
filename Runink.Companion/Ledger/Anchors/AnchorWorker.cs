using Runink.Domain.Ledger;
using Runink.Domain.Store;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>Takes the newest signed line to each place outside, each at its own pace: one that hangs keeps nobody waiting.</summary>
public sealed partial class AnchorWorker(LedgerSigner signer, AnchorOptions options, IEnumerable<LedgerAnchor> anchors, TimeProvider time, ILogger<AnchorWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Place> places = [.. anchors.Select(anchor => new Place(anchor))];

    /// <summary>Which copy could not be made, and why; null when all are.</summary>
    public string? Problem => places.Find(place => place.Problem is not null) is { } place ? $"{place.Anchor.Name}: {place.Problem}" : null;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(places.Select(place => KeepAsync(place, stoppingToken)));

    private async Task KeepAsync(Place place, CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (signer.Line is { } line && LedgerCheckpoint.FromLine(line) is { } checkpoint && IsDue(place, checkpoint))
                    await SendAsync(place, checkpoint, line, stopping);
                await Task.Delay(Interval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private bool IsDue(Place place, LedgerCheckpoint checkpoint) => place.Last is not { } last
        || (checkpoint != last && (checkpoint.Kind != CheckpointKind.Head || time.GetUtcNow() - last.At >= options.Every || checkpoint.Seq - last.Seq >= options.EveryRows));

#pragma warning disable CA1031 // A place elsewhere fails in ways of its own; all of them are said on the health page, and tried again.
    private async Task SendAsync(Place place, LedgerCheckpoint checkpoint, string line, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await place.Anchor.SendAsync(checkpoint, line, patience.Token);
            (place.Last, place.Problem) = (checkpoint, null);
        }
        catch (Exception problem) when (!stopping.IsCancellationRequested)
        {
            if (place.Problem is null)
                LogFailed(place.Anchor.Name, problem);
            place.Problem = problem is OperationCanceledException ? "it does not answer." : problem.Message;
        }
    }
#pragma warning restore CA1031

    [LoggerMessage(Level = LogLevel.Error, Message = "The checkpoint could not be taken to the {Place}; it is tried again")]
    private partial void LogFailed(string place, Exception problem);

    private sealed class Place(LedgerAnchor anchor)
    {
        public LedgerAnchor Anchor => anchor;

        public LedgerCheckpoint? Last { get; set; }

        public string? Problem { get; set; }
    }
}

/// <summary>A place outside that keeps signed lines.</summary>
public abstract class LedgerAnchor
{
    public abstract string Name { get; }

    /// <exception cref="IOException">Or whatever else the place fails with: it is tried again.</exception>
    public abstract Task SendAsync(LedgerCheckpoint checkpoint, string line, CancellationToken cancel);
}
