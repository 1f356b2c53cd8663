namespace Runink.Domain.Signals;

/// <summary>Reads what feeds write where yes or no is meant.</summary>
public static class SignalText
{
    /// <summary>Null when the text is neither.</summary>
    public static bool? Truth(string value) => value.Trim().ToUpperInvariant() switch
    {
        "Y" or "YES" or "TRUE" or "1" or "T" or "ACTIVE" or "POS" or "POSITIVE" => true,
        "N" or "NO" or "FALSE" or "0" or "F" or "INACTIVE" or "NEG" or "NEGATIVE" => false,
        _ => null,
    };
}
