namespace Runink.Domain.Referrals.Scheduling;

/// <summary>A time that nobody has and that is offered to nobody.</summary>
public sealed record FreeTime(string SlotId, DateTimeOffset StartsAt);

/// <summary>A patient on the waiting list of a service, as far as it decides who is offered what.</summary>
/// <param name="WaitsSince">When the referral was made.</param>
/// <param name="VisitAt">The booked visit; only an earlier time is of use. Null when none is booked.</param>
/// <param name="NeedsInterpreter">The service speaks no language of the patient.</param>
/// <param name="Unable">No time can be booked now: consent, hold, authorization.</param>
/// <param name="Asked">Slots that were offered before: nobody is asked twice.</param>
/// <param name="HasOffer">Another offer is open: one at a time.</param>
public sealed record WaitingPatient(
    string EntryId, string ReferralId, string Priority, DateTimeOffset WaitsSince, DateTimeOffset? VisitAt, DateOnly? Earliest, SuitableTimes Suits, TimeSpan Notice, bool NeedsInterpreter, DateTimeOffset? AuthorizedUntil, bool Unable,
    IReadOnlySet<string> Asked, bool HasOffer);

/// <param name="SaidAt">When whoever is asked hears of it: quiet hours are over then.</param>
public sealed record BackFillRules(DateTimeOffset Now, DateTimeOffset SaidAt, TimeSpan Hold, TimeSpan InterpreterNotice, TimeZoneInfo Zone);

/// <param name="Behind">How many more would take it.</param>
public sealed record PlannedOffer(FreeTime Time, WaitingPatient To, DateTimeOffset ExpiresAt, int Behind);

/// <summary>
/// Who is offered a time that became free: the most urgent, among them who has waited longest. Each time is offered to one patient, each patient is offered
/// one time, the earliest that suits.
/// </summary>
public static class BackFill
{
    /// <summary>Nobody is asked who would have less time than this to answer.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<PlannedOffer> Decide(IEnumerable<FreeTime> free, IReadOnlyCollection<WaitingPatient> waiting, BackFillRules rules)
    {
        var planned = new List<PlannedOffer>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var time in free.OrderBy(time => time.StartsAt).ThenBy(time => time.SlotId, StringComparer.Ordinal))
        {
            var queue = Queue(time, waiting, rules).Where(patient => !asked.Contains(patient.ReferralId)).ToList();
            if (queue.Count == 0)
                continue;
            asked.Add(queue[0].ReferralId);
            planned.Add(new PlannedOffer(time, queue[0], ExpiresAt(time, queue[0], rules), queue.Count - 1));
        }

        return planned;
    }

    /// <summary>All whom this time suits, in the order in which they are asked.</summary>
    public static IEnumerable<WaitingPatient> Queue(FreeTime time, IEnumerable<WaitingPatient> waiting, BackFillRules rules) =>
        waiting.Where(patient => WhyNot(time, patient, rules) is null).OrderBy(patient => ReferralPriority.Rank(patient.Priority)).ThenBy(patient => patient.WaitsSince).ThenBy(patient => patient.ReferralId, StringComparer.Ordinal);

    /// <summary>Why this time is not offered to this patient; null when it is.</summary>
    public static string? WhyNot(FreeTime time, WaitingPatient patient, BackFillRules rules) =>
        patient.Unable ? "No time can be booked for the patient now."
        : patient.HasOffer ? "Another time is offered to the patient: one at a time."
        : patient.Asked.Contains(time.SlotId) ? "The patient was offered it before."
        : patient.VisitAt <= time.StartsAt ? "It is no earlier than the booked visit."
        : time.StartsAt > patient.AuthorizedUntil ? "The authorization ends before."
        : patient.Earliest is { } earliest && DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.StartsAt, rules.Zone).DateTime) < earliest ? "It is too early for the patient."
        : !patient.Suits.Holds(time.StartsAt, rules.Zone) ? "It does not suit the patient."
        : ExpiresAt(time, patient, rules) - rules.SaidAt < Shortest ? "It is too soon for the patient to be asked."
        : null;

    /// <summary>Whoever answers last still has the notice that the visit needs.</summary>
    public static DateTimeOffset ExpiresAt(FreeTime time, WaitingPatient patient, BackFillRules rules)
    {
        var notice = patient.NeedsInterpreter && rules.InterpreterNotice > patient.Notice ? rules.InterpreterNotice : patient.Notice;
        var (held, last) = (rules.SaidAt + rules.Hold, time.StartsAt - notice);
        return held < last ? held : last;
    }
}
