namespace Runink.Domain.Escalations;

/// <summary>Why a firing was not useful, as whoever closed it says; the share of useful ones is a trigger's positive predictive value.</summary>
public static class EscalationFeedback
{
    public static IReadOnlyDictionary<string, string> NotUseful { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["known"] = "We knew and were dealing with it",
        ["false-value"] = "The value was wrong",
        ["not-actionable"] = "Nothing needed to be done",
        ["wrong-person"] = "It came to the wrong people",
        ["too-late"] = "It came too late",
        ["repeat"] = "It repeated what another one said",
    };
}
