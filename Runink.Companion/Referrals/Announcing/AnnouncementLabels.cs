using Runink.Domain.Referrals.Announcing;

namespace Runink.Companion.Referrals.Announcing;

internal static class AnnouncementLabels
{
    public static string Dialect(AnnouncementDialect dialect) => dialect switch
    {
        AnnouncementDialect.Osu => "HL7 v2",
        AnnouncementDialect.FhirTask => "FHIR Task",
        AnnouncementDialect.Email => "E-mail",
        _ => "By a person",
    };

    public static (string Text, string Tone) State(AnnouncementState state) => state switch
    {
        AnnouncementState.ByHand => ("to be told", "moderate"),
        AnnouncementState.Waiting => ("on its way", ""),
        AnnouncementState.Trying => ("tried again", "moderate"),
        AnnouncementState.Received => ("received", "ok"),
        AnnouncementState.Failed => ("not received", "critical"),
        AnnouncementState.Superseded => ("superseded", ""),
        AnnouncementState.NotSent => ("not sent", ""),
        _ => ("told", "ok"),
    };
}
