namespace Runink.Domain.Signals;

/// <param name="Years">Completed years.</param>
/// <param name="Birthday">UTC ticks of the start of the last birthday.</param>
/// <param name="NextBirthday">UTC ticks of the instant at which another year is complete.</param>
internal readonly record struct PatientAge(DateOnly Born, int Years, long Birthday, long NextBirthday)
{
    public static PatientAge Of(DateOnly born, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.DateTime);
        var years = today.Year - born.Year;
        if (born.AddYears(years) > today)
            years--;
        return new(born, Math.Max(0, years), Start(years), years is >= 0 and < 150 ? Start(years + 1) : long.MaxValue);

        long Start(int after) => new DateTimeOffset(born.AddYears(after), TimeOnly.MinValue, now.Offset).UtcTicks;
    }
}
