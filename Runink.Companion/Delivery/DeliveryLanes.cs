using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>A lane for each server that messages go to, made when the first one does.</summary>
public sealed class DeliveryLanes(IEnumerable<IDeliveryChannel> channels, IOptions<DeliveryOptions> options, TimeProvider time)
{
    private readonly Dictionary<string, IDeliveryChannel> byName = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeliveryLane> lanes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when there is no such channel.</summary>
    public DeliveryLane? Of(string channel, string to) => !byName.TryGetValue(channel, out var known) ? null
        : known.IsServerForEachReceiver ? lanes.GetOrAdd($"{channel}/{to}", _ => new DeliveryLane(known, to, options.Value, time))
        : lanes.GetOrAdd(channel, _ => new DeliveryLane(known, null, options.Value, time));

    /// <summary>Where nothing more can be taken now: names of channels, or channel/receiver.</summary>
    public List<string> Full => [.. lanes.Where(lane => lane.Value.IsFull).Select(lane => lane.Value.To is { } to ? $"{lane.Value.Channel.Name}/{to}" : lane.Value.Channel.Name)];
}
