namespace Runink.Domain.Referrals.Scheduling;

/// <summary>How patients are written to. Settings under <c>Referrals:Patients</c>.</summary>
public sealed class PatientMessageOptions
{
    public const string Section = "Referrals:Patients";

    /// <summary>From when on nobody is written to, by the clock of the site.</summary>
    public TimeOnly QuietFrom { get; set; } = new(20, 0);

    /// <summary>Until when. The same as <see cref="QuietFrom"/>: there are no quiet hours.</summary>
    public TimeOnly QuietUntil { get; set; } = new(8, 0);

    /// <summary>Where the record names no language that there are words in: en, de or es.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Of telephone numbers that are written without one, like +1; empty: such a number gets no text message.</summary>
    public string CountryCode { get; set; } = "";

    /// <summary>The next instant at which a patient may be written to.</summary>
    public DateTimeOffset NextAllowed(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var clock = TimeOnly.FromDateTime(local);
        // IsBetween runs over midnight where it begins later than it ends.
        if (QuietFrom == QuietUntil || !clock.IsBetween(QuietFrom, QuietUntil))
            return now;
        var end = DateOnly.FromDateTime(local).AddDays(clock < QuietUntil ? 0 : 1).ToDateTime(QuietUntil);
        while (zone.IsInvalidTime(end))
            end = end.AddMinutes(30);
        return new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime();
    }

    public IEnumerable<string> Problems()
    {
        if (!VisitTexts.Languages.Contains(Language, StringComparer.Ordinal))
            yield return $"{Section}:Language: one of {string.Join(", ", VisitTexts.Languages)}.";
        if (CountryCode.Length > 0 && (CountryCode[0] != '+' || CountryCode.Length > 5 || !CountryCode.Skip(1).All(char.IsAsciiDigit) || CountryCode.Length < 2))
            yield return $"{Section}:CountryCode: like +1 or +49.";
    }
}
