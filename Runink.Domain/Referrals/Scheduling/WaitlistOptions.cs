namespace Runink.Domain.Referrals.Scheduling;

/// <summary>How times that became free are offered to those who wait. Settings under <c>Referrals:Waitlist</c>.</summary>
public sealed class WaitlistOptions
{
    public const string Section = "Referrals:Waitlist";

    /// <summary>For how many hours a time is kept for whom it was offered; quiet hours do not count.</summary>
    public int HoldHours { get; set; } = 4;

    /// <summary>How many hours ahead an offer has to be where the service speaks no language of the patient: somebody has to find an interpreter.</summary>
    public int InterpreterNoticeHours { get; set; } = 48;

    /// <summary>After so many offers that nobody took, the patient is taken off the list and a person asks whether they still wait.</summary>
    public int MostUnanswered { get; set; } = 3;

    public IEnumerable<string> Problems()
    {
        if (HoldHours is < 1 or > 168)
            yield return $"{Section}:HoldHours: 1 to 168.";
        if (InterpreterNoticeHours is < 0 or > 336)
            yield return $"{Section}:InterpreterNoticeHours: 0 to 336.";
        if (MostUnanswered is < 1 or > 20)
            yield return $"{Section}:MostUnanswered: 1 to 20.";
    }
}
