using System.Globalization;

namespace Runink.Domain.Referrals.Rules;

public enum DossierPresence { Missing, Expired, Present }

/// <param name="What">What shows it; null when nothing does.</param>
/// <param name="At">When that was made; null when it has no date.</param>
public sealed record DossierFinding(DossierItem Item, DossierPresence Presence, string? What = null, DateTimeOffset? At = null);

/// <summary>What a dossier has of what is needed, from what is really there.</summary>
public sealed record DossierAssessment(IReadOnlyList<DossierFinding> Findings)
{
    /// <summary>Weight that is there of all weight, in whole percent, never rounded up to the whole.</summary>
    public int Percent => Findings.Sum(finding => finding.Item.Weight) is > 0 and var all ? Findings.Where(finding => finding.Presence == DossierPresence.Present).Sum(finding => finding.Item.Weight) * 100 / all : 100;

    public IEnumerable<DossierFinding> Missing => Findings.Where(finding => finding.Presence != DossierPresence.Present);

    /// <summary>Nobody is asked to decide on this.</summary>
    public bool IsTooLittle => Percent < ReferralFlow.DossierNeeded || Missing.Any(finding => finding.Item.Critical);

    /// <summary>How our own words of what is asked for begin.</summary>
    internal const string Asking = "Please send:";

    /// <summary>What is asked for, as a message to whoever owes it; null when nothing is missing.</summary>
    public string? Request
    {
        get
        {
            var wanted = Missing.Select(finding => finding switch
            {
                { Presence: DossierPresence.Expired, At: { } at } => string.Create(CultureInfo.InvariantCulture, $"{finding.Item.Name} of the last {(int)finding.Item.Within!.Value.TotalDays} days (the newest is of {at:yyyy-MM-dd})"),
                { Item.Within: { } within } => string.Create(CultureInfo.InvariantCulture, $"{finding.Item.Name} of the last {(int)within.TotalDays} days"),
                _ => finding.Item.Name,
            }).ToList();
            return wanted.Count == 0 ? null : $"{Asking} {string.Join("; ", wanted)}.";
        }
    }

    public static DossierAssessment Of(IReadOnlyList<DossierItem> items, DossierFacts facts, DateTimeOffset now) => new([.. items.Select(item => Find(item, facts, now))]);

    private static DossierFinding Find(DossierItem item, DossierFacts facts, DateTimeOffset now)
    {
        var newest = facts.Attached.Where(file => string.Equals(file.Kind, item.Name, StringComparison.OrdinalIgnoreCase)).Select(file => ((string, DateTimeOffset?)?)(file.Title, file.At))
            .Concat(item.AnyOf.Select(evidence => Seen(evidence, facts, now)))
            .OfType<(string What, DateTimeOffset? At)>()
            .OrderByDescending(seen => seen.At ?? DateTimeOffset.MaxValue).Select(seen => ((string What, DateTimeOffset? At)?)seen).FirstOrDefault();
        return newest switch
        {
            null => new DossierFinding(item, DossierPresence.Missing),
            { } seen when item.Within is { } within && seen.At < now - within => new DossierFinding(item, DossierPresence.Expired, seen.What, seen.At),
            { } seen => new DossierFinding(item, DossierPresence.Present, seen.What, seen.At),
        };
    }

    private static (string What, DateTimeOffset? At)? Seen(DossierEvidence evidence, DossierFacts facts, DateTimeOffset now) => evidence.Kind switch
    {
        DossierEvidenceKind.Identity => facts.HasNumber ? ("Record number", null) : null,
        DossierEvidenceKind.Reason => string.IsNullOrWhiteSpace(facts.Reason) ? null : ("Reason", null),
        DossierEvidenceKind.Values => facts.HasValues ? ("Values of the escalation", null) : null,
        DossierEvidenceKind.Consent => facts.Consent == "active" ? ("Consent", null) : null,
        DossierEvidenceKind.Coverage => facts.Coverages.FirstOrDefault(coverage => coverage.IsOn(DateOnly.FromDateTime(now.UtcDateTime))) is { } coverage ? (coverage.Payer, null) : null,
        DossierEvidenceKind.Document => facts.Documents.Where(document => document.Kind == evidence.Name).MaxBy(document => document.At) is { } found ? (found.Title, found.At) : null,
        DossierEvidenceKind.Result => facts.Results.TryGetValue(evidence.Name!, out var at) ? (evidence.Name!, at) : null,
        var list => facts.Lists.TryGetValue(list, out var updated) ? (list switch { DossierEvidenceKind.Problems => "Problem list", DossierEvidenceKind.Medications => "Medicines", _ => "Allergies" }, updated) : null,
    };
}
