using Runink.Domain.Intake;
using Runink.Domain.Referrals;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>
/// What a step of a referral says to triggers, however the referral came and whoever took the step: that it was placed, booked, seen
/// and reported on, and how its authorization stands. All of it is about that one referral.
/// </summary>
internal static class ReferralNotices
{
    private const int TellingLetters = 6;

    public static IReadOnlyList<ObservationNotice> Of(Referral referral, ReferralEventRecord step)
    {
        var item = $"{referral.Service} {referral.Id[Math.Max(0, referral.Id.Length - TellingLetters)..]}";
        return [.. Placed().Concat(Moved()).Concat(Authorization())];

        IEnumerable<ObservationNotice> Placed()
        {
            if (step is not { Kind: "received", From: null })
                yield break;
            yield return Event("REFERRAL_PLACED");
            yield return Word("REFERRAL_PRIORITY", referral.Priority == "soon" ? "asap" : referral.Priority);
            yield return Word("REFERRAL_STATUS", Kebab(step.To ?? ReferralState.Received));
        }

        IEnumerable<ObservationNotice> Moved()
        {
            if (step.From is not { } from || step.To is not { } to || from == to)
                yield break;
            yield return Word("REFERRAL_STATUS", Kebab(to));
            if (to == ReferralState.Scheduled && from != ReferralState.OnHold)
                yield return Event("REFERRAL_SCHEDULED");
            // Who was not seen, or whose visit was called off, has none booked any more.
            if (from == ReferralState.Scheduled && to == ReferralState.ReadyToSchedule)
                yield return Event("REFERRAL_SCHEDULED") with { Status = "entered-in-error" };
            if (to == ReferralState.ReportDue)
                yield return Event("REFERRAL_VISIT_DONE") with { At = referral.VisitAt is { } visit && visit < step.At ? visit : step.At };
            if (to == ReferralState.ReportReview && from == ReferralState.ReportDue)
                yield return Event("REFERRAL_NOTE");
        }

        IEnumerable<ObservationNotice> Authorization()
        {
            if (step.Kind == "submit-authorization")
            {
                yield return Event("AUTH_SUBMITTED");
                yield return Word("AUTH_KIND", referral.Priority == "urgent" ? "expedited" : "standard");
            }

            if (StatusAfter(step.Kind) is { } status)
                yield return Word("AUTH_STATUS", status);
            if (step.Kind is "clear-authorization" or "waive-authorization" or "authorization-withdrawn")
                yield return Event("AUTH_SUBMITTED") with { Status = "entered-in-error" };
        }

        // One that follows takes its place: a visit that was moved was booked once.
        ObservationNotice Event(string code) => Said(code, "true", code);

        ObservationNotice Word(string code, string word) => Said(code, word, $"{code}|{step.Id}");

        ObservationNotice Said(string code, string value, string key) =>
            new([new Coding("local", code, null)], value, null, step.At, "final") { Key = $"referral|{referral.Id}|{key}", VersionAt = step.At, Item = item, IsDerived = true };
    }

    private static string? StatusAfter(string step) => step switch
    {
        "submit-authorization" => "submitted",
        "pend-authorization" or "appeal-authorization" => "pended",
        "approve-authorization" or "modify-authorization" => "approved",
        "deny-authorization" => "denied",
        "clear-authorization" or "waive-authorization" or "authorization-withdrawn" => "withdrawn",
        _ => null,
    };

    private static string Kebab(ReferralState state) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
