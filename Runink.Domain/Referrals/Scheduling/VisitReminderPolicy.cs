using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Domain.Referrals.Scheduling;

/// <summary>When the patients of a service are reminded of a visit, as people write it: <c>7 d, 24 h; answer by 48 h</c>, or <c>none</c>.</summary>
/// <param name="Hours">How many hours before, the longest first.</param>
/// <param name="AnswerByHours">So many hours before, somebody asks by telephone who has not answered; null: nobody does.</param>
public sealed partial record VisitReminderPolicy(IReadOnlyList<int> Hours, int? AnswerByHours)
{
    public const int LongestText = 100;

    private const int MostSteps = 5;

    private const int MostHours = 60 * 24;

    public static VisitReminderPolicy Standard { get; } = new([168, 24], 48);

    public static Outcome<VisitReminderPolicy> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Standard;
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || text.Length > LongestText)
            return Wrong;
        var hours = new List<int>();
        if (!parts[0].Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var step in parts[0].Split(',', StringSplitOptions.TrimEntries))
            {
                if (Length(step) is not { } before)
                    return Wrong;
                hours.Add(before);
            }
        }

        var answer = parts.Length == 2 && parts[1].StartsWith("answer by ", StringComparison.OrdinalIgnoreCase) ? Length(parts[1]["answer by ".Length..]) : null;
        return (parts.Length == 2 && answer is null) || hours.Count > MostSteps ? Wrong : new VisitReminderPolicy([.. hours.Distinct().OrderDescending()], answer);
    }

    /// <summary>The reminder that is due now: the last whose time has come, if nothing was done for it; after a pause of the program not all at once.</summary>
    /// <param name="setAt">When the visit was put at its time: what was due before that is not made up for.</param>
    /// <param name="done">Hours of this visit for which something was done.</param>
    public int? Due(DateTimeOffset visitAt, DateTimeOffset setAt, IReadOnlyCollection<int> done, DateTimeOffset now) =>
        visitAt <= now ? null : Hours.Where(hours => visitAt.AddHours(-hours) is var at && at <= now && at > setAt).Select(hours => (int?)hours).LastOrDefault() is { } last && done.All(hours => hours > last) ? last : null;

    /// <summary>Whether somebody has to ask who was told and has not answered.</summary>
    public bool AnswerIsDue(DateTimeOffset visitAt, DateTimeOffset setAt, DateTimeOffset now) =>
        AnswerByHours is { } hours && visitAt > now && visitAt.AddHours(-hours) is var at && at <= now && at > setAt;

    private static Refusal Wrong { get; } = new("invalid", "Write reminders like 7 d, 24 h; answer by 48 h, or none: at most five, up to 60 days before.");

    private static int? Length(string text) => Written().Match(text) is { Success: true } match && int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value is "d" or "D" ? 24 : 1) is > 0 and <= MostHours and var hours ? hours : null;

    [GeneratedRegex("^(?<number>[0-9]{1,4}) ?(?<unit>[dh])$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Written();
}

/// <summary>What was done for one reminder of one visit, once.</summary>
public sealed class VisitReminder
{
    public required string ReferralId { get; init; }

    public required DateTimeOffset VisitAt { get; init; }

    public required int HoursBefore { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The message that was written; null where a person tells it.</summary>
    public string? MessageId { get; init; }
}

/// <summary>That a patient wants no messages: people call.</summary>
public sealed class ContactPreference
{
    public required string PatientId { get; init; }

    public bool NoMessages { get; set; }

    public required DateTimeOffset At { get; set; }

    public required string By { get; set; }
}
