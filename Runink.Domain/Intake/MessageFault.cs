namespace Runink.Domain.Intake;

/// <summary>Why a message cannot be taken in.</summary>
/// <param name="Permanent">True when the same bytes will never be accepted by this door (HL7 AR); false when they break the contract (AE).</param>
/// <param name="Place">As people name it: <c>PID-3</c>, <c>OBX[2]-5.1</c>, <c>Bundle.entry[3].resource.birthDate</c>; null for the whole.</param>
/// <param name="Code">HL7 table 0357 condition, e.g. 101 required field missing.</param>
/// <param name="Line">1-based line of the text where it is known.</param>
public sealed record MessageFault(bool Permanent, string? Place, int Code, string Text, int? Line = null)
{
    /// <summary>The device for whose sake it cannot be; null for all other reasons.</summary>
    public DeviceNotice? Device { get; init; }
}

/// <summary>Either what a message says, or why it cannot be read.</summary>
public readonly record struct Reading(ClinicalMessage? Message, MessageFault? Fault)
{
    public static implicit operator Reading(ClinicalMessage message) => new(message, null);

    public static implicit operator Reading(MessageFault fault) => new(null, fault);
}
