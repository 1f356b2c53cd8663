using Runink.Domain.Intake;

namespace Runink.Domain.Pipeline.Reception;

/// <summary>What became of one message, and what its sender is told.</summary>
/// <param name="Answer">The acknowledgement of original mode: AA, AE or AR.</param>
/// <param name="Fault">Why it was not taken in; null when it was.</param>
/// <param name="IsRepeat">True when it was known already.</param>
public sealed record Hl7Reception(string Answer, MessageFault? Fault = null, bool IsRepeat = false)
{
    /// <summary>The feed of a message that was read; null when it could not be.</summary>
    public string? Source { get; init; }

    /// <summary>HL7 table 0357, application record locked: nothing of the message is kept, not even in quarantine.</summary>
    internal const int StoreIsAway = 206;

    /// <summary>False when the message is nowhere but with its sender.</summary>
    public bool IsKept => Fault?.Code != StoreIsAway;
}
