using static Runink.Domain.Referrals.Announcing.ReferralNews;

namespace Runink.Domain.Referrals.Announcing;

/// <summary>Whose word a step is: nobody is told what they said themselves.</summary>
public enum StepSaidBy { House, Recipient, Referrer }

/// <param name="ToFormer">Whoever was asked before, and is not any more.</param>
/// <param name="Text">The reason or the question, for whoever it is meant for; no other words of people here leave.</param>
public sealed record Announcement(AnnouncementAudience Audience, ReferralNews News, string? Text = null, bool ToFormer = false);

/// <summary>Which steps of a referral are told to whom outside: only what somebody has a part in, and to nobody what they said themselves.</summary>
public static class AnnouncementRules
{
    private static readonly Dictionary<string, (ReferralNews News, bool Recipient, bool Referrer)> ByAction = new(StringComparer.Ordinal)
    {
        ["receive"] = (Requested, true, false),
        ["reroute"] = (Requested, true, true),
        ["partner-accepts"] = (Accepted, false, true),
        ["triage"] = (Accepted, false, true),
        ["decline"] = (Declined, false, true),
        ["request-information"] = (InformationAsked, false, true),
        ["information-reminded"] = (InformationAsked, false, true),
        ["schedule"] = (Scheduled, true, true),
        ["move-visit"] = (Rescheduled, true, true),
        ["cancel-visit"] = (VisitCancelled, true, true),
        ["no-show"] = (NoShow, true, true),
        ["seen"] = (Seen, true, true),
        ["give-advice"] = (ReportReceived, false, true),
        ["report-received"] = (ReportReceived, true, true),
        ["close-loop"] = (Closed, true, true),
        ["hold"] = (OnHold, true, true),
        ["resume"] = (Resumed, true, true),
        ["cancel"] = (Cancelled, true, true),
        ["patient-declined"] = (PatientDeclined, true, true),
        ["lost-to-follow-up"] = (LostToFollowUp, true, true),
        ["expire"] = (Expired, true, true),
        ["redirect"] = (Redirected, true, true),
        ["mark-duplicate"] = (Duplicate, true, true),
        ["reopen"] = (Reopened, true, true),
    };

    public static IReadOnlyList<Announcement> Of(ReferralStep step, Referral after, StepSaidBy by)
    {
        var told = new List<Announcement>();
        // Where it is still a draft, or was returned, the choice goes out with the step that sends it on.
        if (step.Kind == "choose-recipient" && after.State is not ReferralState.Draft)
        {
            told.Add(new Announcement(AnnouncementAudience.Recipient, Withdrawn, ToFormer: true));
            if (after.State != ReferralState.Reroute)
                told.Add(new Announcement(AnnouncementAudience.Recipient, Requested));
        }

        // Who has not said no themselves still holds the request.
        if (step.Kind == "decline" && by != StepSaidBy.Recipient)
            told.Add(new Announcement(AnnouncementAudience.Recipient, Withdrawn, ToFormer: true));
        if (ByAction.TryGetValue(step.Kind, out var row))
        {
            if (row.Recipient && by != StepSaidBy.Recipient)
                told.Add(new Announcement(AnnouncementAudience.Recipient, row.News));
            if (row.Referrer && by != StepSaidBy.Referrer)
                told.Add(new Announcement(AnnouncementAudience.Referrer, row.News, row.News is Declined or InformationAsked ? step.Text : null));
        }

        // Without the patient's consent a recipient hears only that nothing more is to be done.
        return after.ConsentGate == "withdrawn" ? [.. told.Where(one => one.Audience == AnnouncementAudience.Referrer || NewsWords.IsEnd(one.News))] : told;
    }

    /// <summary>Whether it says something that the last word to the same party did not: an acceptance is one, however many steps lead to it.</summary>
    /// <param name="last">What that party was told last; null when nothing yet.</param>
    public static bool IsNew(Announcement next, ReferralNews? last)
    {
        // Whoever was never asked, or is not any more, hears of nothing but a request.
        if (next is { Audience: AnnouncementAudience.Recipient, News: not Requested } && (last is null or Withdrawn))
            return false;
        return last != next.News || next.News == Rescheduled || next.Text is not null;
    }
}
