using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Referrals.Rules;

/// <summary>How whoever owes something is reminded of it, as the rules of a service say.</summary>
/// <param name="First">Working time from the asking to the first reminder.</param>
/// <param name="Every">Working time from one reminder to the next, and from the last to a person.</param>
public sealed record ChasePolicy(TimeSpan First, TimeSpan Every, int AtMost)
{
    public const int MostReminders = 10;
}

/// <summary>What was done since somebody was asked.</summary>
/// <param name="Since">The last of the asking, the last reminder and the end of a hold: the clock runs from here.</param>
/// <param name="IsHandedOver">A person follows it already.</param>
/// <param name="IsOwed">It has not come, nobody let it pass, and the referral waits for it.</param>
public sealed record ChaseState(DateTimeOffset AskedAt, DateTimeOffset Since, int Reminded, bool IsHandedOver, bool IsOwed);

public enum ChaseStep { Nothing, Remind, HandOver }

/// <param name="NextAt">When the next step is due; null when there is none.</param>
public sealed record ChaseDecision(ChaseStep Step, DateTimeOffset? NextAt);

/// <summary>When somebody is reminded of what they owe, and when a person takes over. After a pause of the program there is one step, not all at once.</summary>
public static class InformationChase
{
    private static readonly ChaseDecision Over = new(ChaseStep.Nothing, null);

    /// <param name="policy">Null: nobody is reminded.</param>
    /// <param name="calendar">Null counts round the clock.</param>
    public static ChaseDecision Decide(ChasePolicy? policy, ChaseState state, BusinessCalendar? calendar, DateTimeOffset now)
    {
        if (policy is null || !state.IsOwed || state.IsHandedOver)
            return Over;
        var due = Opening(calendar, WorkingTime.Add(calendar, state.Since, state.Reminded == 0 ? policy.First : policy.Every));
        if (due > now)
            return new ChaseDecision(ChaseStep.Nothing, due);
        // Made up for only while somebody is there to read it.
        if (Opening(calendar, now) is var opens && opens > now)
            return new ChaseDecision(ChaseStep.Nothing, opens);
        return new ChaseDecision(state.Reminded < policy.AtMost ? ChaseStep.Remind : ChaseStep.HandOver, due);
    }

    private static DateTimeOffset Opening(BusinessCalendar? calendar, DateTimeOffset at) => calendar is null || calendar.IsOpen(at) ? at : calendar.NextEdge(at) ?? at;
}

/// <summary>What somebody who was asked still owes.</summary>
public static class InformationOwed
{
    /// <param name="asked">The words with which they were asked.</param>
    /// <returns>As a message: of the items that were asked for those that have not come; in other words than ours the whole, until a person goes on. Null when all is here.</returns>
    public static string? Of(DossierAssessment dossier, string asked)
    {
        var named = asked.Contains(DossierAssessment.Asking, StringComparison.Ordinal) ? dossier.Findings.Where(finding => asked.Contains(finding.Item.Name, StringComparison.OrdinalIgnoreCase)).ToList() : [];
        return named.Count == 0 ? asked : new DossierAssessment(named).Request;
    }
}
