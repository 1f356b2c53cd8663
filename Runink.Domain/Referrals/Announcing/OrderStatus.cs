using static Runink.Domain.Referrals.Announcing.ReferralNews;

namespace Runink.Domain.Referrals.Announcing;

/// <summary>
/// ORC-5 for each news, of HL7 table 0038. IP on acceptance, CA on decline and cancellation and CM on the outcome are IHE PCC 360X (PCC-56, 57, 58);
/// HD while something is waited for is read as on-hold by HL7's v2-to-FHIR map of table 0038. For visits 360X sends SIU; here they are SC ("in process,
/// scheduled") and IP, so that one message type tells all. What 0038 cannot tell apart stands in ORC-25, in codes of ours.
/// </summary>
public static class OrderStatus
{
    public const string ModifierSystem = "99RUNINK";

    public static string Of(ReferralNews news) => news switch
    {
        Scheduled or Rescheduled => "SC",
        InformationAsked or OnHold => "HD",
        ReportReceived or Closed => "CM",
        Declined or Cancelled or PatientDeclined or LostToFollowUp or Expired or Redirected or Duplicate or Withdrawn => "CA",
        _ => "IP",
    };
}
