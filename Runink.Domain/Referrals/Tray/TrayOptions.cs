namespace Runink.Domain.Referrals.Tray;

/// <summary>Settings under <c>Referrals:Tray</c>.</summary>
public sealed class TrayOptions
{
    public const string Section = "Referrals:Tray";

    /// <summary>
    /// Which documents of HL7 v2 (MDM) that belong to no referral are shown in the tray: "all"; "referrals": where the patient has an open one or an
    /// order is named; "none". All of them stand in the record, whatever this says.
    /// </summary>
    public string Documents { get; set; } = "all";

    /// <summary>So many pages of a file are read for their text.</summary>
    public int MostPages { get; set; } = 60;

    /// <summary>So long one file may take to be read.</summary>
    public int MostSeconds { get; set; } = 20;

    public IEnumerable<string> Problems()
    {
        if (Documents is not ("all" or "referrals" or "none"))
            yield return $"{Section}:Documents: all, referrals or none.";
        if (MostPages is < 1 or > 500)
            yield return $"{Section}:MostPages: 1 to 500.";
        if (MostSeconds is < 2 or > 60)
            yield return $"{Section}:MostSeconds: 2 to 60.";
    }
}
