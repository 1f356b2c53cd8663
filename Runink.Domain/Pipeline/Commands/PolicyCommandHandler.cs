using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Saves escalation policies. What is saved holds for what opens from then on; open work goes on by what it was opened with.</summary>
public sealed partial class PolicyCommandHandler(StoreWriter writer, TriggerCatalog catalog, Directory directory)
{
    private static readonly ApprovalPolicy Approved = new(IsRequired: true);

    /// <param name="expectedVersion">The version that the person saw; 0 for a new one; null when it does not matter.</param>
    /// <param name="reviewId">The approval by which a text from a repository comes into force; null for what a person changes here.</param>
    public async Task<Outcome<EscalationPolicy>> SaveAsync(string id, string yaml, int? expectedVersion, Actor actor, CancellationToken cancel, string? reviewId = null)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText;
        var saved = await writer.WriteAsync<Outcome<EscalationPolicy>>(
            scope =>
            {
                var last = scope.Db.PolicyVersions.Where(row => row.PolicyId == id).Max(row => (int?)row.Version) ?? 0;
                if (expectedVersion is { } expected && expected != last)
                    return new Refusal("stale-version", "Somebody saved this policy meanwhile. Look again, then decide.");
                var review = reviewId is null ? null : scope.Db.TextReviews.FirstOrDefault(one => one.Id == reviewId && one.Kind == ReviewKind.Policy && one.SubjectId == id);
                if (reviewId is not null && PublicationDecision.Decide(Approved, new PublicationGround.Approved(reviewId), TextReview.HashOf(yaml), actor, review, null, ReviewKind.Policy).Refusal is { } refused)
                    return refused;
                var version = new PolicyVersion { PolicyId = id, Version = last + 1, Yaml = yaml, Author = review?.AuthorName ?? actor.Name, At = scope.Now };
                scope.Db.PolicyVersions.Add(version);
                scope.Record("policy_saved", new Subject("policy", id), actor, Detail.Of(("version", version.Version), ("textHash", Detail.HashOf(yaml)), ("review", reviewId)));
                TextReviews.Done(scope, review, version.Version, actor);
                TextReviews.Avoid(scope, id, $"v{version.Version} came into force meanwhile.", actor, kind: ReviewKind.Policy);
                scope.Announce(new Change("policy", id));
                return read with { Version = version.Version };
            }, cancel);
        if (saved.Value is { } policy)
            catalog.Replace(policy);
        return saved;
    }

    /// <summary>Why a text could not come into force as it stands; the policy when it could.</summary>
    public Outcome<EscalationPolicy> Check(string id, string yaml)
    {
        if (!Id().IsMatch(id))
            return new Refusal("invalid", "A policy's name in triggers has small letters, digits and hyphens, like ed-critical.");
        var (read, findings) = EscalationPolicy.Read(id, yaml, 0);
        if (read is null)
            return new Refusal("invalid", string.Join(' ', findings.Select(finding => $"Line {finding.Span.Line}: {finding.Message}")));
        var known = directory.Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (read.Names.FirstOrDefault(name => IsUnknown(name, known)) is { } nobody)
            return new Refusal("invalid", $"{nobody} reaches nobody: no team, rota or person has this name.{(Nearest.Of(nobody, known) is { } near ? $" Did you mean {near}?" : "")}");
        return read;
    }

    private bool IsUnknown(string who, HashSet<string> known) =>
        !who.Contains('@', StringComparison.Ordinal) && !who.Contains(':', StringComparison.Ordinal)
        && !known.Contains(who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : who)
        && directory.Reach(who, Teams.Severities.Critical, DateTimeOffset.UnixEpoch).IsNobody;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
