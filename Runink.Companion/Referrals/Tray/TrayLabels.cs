using Runink.Companion.Shared.Controls;
using Runink.Domain.Referrals.Tray;

namespace Runink.Companion.Referrals.Tray;

/// <summary>Doors and states of the tray as people say them.</summary>
internal static class TrayLabels
{
    /// <summary>From here on somebody should have looked.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromHours(24), Ageing = TimeSpan.FromHours(4);

    public static string Door(string door) => door switch { "hl7" => "HL7 v2", "mail" => "E-mail", "key" => "API", _ => "Uploaded" };

    public static (string Text, string Tone) Age(TimeSpan age) => ($"waits {When.Span(age)}", age >= Old ? "critical" : age >= Ageing ? "high" : "");

    public static (string Text, string Tone)? Read(string read) => read switch
    {
        "reading" => ("being read", "low"),
        "no-text" => ("no text layer", "moderate"),
        "in-part" => ("read in part", "moderate"),
        _ => null,
    };

    public static string Tone(TrayConfidence confidence) => confidence switch { TrayConfidence.Labelled => "ok", TrayConfidence.Named => "low", _ => "moderate" };

    public static (string Mark, string Tone, string Words) Agreement(TrayAgreement agreement) => agreement switch
    {
        TrayAgreement.Agrees => ("check", "ok", "agrees"),
        TrayAgreement.Nearly => ("alert", "moderate", "nearly agrees"),
        TrayAgreement.Differs => ("cross", "critical", "differs"),
        _ => ("unknown", "unknown", "not said"),
    };
}
