namespace Runink.Domain.Referrals.Rules;

/// <summary>What can show that an item is there. A file that somebody attached for the item always does.</summary>
public enum DossierEvidenceKind { Identity, Reason, Values, Problems, Medications, Allergies, Coverage, Consent, Document, Result }

/// <param name="Name">The LOINC code of a document's type, or the name of a result; null for the other kinds.</param>
public sealed record DossierEvidence(DossierEvidenceKind Kind, string? Name = null);

/// <summary>One thing that a recipient needs to decide.</summary>
/// <param name="Weight">How much of the whole it is.</param>
/// <param name="Critical">Without it nobody is asked to decide, however complete the rest is.</param>
/// <param name="Within">Older than this it no longer counts; null when it does not age.</param>
/// <param name="AnyOf">Any one of these is enough.</param>
public sealed record DossierItem(string Name, int Weight, bool Critical, TimeSpan? Within, IReadOnlyList<DossierEvidence> AnyOf)
{
    /// <summary>What every service needs for which nothing else is written: who, why, and the values behind it.</summary>
    public static IReadOnlyList<DossierItem> Standard { get; } =
    [
        new("Record number", 40, false, null, [new(DossierEvidenceKind.Identity)]),
        new("Reason", 30, false, null, [new(DossierEvidenceKind.Reason)]),
        new("Values behind it", 30, false, null, [new(DossierEvidenceKind.Values)]),
    ];
}

/// <summary>A document or a file, and when it was made.</summary>
/// <param name="Kind">The LOINC code of its type, or the name of the item it was attached for; null when nobody said.</param>
public sealed record DossierDocument(string? Kind, string Title, DateTimeOffset At);

/// <param name="From">First day; null when it is not said.</param>
/// <param name="Until">Last day; null when it has no end.</param>
public sealed record PayerCoverage(string Payer, DateOnly? From, DateOnly? Until)
{
    public bool IsOn(DateOnly day) => !(From > day) && !(Until < day);
}

/// <summary>What is known of a referral and its patient when its dossier is looked through.</summary>
/// <param name="HasValues">It was started by values, which come with it.</param>
/// <param name="Attached">Files of the referral; their kind is the item they were attached for.</param>
/// <param name="Documents">Documents on the patient's record; their kind is a code.</param>
/// <param name="Results">When each result was last seen, by name.</param>
/// <param name="Consent">The gate: unknown, active or withdrawn.</param>
public sealed record DossierFacts(
    bool HasNumber, string? Reason, bool HasValues, string Consent, IReadOnlyList<DossierDocument> Attached, IReadOnlyList<DossierDocument> Documents,
    IReadOnlyDictionary<string, DateTimeOffset> Results, IReadOnlyDictionary<DossierEvidenceKind, DateTimeOffset> Lists, IReadOnlyList<PayerCoverage> Coverages)
{
    public static DossierFacts Of(bool hasNumber, string? reason, bool hasValues) => new(
        hasNumber, reason, hasValues, "unknown", [], [], new Dictionary<string, DateTimeOffset>(), new Dictionary<DossierEvidenceKind, DateTimeOffset>(), []);
}
