namespace Runink.Domain.Devices;

/// <summary>What measures patients, as feeds name it. It comes to be here by being named; nobody has to enter it.</summary>
public sealed class Device
{
    public required string Id { get; init; }

    /// <summary>Who gave its number.</summary>
    public required string System { get; init; }

    public required string Value { get; init; }

    public string? Kind { get; set; }

    public string? Maker { get; set; }

    public string? Model { get; set; }

    /// <summary>The feed that named it last.</summary>
    public required string Source { get; set; }

    public required DateTimeOffset FirstHeardAt { get; init; }

    public required DateTimeOffset LastHeardAt { get; set; }

    /// <summary>In percent, as it said last; null when it never said.</summary>
    public string? Battery { get; set; }

    public DateTimeOffset? BatteryAt { get; set; }

    /// <summary>How long it was worn in a day, as it said last, in its own unit; null when it never said.</summary>
    public string? Worn { get; set; }

    public DateTimeOffset? WornAt { get; set; }

    /// <summary>What was last decided of its clock: a name of <see cref="ClockVerdict"/>.</summary>
    public string Clock { get; set; } = ClockVerdict.TooFew;

    /// <summary>What people call it: its model or kind, else its number.</summary>
    public string Name => Model is null ? Kind ?? Value : Maker is null || Model.StartsWith(Maker, StringComparison.OrdinalIgnoreCase) ? Model : $"{Maker} {Model}";
}

/// <summary>A device was heard in a message. What was measured stands with the patient.</summary>
public sealed class DeviceReading
{
    public required string DeviceId { get; init; }

    public required string MessageId { get; init; }

    public required string PatientId { get; init; }

    /// <summary>When the newest of it was measured, as the device says.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the device sent it, by its own clock; null when not said.</summary>
    public DateTimeOffset? SentAt { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

/// <summary>Who wears or uses a device, from when to when. What is over stays.</summary>
public sealed class DevicePairing
{
    public required string Id { get; init; }

    public required string DeviceId { get; init; }

    /// <summary>The record that was chosen. Where it was merged into another since, that one is meant.</summary>
    public required string PatientId { get; init; }

    public required DateTimeOffset FromAt { get; init; }

    /// <summary>From then on no more; null while nobody has ended it.</summary>
    public DateTimeOffset? UntilAt { get; set; }

    public required string PairedBy { get; init; }

    public required DateTimeOffset PairedAt { get; init; }

    public string? Note { get; init; }

    public string? EndedBy { get; set; }
}
