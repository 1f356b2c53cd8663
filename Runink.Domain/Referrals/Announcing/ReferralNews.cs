namespace Runink.Domain.Referrals.Announcing;

/// <summary>What happened to a referral, as somebody outside needs to know it.</summary>
public enum ReferralNews
{
    Requested, Accepted, Declined, InformationAsked, Scheduled, Rescheduled, VisitCancelled, NoShow, Seen, ReportReceived, Closed,
    Cancelled, PatientDeclined, LostToFollowUp, Expired, Redirected, Duplicate, Reopened, OnHold, Resumed,

    /// <summary>It goes to somebody else: whoever was asked before need do nothing more.</summary>
    Withdrawn,
}

/// <summary>On which side of a referral somebody outside stands.</summary>
public enum AnnouncementAudience
{
    /// <summary>Whoever is to see the patient: an entry of the directory.</summary>
    Recipient,

    /// <summary>Whoever asked for it from outside.</summary>
    Referrer,
}

/// <summary>How somebody outside is told.</summary>
public enum AnnouncementDialect
{
    /// <summary>By a person: telephone, fax, a portal.</summary>
    None,

    /// <summary>HL7 v2: OMG^O19 for the request, OSU^O51 for what becomes of it.</summary>
    Osu,

    /// <summary>A FHIR R4 Task, which always says where things stand now.</summary>
    FhirTask,

    /// <summary>A mail without anything of the patient, and a link.</summary>
    Email,
}

public static class NewsWords
{
    /// <summary>In a few words, with nothing of the patient.</summary>
    public static string Of(ReferralNews news) => news switch
    {
        ReferralNews.Requested => "referral requested",
        ReferralNews.Accepted => "accepted",
        ReferralNews.Declined => "declined",
        ReferralNews.InformationAsked => "information is asked for",
        ReferralNews.Scheduled => "a visit is booked",
        ReferralNews.Rescheduled => "the visit is moved",
        ReferralNews.VisitCancelled => "the visit is cancelled",
        ReferralNews.NoShow => "the patient did not come",
        ReferralNews.Seen => "the patient was seen",
        ReferralNews.ReportReceived => "the report is here",
        ReferralNews.Closed => "the loop is closed",
        ReferralNews.Cancelled => "cancelled",
        ReferralNews.PatientDeclined => "the patient does not want it",
        ReferralNews.LostToFollowUp => "the patient could not be reached",
        ReferralNews.Expired => "expired",
        ReferralNews.Redirected => "redirected",
        ReferralNews.Duplicate => "a duplicate, ended",
        ReferralNews.Reopened => "reopened",
        ReferralNews.OnHold => "on hold",
        ReferralNews.Resumed => "goes on",
        _ => "withdrawn",
    };

    /// <summary>As a code of ours: visit-cancelled.</summary>
    public static string Code(ReferralNews news) => news switch
    {
        ReferralNews.InformationAsked => "information-asked",
        ReferralNews.Scheduled => "visit-scheduled",
        ReferralNews.Rescheduled => "visit-rescheduled",
        ReferralNews.VisitCancelled => "visit-cancelled",
        ReferralNews.NoShow => "no-show",
        ReferralNews.Seen => "awaiting-report",
        ReferralNews.ReportReceived => "outcome-received",
        ReferralNews.Closed => "loop-closed",
        ReferralNews.PatientDeclined => "patient-declined",
        ReferralNews.LostToFollowUp => "unreachable",
        ReferralNews.OnHold => "on-hold",
        _ => news.ToString().ToLowerInvariant(),
    };

    /// <summary>Nothing follows that somebody would have to do.</summary>
    public static bool IsEnd(ReferralNews news) => news is ReferralNews.Declined or ReferralNews.Closed or ReferralNews.Cancelled or ReferralNews.PatientDeclined or ReferralNews.LostToFollowUp
        or ReferralNews.Expired or ReferralNews.Redirected or ReferralNews.Duplicate or ReferralNews.Withdrawn;
}
