namespace Runink.Domain.Signals.Scores;

/// <summary>Alert, new Confusion, Voice, Pain, Unresponsive.</summary>
internal static class Acvpu
{
    /// <summary>Null when the text is none of the five.</summary>
    public static bool? IsAlert(string value) => value.Trim().ToUpperInvariant() switch
    {
        "A" or "ALERT" => true,
        "C" or "V" or "P" or "U" or "CONFUSION" or "CONFUSED" or "VOICE" or "PAIN" or "UNRESPONSIVE" => false,
        _ => null,
    };
}
