namespace Runink.Companion.Delivery.Endpoints;

/// <summary>How a registered endpoint stands. Its address is only a host here: paths and queries may be secrets.</summary>
/// <param name="LastSuccessAt">When it took a message last; null when it never did.</param>
/// <param name="Failures">In a row, in which it did not answer as it should.</param>
/// <param name="LeftAloneUntil">Nothing is tried before.</param>
/// <param name="Note">What this way cannot do.</param>
public sealed record EndpointRow(
    string Name, string Kind, string Host, bool MayCarryPhi, DateTimeOffset? LastSuccessAt, int Failures, DateTimeOffset? LeftAloneUntil, int Waiting, int Failed, string Note)
{
    /// <summary>working, failing, left-alone or unused.</summary>
    public string State => this switch
    {
        { LeftAloneUntil: not null } => "left-alone",
        { Failures: > 0 } => "failing",
        { LastSuccessAt: null } => "unused",
        _ => "working",
    };
}
