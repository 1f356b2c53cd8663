using System.Net;
using Microsoft.Extensions.Options;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Who is connected, and what all of them together may hold: places and bytes.</summary>
public sealed class MllpConnections(IOptions<MllpOptions> options, TimeProvider time)
{
    /// <summary>A long message on a hospital's network is here by then; an older unfinished one gives its room to others.</summary>
    private static readonly TimeSpan Unhurried = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly HashSet<MllpConnection> open = [];
    private long unfinished;

    public int Count
    {
        get
        {
            lock (gate)
                return open.Count;
        }
    }

    /// <summary>How many messages are on their way and not whole yet.</summary>
    public int Unfinished
    {
        get
        {
            lock (gate)
                return open.Count(connection => connection.IsReading);
        }
    }

    /// <summary>Bytes of long messages that are unfinished or being taken in.</summary>
    public long UnfinishedBytes => Interlocked.Read(ref unfinished);

    /// <returns>Null when nobody could be asked to leave for it.</returns>
    public MllpConnection? TryAdmit(IPAddress? address, CancellationToken stopping)
    {
        var from = Network(address);
        MllpConnection? leaves = null;
        MllpConnection connection;
        lock (gate)
        {
            var ofAddress = open.Where(one => one.From.Equals(from)).ToList();
            var crowd = ofAddress.Count >= options.Value.MaxConnectionsPerAddress ? ofAddress : open.Count >= options.Value.MaxConnections ? [.. open] : null;
            if (crowd is not null)
            {
                leaves = crowd.Where(one => !one.IsBusy).OrderBy(one => one.HasDelivered).ThenBy(one => one.LastUsed).FirstOrDefault();
                if (leaves is null)
                    return null;
                open.Remove(leaves);
            }

            connection = new MllpConnection(from, time, stopping);
            open.Add(connection);
        }

        leaves?.Close();
        return connection;
    }

    public void Leave(MllpConnection connection)
    {
        lock (gate)
            open.Remove(connection);
        Give(connection, connection.Held);
    }

    /// <summary>Room for a piece of a long message; the one that has been unfinished for longest loses its own when there is none.</summary>
    public bool TryTake(MllpConnection connection, int bytes)
    {
        if (Fits(connection, bytes))
            return true;
        MllpConnection? slowest;
        lock (gate)
            slowest = open.Where(one => one != connection && one.IsReading && one.Held > 0 && time.GetElapsedTime(one.LastUsed) > Unhurried).MinBy(one => one.LastUsed);
        if (slowest is null)
            return false;
        slowest.Close();
        Give(slowest, slowest.Held);
        return Fits(connection, bytes);
    }

    public void Give(MllpConnection connection, int bytes) => Interlocked.Add(ref unfinished, -connection.GiveUp(bytes));

    private bool Fits(MllpConnection connection, int bytes)
    {
        long held;
        do
        {
            held = Interlocked.Read(ref unfinished);
            if (held + bytes > options.Value.MaxUnfinishedBytes)
                return false;
        }
        while (Interlocked.CompareExchange(ref unfinished, held + bytes, held) != held);

        if (connection.TryHold(bytes))
            return true;
        Interlocked.Add(ref unfinished, -bytes);
        return false;
    }

    /// <summary>An address of IPv6 stands for its network of 64 bits, which one sender has whole.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null)
            return IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length == 16)
            bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
