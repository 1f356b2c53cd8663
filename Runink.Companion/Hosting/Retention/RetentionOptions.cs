using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Runink.Companion.Hosting.Retention;

/// <summary>After how many days what is kept is removed; 0 keeps it for ever. Settings under <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    private const int Longest = 36_500;

    /// <summary>A message that is sent again, a merge that is taken apart: somebody may still ask for it.</summary>
    private const int Shortest = 30;

    /// <summary>Triggers look back a year for what a patient's values were before.</summary>
    private const int ShortestOfSignals = 400;

    /// <summary>The bytes of messages as they came. Who sent what when, and its hash, stay.</summary>
    [Range(0, Longest)]
    public int MessageDays { get; set; }

    /// <summary>Values of patients.</summary>
    [Range(0, Longest)]
    public int SignalDays { get; set; }

    /// <summary>Versions of FHIR resources that newer ones have replaced.</summary>
    [Range(0, Longest)]
    public int VersionDays { get; set; }

    /// <summary>Mails and their like that have left, or were given up.</summary>
    [Range(0, Longest)]
    public int DeliveryDays { get; set; }

    /// <summary>Sign-ins that have ended.</summary>
    [Range(0, Longest)]
    public int SessionDays { get; set; }

    /// <summary>Messages set aside that somebody has dealt with.</summary>
    [Range(0, Longest)]
    public int QuarantineDays { get; set; }

    /// <summary>That a row of a source was taken in. A row that its source still shows is not old; one that comes again after it was forgotten is read as a new one.</summary>
    [Range(0, Longest)]
    public int TakenRowDays { get; set; }

    /// <summary>When devices were heard, beside what they measured.</summary>
    [Range(0, Longest)]
    public int DeviceReadingDays { get; set; }

    /// <summary>What lay in the intake tray and was decided; what became documents of a referral stays with it.</summary>
    [Range(0, Longest)]
    public int TrayDays { get; set; }

    /// <summary>When it is quiet, by the hospital's clocks.</summary>
    public string StartAt { get; set; } = "02:30";

    internal TimeOnly Start => TimeOnly.ParseExact(StartAt, "HH:mm", CultureInfo.InvariantCulture);

    public IEnumerable<string> Problems()
    {
        foreach (var (name, days, least) in new[]
        {
            (nameof(MessageDays), MessageDays, Shortest), (nameof(SignalDays), SignalDays, ShortestOfSignals), (nameof(VersionDays), VersionDays, Shortest),
            (nameof(DeliveryDays), DeliveryDays, Shortest), (nameof(SessionDays), SessionDays, 1), (nameof(QuarantineDays), QuarantineDays, Shortest),
            (nameof(TakenRowDays), TakenRowDays, Shortest), (nameof(DeviceReadingDays), DeviceReadingDays, Shortest), (nameof(TrayDays), TrayDays, Shortest),
        })
        {
            if (days > 0 && days < least)
                yield return $"Retention:{name}: {days} days are too few; 0 keeps it for ever, else at least {least}.";
        }

        if (!TimeOnly.TryParseExact(StartAt, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            yield return $"Retention:StartAt: {StartAt} is not a time like 02:30.";
    }
}
