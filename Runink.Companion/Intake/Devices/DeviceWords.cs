using System.Globalization;
using Runink.Domain.Devices;

namespace Runink.Companion.Intake.Devices;

/// <summary>What is known of a device, as people say it.</summary>
internal static class DeviceWords
{
    public static string Clock(ClockVerdict verdict) => verdict.Name switch
    {
        ClockVerdict.Ahead => $"Clock {DeviceClock.Words(verdict.Offset)}",
        ClockVerdict.Behind => $"Clock {DeviceClock.Words(verdict.Offset)}",
        ClockVerdict.BehindOrLate => $"{DeviceClock.Words(verdict.Offset)}, or all of it late",
        _ => State(verdict.Name).Word,
    };

    /// <summary>The word, the icon and the colour of a clock.</summary>
    public static (string Word, string Icon, string Chip) State(string clock) => clock switch
    {
        ClockVerdict.Ahead => ("Clock ahead", "clock", "critical"),
        ClockVerdict.Behind => ("Clock behind", "clock", "high"),
        ClockVerdict.BehindOrLate => ("Behind or late", "clock", "high"),
        ClockVerdict.Late => ("Sends late", "clock", "low"),
        ClockVerdict.Right => ("Clock right", "check", "ok"),
        ClockVerdict.Unheard => ("Not heard", "dots", ""),
        _ => ("Not known yet", "dots", ""),
    };

    /// <summary>From measuring to arrival.</summary>
    public static string Age(long seconds) => Math.Abs(seconds) switch
    {
        < 2 => "at once",
        var long_ => string.Create(CultureInfo.InvariantCulture, $"{DeviceClock.Spoken(TimeSpan.FromSeconds(long_))} {(seconds < 0 ? "in the future" : "later")}"),
    };
}
