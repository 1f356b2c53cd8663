namespace Runink.Domain.Triggers.Compilation;

/// <summary>What each node yielded, for an explanation.</summary>
internal sealed class Trace(int nodes, TimeZoneInfo zone)
{
    /// <summary>Of the hospital: instants are told by its clocks.</summary>
    public TimeZoneInfo Zone => zone;

    private readonly NodeResult[] results = new NodeResult[nodes];

    public NodeResult this[Code node] => results[node.Index];

    public void Put(Code node, Verdict verdict, UnknownCauses causes) => results[node.Index] = new(true, verdict, default, causes) { Present = results[node.Index].Present, Item = results[node.Index].Item };

    /// <summary>Why something is not missing, of the node that asks whether it is.</summary>
    public void Put(Code node, Presence? present) => results[node.Index] = results[node.Index] with { Present = present };

    /// <summary>Of which item the node is told.</summary>
    public void Put(EachCode node, ItemFound item) => results[node.Index] = results[node.Index] with { Item = item };

    public void Put(Code node, Value value) => results[node.Index] = new(true, Verdict.Unknown, value, value.Known ? UnknownCauses.None : value.Cause);
}

internal readonly record struct NodeResult(bool Seen, Verdict Verdict, Value Value, UnknownCauses Causes)
{
    public Presence? Present { get; init; }

    public ItemFound Item { get; init; }
}

/// <summary>Why an absence does not hold.</summary>
/// <param name="Came">Since the event; of an absence without one, since the newest value. Null when none came.</param>
/// <param name="Event">Since the event or the start of the stay, from which the time counts; null when there is neither.</param>
internal readonly record struct Presence(TimeSpan? Came, TimeSpan? Event);
