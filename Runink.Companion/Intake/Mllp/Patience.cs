namespace Runink.Companion.Intake.Mllp;

/// <summary>How long one step of a conversation may take. One clock serves all steps: a connection has thousands of them.</summary>
internal sealed class Patience(TimeProvider time, CancellationToken closing) : IDisposable
{
    private CancellationTokenSource clock = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenSource? both;

    /// <summary>True when it ended by the clock.</summary>
    public bool IsOver => clock.IsCancellationRequested && !closing.IsCancellationRequested;

    /// <summary>Starts anew. The clock may have run out over something that was not asked to hurry.</summary>
    public CancellationToken Until(TimeSpan left)
    {
        if (clock.IsCancellationRequested)
        {
            Dispose();
            (clock, both) = (new CancellationTokenSource(Timeout.InfiniteTimeSpan, time), null);
        }

        both ??= CancellationTokenSource.CreateLinkedTokenSource(clock.Token, closing);
        clock.CancelAfter(left);
        return both.Token;
    }

    public void Dispose()
    {
        both?.Dispose();
        clock.Dispose();
    }
}
