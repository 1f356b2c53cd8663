namespace Runink.Domain.Triggers.Compilation;

/// <summary>What each node yielded, for an explanation.</summary>
internal sealed class Trace(int nodes, TimeZoneInfo zone)
{
    /// <summary>Of the hospital: instants are told by its clocks.</summary>
    public TimeZoneInfo Zone => zone;

    private readonly NodeResult[] results = new NodeResult[nodes];

    public NodeResult this[Code node] => results[node.Index];

    public void Put(Code node, Verdict verdict, UnknownCauses causes) => results[node.Index] = new(true, verdict, default, causes);

    public void Put(Code node, Value value) => results[node.Index] = new(true, Verdict.Unknown, value, value.Known ? UnknownCauses.None : value.Cause);
}

internal readonly record struct NodeResult(bool Seen, Verdict Verdict, Value Value, UnknownCauses Causes);
