using Runink.Domain.Foundation;

namespace Runink.Domain.Signals;

/// <param name="Years">Completed years.</param>
/// <param name="Birthday">UTC ticks of the start of the last birthday.</param>
/// <param name="NextBirthday">UTC ticks of the instant at which another year is complete.</param>
internal readonly record struct PatientAge(DateOnly Born, int Years, long Birthday, long NextBirthday)
{
    /// <param name="zone">Of the hospital: a birthday begins at its midnight. In a common year one of the 29th of February is the 28th.</param>
    public static PatientAge Of(DateOnly born, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = LocalTimes.Day(now, zone);
        var years = today.Year - born.Year;
        // In a common year the 29th of February comes of age on the 28th, as AddYears has it.
        if (born.AddYears(years) > today)
            years--;
        return new(born, Math.Max(0, years), Start(years), years < 150 ? Start(years + 1) : long.MaxValue);

        long Start(int after) => LocalTimes.StartOf(born.AddYears(after), zone).UtcTicks;
    }
}
