namespace Runink.Domain.Referrals.Tray;

/// <summary>Fields and how sure they are, as people say it.</summary>
public static class TrayWords
{
    public static string Of(TrayField field) => field switch
    {
        TrayField.PatientName => "name",
        TrayField.BirthDate => "birth date",
        TrayField.Mrn => "record number",
        TrayField.Service => "service",
        TrayField.Priority => "priority",
        TrayField.Reason => "reason",
        TrayField.Referrer => "referrer",
        TrayField.Payer => "payer",
        _ => "diagnoses",
    };

    public static string Of(TrayConfidence confidence) => confidence switch
    {
        TrayConfidence.Labelled => "says so",
        TrayConfidence.Named => "named, not labelled",
        _ => "not clear: read it",
    };
}
