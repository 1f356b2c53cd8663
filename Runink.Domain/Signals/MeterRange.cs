namespace Runink.Domain.Signals;

/// <summary>
/// Between which numbers a bedside meter shows one: outside it shows LO or HI, which are open intervals and not "no number".
/// </summary>
/// <param name="Low">In the canonical unit of the concept: LO is anything below.</param>
/// <param name="High">HI is anything above.</param>
public sealed record MeterRange(decimal Low, decimal High)
{
    /// <summary>Null when the text is neither.</summary>
    public Interval? Read(string text)
    {
        // Digits are the common case and never a word.
        if (text.Length is < 2 or > 24 || char.IsAsciiDigit(text[0]))
            return null;
        return text.Trim().Trim('<', '>', ' ', '(', ')', '*').ToUpperInvariant() switch
        {
            "LO" or "LOW" or "BELOW RANGE" or "BELOW METER RANGE" or "UNDER RANGE" or "BELOW LIMIT" or "TOO LOW" or "CRITICAL LOW" => new(0, Low, false, true),
            "HI" or "HIGH" or "ABOVE RANGE" or "ABOVE METER RANGE" or "OVER RANGE" or "ABOVE LIMIT" or "TOO HIGH" or "CRITICAL HIGH" => new(High, decimal.MaxValue, true),
            _ => null,
        };
    }
}
