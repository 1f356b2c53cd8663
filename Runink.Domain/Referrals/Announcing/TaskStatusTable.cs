using static Runink.Domain.Referrals.Announcing.ReferralNews;

namespace Runink.Domain.Referrals.Announcing;

/// <summary>Whose codes of Task.businessStatus a partner reads.</summary>
public enum TaskProfile
{
    /// <summary>HL7 Clinical Order Workflows 1.0.</summary>
    Cow,

    /// <summary>HL7 Bidirectional Services eReferral, STU 2, which numbers the steps as 360X draws them.</summary>
    Bser,
}

public sealed record BusinessStatus(string System, string Code, string Display);

/// <summary>
/// Task.status (R4) and Task.businessStatus for each news. Declined is rejected, and the order itself stays: somebody else is found. Who waits for
/// information is received for COW, which says so in the business status, and on-hold elsewhere.
/// </summary>
public static class TaskStatusTable
{
    /// <summary>Our own codes, which stand beside the partner's: they tell apart what the others do not.</summary>
    public const string OwnSystem = "urn:runink:referral-status";

    private const string CowSystem = "http://hl7.org/fhir/uv/cow/CodeSystem/temp";
    private const string BserSystem = "http://hl7.org/fhir/us/bser/CodeSystem/TaskBusinessStatusCS";

    public static string Status(ReferralNews news, AnnouncementAudience audience, TaskProfile profile) => news switch
    {
        Requested or Reopened => audience == AnnouncementAudience.Recipient ? "requested" : "received",
        Accepted => "accepted",
        Declined => "rejected",
        InformationAsked => profile == TaskProfile.Cow ? "received" : "on-hold",
        OnHold => "on-hold",
        ReportReceived or Closed => "completed",
        Cancelled or PatientDeclined or Redirected or Withdrawn => "cancelled",
        LostToFollowUp or Expired => "failed",
        Duplicate => "entered-in-error",
        _ => "in-progress",
    };

    /// <summary>The partner's own code; null where its profile has none for this.</summary>
    public static BusinessStatus? Business(ReferralNews news, AnnouncementAudience audience, TaskProfile profile) => profile == TaskProfile.Cow
        ? news switch
        {
            Requested when audience == AnnouncementAudience.Recipient => Cow("new-order", "The message is about a new order being placed"),
            InformationAsked => Cow("awaiting-information", "The fulfiller needs more information in order to proceed with the fulfillment of the request"),
            Scheduled or Rescheduled => Cow("visit-scheduled", "The patient is scheduled for the requested consultation or procedure"),
            Seen => Cow("visit-complete", "The visit with the patient for the requested consultation or procedure is complete"),
            _ => null,
        }
        : news switch
        {
            Requested or Reopened => Bser("2.0", "Service Request Created"),
            Accepted => Bser("3.0", "Service Request Accepted"),
            Declined => Bser("4.0", "Service Request Declined"),
            Scheduled or Rescheduled => Bser("5.1.1", "Service Request Event Scheduled"),
            NoShow => Bser("5.1.2", "Scheduled Service Request Event Unattended"),
            VisitCancelled => Bser("5.1.3", "Scheduled Service Request Event Cancelled"),
            Seen => Bser("5.1.4", "Service Request Event Completed"),
            ReportReceived or Closed => Bser("7.0", "Service Request Fulfillment Completed"),
            _ when NewsWords.IsEnd(news) => Bser("6.0", "Service Request Fulfillment Cancelled"),
            _ => null,
        };

    private static BusinessStatus Cow(string code, string display) => new(CowSystem, code, display);

    private static BusinessStatus Bser(string code, string display) => new(BserSystem, code, display);
}
