namespace Runink.Domain.Devices;

/// <summary>What is asked of devices. Settings under <c>Intake:Devices</c>.</summary>
public sealed class DeviceOptions
{
    public const string Section = "Intake:Devices";

    /// <summary>Feeds whose readings count only from devices that are paired with the patient. None: a device that nobody paired is listed, and its readings count for whom the message names.</summary>
    public string[] PairedOnly { get; set; } = [];

    /// <summary>How many minutes the clock of a device may be off before somebody is called.</summary>
    public int ClockToleranceMinutes { get; set; } = 5;

    public TimeSpan ClockTolerance => TimeSpan.FromMinutes(ClockToleranceMinutes);

    public IEnumerable<string> Problems()
    {
        if (ClockToleranceMinutes is < 1 or > 1440)
            yield return $"{Section}:ClockToleranceMinutes: 1 to 1440.";
    }
}
