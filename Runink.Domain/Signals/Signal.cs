namespace Runink.Domain.Signals;

/// <summary>How far a value may be trusted, from OBX-11 or Observation.status.</summary>
public enum SignalStatus { Final, Preliminary, Corrected, EnteredInError, Unknown }

/// <summary>
/// One clinical fact about one patient: what was seen, when it was true and when we learnt it.
/// </summary>
/// <param name="Concept">Name in the vocabulary, e.g. <c>lab.lactate</c>.</param>
/// <param name="Value">The value as it was received: a number, an interval such as <c>&lt;0.5</c>, a code or text.</param>
/// <param name="Unit">The unit as it was received (UCUM where known); null when there was none.</param>
/// <param name="At">Clinical time: when it was true of the patient.</param>
/// <param name="RecordedAt">When it reached us.</param>
/// <param name="SourceMessage">Id of the message that carried it.</param>
/// <param name="Key">What its sender calls it; null when it has no number.</param>
/// <param name="VersionAt">When its sender said it so; null when that is not known.</param>
public sealed record Signal(
    string Concept,
    string Value,
    string? Unit,
    DateTimeOffset At,
    DateTimeOffset RecordedAt,
    SignalStatus Status,
    string SourceMessage,
    ResultKey? Key = null,
    DateTimeOffset? VersionAt = null)
{
    /// <summary>What its laboratory says beside it; null when it says nothing.</summary>
    public ResultMarks? Marks { get; init; }

    /// <summary>The order, referral, authorization or appointment that it is about, as its sender numbers it; null when that is not said.</summary>
    public string? Item { get; init; }

    /// <summary>Whether two versions of one result say the same of the patient.</summary>
    public bool SaysTheSameAs(Signal other) =>
        Concept == other.Concept && Value == other.Value && Unit == other.Unit && At == other.At
        && (Status == SignalStatus.EnteredInError) == (other.Status == SignalStatus.EnteredInError);

    internal bool WasSaidAfter(Signal other) => VersionAt is { } version && other.VersionAt is { } known && version >= known;

    /// <summary>
    /// Whether this is a later version than the other of the same result, in whatever order they came: the one that was sent
    /// later; of two sent at once the one with more weight. Where the time of sending is not known, the one that came later,
    /// but what is preliminary does not follow what was final.
    /// </summary>
    public bool Supersedes(Signal other)
    {
        if (VersionAt is { } version && other.VersionAt is { } known)
        {
            if (version != known)
                return version > known;
            if (Weight != other.Weight)
                return Weight > other.Weight;
        }
        else if (Status == SignalStatus.Preliminary && other.Status is SignalStatus.Final or SignalStatus.Corrected)
        {
            return false;
        }

        return RecordedAt >= other.RecordedAt;
    }

    private int Weight => Status switch
    {
        SignalStatus.Preliminary => 0,
        SignalStatus.Unknown => 1,
        SignalStatus.Final => 2,
        SignalStatus.Corrected => 3,
        SignalStatus.EnteredInError => 4,
    };
}
