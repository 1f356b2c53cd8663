using System.Globalization;
using Runink.Domain.Delivery;

namespace Runink.Domain.Store.Archive;

/// <summary>
/// What cannot simply go on at another place. A message that was about to leave may have left meanwhile: nobody is told twice by two
/// houses, a person decides. A partner's link ends, because what opened it did not come along.
/// </summary>
internal sealed class SiteArrival(DateTimeOffset exportedAt)
{
    private readonly long exportedTicks = exportedAt.UtcTicks;

    public long Waiting { get; private set; }

    public long Links { get; private set; }

    public IEnumerable<object?[]> Settled(IEnumerable<object?[]> rows, StoreTable table) => table.Name switch
    {
        "outbox" => rows.Select(row => Message(row, table)),
        "partnerlinks" => rows.Select(row => Link(row, table)),
        _ => rows,
    };

    private object?[] Message(object?[] row, StoreTable table)
    {
        if (row[table.IndexOf("status")] is not nameof(OutboxStatus.Pending))
            return row;
        Waiting++;
        row[table.IndexOf("status")] = nameof(OutboxStatus.Failed);
        row[table.IndexOf("doneat")] = exportedTicks;
        row[table.IndexOf("nextattemptat")] = null;
        row[table.IndexOf("receipt")] = string.Create(
            CultureInfo.InvariantCulture, $"It waited when the site was exported ({exportedAt:yyyy-MM-dd HH:mm} UTC); whether it was sent from there is not known here");
        return row;
    }

    private object?[] Link(object?[] row, StoreTable table)
    {
        if (row[table.IndexOf("revokedat")] is null)
        {
            if (row[table.IndexOf("expiresat")] is long ends && ends > exportedTicks)
                Links++;
            row[table.IndexOf("revokedat")] = exportedTicks;
        }

        return row;
    }
}
