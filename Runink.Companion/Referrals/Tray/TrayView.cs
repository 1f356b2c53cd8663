using Runink.Domain.Patients;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Tray;

/// <summary>An item as it stands in the list.</summary>
/// <param name="Said">Name, service and priority as they were read, in one line; empty when nothing was.</param>
/// <param name="Read">reading, read, in-part or no-text.</param>
public sealed record TrayRow(
    string Id, int Version, string Name, string From, string Door, DateTimeOffset ReceivedAt, TrayState State, int Files, string Read, string Said, bool IsDuplicate, PersonRef? Worker, string? DecidedBy, DateTimeOffset? DecidedAt, string? Reason,
    string? ReferralId);

/// <param name="Text">Page by page; empty while it is read and where it has none.</param>
/// <param name="Fault">Why there is no text, or not all of it.</param>
/// <param name="Sha256">Of the content, in hexadecimal digits.</param>
public sealed record TrayFileView(int Ordinal, string Name, string? ContentType, int Bytes, string Sha256, int Pages, IReadOnlyList<TrayPage> Text, string? Fault, bool IsRead)
{
    public bool IsPicture => ContentType is "image/jpeg" or "image/png";
}

/// <param name="Patient">Whom a message names by a number of the register; null: nobody.</param>
/// <param name="Remark">Why it is here though a message said whose it is.</param>
/// <param name="Duplicates">Where the same file is already, in words.</param>
public sealed record TrayView(
    TrayRow Row, IReadOnlyList<TrayFileView> Files, IReadOnlyList<TraySuggestion> Suggestions, IReadOnlyList<TrayCandidate> Candidates, PatientCard? Patient, string? Remark, IReadOnlyList<TrayDuplicate> Duplicates)
{
    public TraySuggestion? Of(TrayField field) => Suggestions.FirstOrDefault(one => one.Field == field);
}

/// <param name="Href">Where it can be looked at.</param>
public sealed record TrayDuplicate(string Words, string Href);

/// <summary>An open referral with which the files of an item may be put.</summary>
public sealed record TrayReferral(string Id, string Service, ReferralState State, DateTimeOffset OpenedAt);

/// <summary>What a person agrees to.</summary>
/// <param name="Referrer">As the document names it; it is written below the reason, as are payer and diagnoses.</param>
public sealed record TrayDraft(string PatientId, string Service, string Priority, string Reason, bool Consent, string? Referrer = null, string? Payer = null, string? Diagnoses = null)
{
    /// <summary>The reason with what has no field of its own.</summary>
    public string WholeReason => string.Join('\n', new[]
    {
        Reason.Trim(), Line("Diagnoses", Diagnoses), Line("Referred by", Referrer), Line("Coverage, as the document says", Payer),
    }.OfType<string>());

    private static string? Line(string label, string? value) => string.IsNullOrWhiteSpace(value) ? null : $"{label}: {value.Trim()}";
}
