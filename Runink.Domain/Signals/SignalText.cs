namespace Runink.Domain.Signals;

/// <summary>Reads what feeds write where yes or no is meant; LA33-6 and LA32-8 are LOINC's answers Yes and No.</summary>
public static class SignalText
{
    /// <summary>Null when the text is neither.</summary>
    public static bool? Truth(string value) => value.Trim().ToUpperInvariant() switch
    {
        "Y" or "YES" or "TRUE" or "1" or "T" or "ACTIVE" or "POS" or "POSITIVE" or "DETECTED" or "PRESENT" or "LA33-6" => true,
        "N" or "NO" or "FALSE" or "0" or "F" or "INACTIVE" or "NEG" or "NEGATIVE" or "NOT DETECTED" or "ABSENT" or "LA32-8" => false,
        _ => null,
    };
}
