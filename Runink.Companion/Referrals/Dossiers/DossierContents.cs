using System.Globalization;
using Runink.Domain.Pipeline.Resources;

namespace Runink.Companion.Referrals.Dossiers;

/// <summary>A file of the referral, as it came.</summary>
public sealed record DossierAttachment(string Name, string ContentType, byte[] Content);

/// <summary>What goes to a recipient, whatever form it is given.</summary>
/// <param name="Zone">In which all times stand; it is named beside them.</param>
public sealed record DossierContents(ReferralDossier Dossier, IReadOnlyList<DossierAttachment> Files, string Sender, TimeZoneInfo Zone, DateTimeOffset Now)
{
    public string Born => Dossier.Patient.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "not known";

    public string Mrn => Dossier.Patient.Mrn ?? "none";

    public string From => Sender is { Length: > 0 } ? Sender : "not said";

    public IReadOnlyList<(string Label, string Value)> Head =>
    [
        ("Patient", Dossier.Patient.Name), ("Record number", Mrn), ("Born", Born), ("Sex", Dossier.Patient.Sex ?? "not known"), ("Referral", Dossier.Referral.Id), ("To", Dossier.Referral.RecipientName ?? Dossier.Referral.Service),
        ("Priority", Dossier.Referral.Priority), ("From", From), ("Put together", $"{Time(Now)} ({Zone.Id})"),
    ];

    /// <summary>What goes along, by section in the order in which a clinician reads it. The files are a section of their own.</summary>
    public IReadOnlyList<IGrouping<string, DossierEntry>> Sections => [.. Dossier.Entries.Where(entry => entry.Section != DossierCompiler.Files).GroupBy(entry => entry.Section, StringComparer.Ordinal)];

    /// <summary>What stays, by section and reason, in numbers only.</summary>
    public IReadOnlyList<string> Withheld =>
        [.. Dossier.Entries.Where(entry => entry.Withheld is not null).GroupBy(entry => (entry.Section, entry.Withheld)).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key.Section}: {group.Count()}. {group.Key.Withheld}."))];

    /// <summary>Names of the files in an archive, in the order of the pages.</summary>
    public IReadOnlyList<string> Paths => [.. Files.Select((file, index) => string.Create(CultureInfo.InvariantCulture, $"files/{index + 1:D2}-{Safe(file.Name)}"))];

    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A name that every system can unpack, and none takes for a path.</summary>
    private static string Safe(string name) => string.Concat(name.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')).TrimStart('.');
}
