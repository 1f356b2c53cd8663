using System.Net;

namespace Runink.Companion.Intake.Mllp;

/// <summary>What the door knows of one connection while it is open.</summary>
public sealed class MllpConnection(IPAddress from, TimeProvider time, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource closing = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private readonly Lock gate = new();
    private int held;
    private bool isClosed;

    /// <summary>The address, or the network of an IPv6 address.</summary>
    public IPAddress From => from;

    /// <summary>Cancelled when the connection must make room for others, or the door closes.</summary>
    public CancellationToken Closing => closing.Token;

    /// <summary>True once a message has been answered: a sender that works may be silent for long.</summary>
    public bool HasDelivered { get; private set; }

    /// <summary>When its last message began or was answered, as a time stamp of the clock.</summary>
    public long LastUsed { get; private set; } = time.GetTimestamp();

    /// <summary>True while a message is unfinished.</summary>
    public bool IsReading { get; private set; }

    /// <summary>True from the first byte of a message until its answer has left.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Bytes of long messages.</summary>
    public int Held
    {
        get
        {
            lock (gate)
                return held;
        }
    }

    public void Begins()
    {
        if (!IsReading)
            LastUsed = time.GetTimestamp();
        IsReading = IsBusy = true;
    }

    public void IsWhole() => (IsReading, IsBusy) = (false, true);

    public void Answered(bool isUnfinished)
    {
        (HasDelivered, IsReading, IsBusy) = (true, isUnfinished, isUnfinished);
        LastUsed = time.GetTimestamp();
    }

    /// <summary>Nothing of it is on its way any more.</summary>
    public void Rests() => (IsReading, IsBusy) = (false, false);

    public void Close()
    {
        lock (gate)
        {
            if (isClosed)
                return;
            isClosed = true;
            // What hangs on it runs elsewhere: whoever closes another's connection does not wait for it.
            _ = closing.CancelAsync();
        }
    }

    /// <returns>False when it has been closed: what it held is others' by now.</returns>
    public bool TryHold(int bytes)
    {
        lock (gate)
        {
            held += isClosed ? 0 : bytes;
            return !isClosed;
        }
    }

    /// <returns>How many bytes it held of those.</returns>
    public int GiveUp(int bytes)
    {
        lock (gate)
        {
            var given = Math.Min(bytes, held);
            held -= given;
            return given;
        }
    }

    public void Dispose()
    {
        lock (gate)
            isClosed = true;
        closing.Dispose();
    }
}
