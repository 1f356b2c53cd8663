using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Intake rules come into force here, and nowhere else. They hold for what is opened or moved from then on; what was decided by an earlier text stays.</summary>
public sealed partial class IntakeRulesCommandHandler(StoreWriter writer, TriggerCatalog catalog, ApprovalPolicy policy)
{
    /// <param name="expectedVersion">The version that the person saw; 0 for new rules; null when it does not matter.</param>
    /// <param name="ground">By what right.</param>
    public async Task<Outcome<IntakeRules>> SaveAsync(string id, string yaml, int? expectedVersion, PublicationGround ground, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText;
        var saved = await writer.WriteAsync<Outcome<IntakeRules>>(
            scope =>
            {
                var last = Last(scope, id);
                if (expectedVersion is { } expected && expected != (last?.Version ?? 0))
                    return new Refusal("stale-version", "Somebody saved these rules meanwhile. Look again, then decide.");
                var reviews = scope.Db.TextReviews.Where(one => one.Kind == ReviewKind.IntakeRules && one.SubjectId == id).ToList();
                if (ground is PublicationGround.Emergency emergency)
                    ground = emergency with { Editors = TextReviews.Writers(reviews, last, actor) };
                var review = ground is PublicationGround.Approved approval ? reviews.Find(one => one.Id == approval.ReviewId) : null;
                var decided = PublicationDecision.Decide(policy, ground, TextReview.HashOf(yaml), actor, review, null, ReviewKind.IntakeRules);
                if (decided.Value is not { } decision)
                    return decided.Refusal!;
                var version = Add(scope, id, yaml, last, ground, review?.AuthorName ?? actor.Name, actor);
                var later = TextReviews.FollowPublication(scope, new PublishedText(ReviewKind.IntakeRules, id, version.Version, read.Service, yaml, version.Reason), review, decision, ground, actor);
                (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (later ?? decision.ReviewId, decision.ApprovedById, decision.ApprovedBy);
                return read with { Version = version.Version };
            }, cancel);
        if (saved.Value is { } rules)
            catalog.Intake.Replace(rules);
        return saved;
    }

    /// <summary>What was put in force in an emergency ends: the text before it holds again, or the standard where there was none. What came later is left alone.</summary>
    internal async Task<Outcome<string>> TakeBackAsync(string id, int published, string reason, Actor actor, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why, so that others can learn from it.");
        var restored = await writer.WriteAsync<Outcome<IntakeRulesVersion?>>(scope =>
        {
            if (Last(scope, id) is not { } last || last.Version != published)
                return new Outcome<IntakeRulesVersion?>(null, null);
            var before = scope.Db.IntakeRules.Where(row => row.RulesId == id && row.Version < published).OrderByDescending(row => row.Version).FirstOrDefault();
            var version = Add(scope, id, before?.Yaml ?? "", last, new PublicationGround.Restored(before?.Version ?? 0, reason), actor.Name, actor);
            (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (before?.ReviewId, before?.ApprovedById, before?.ApprovedBy);
            return version;
        }, cancel);
        if (restored.Refusal is { } refused)
            return refused;
        if (restored.Value is { } now)
        {
            if (IntakeRulesReader.Read(id, now.Yaml, now.Version, catalog.Vocabulary).Rules is { } rules)
                catalog.Intake.Replace(rules);
            else
                catalog.Intake.Remove(id);
        }

        return id;
    }

    /// <summary>Why a text could not come into force as it stands; the rules when it could.</summary>
    public Outcome<IntakeRules> Check(string id, string yaml)
    {
        if (!Id().IsMatch(id))
            return new Refusal("invalid", "Rules are named by small letters, digits and hyphens, like cardiology.");
        var (read, findings) = IntakeRulesReader.Read(id, yaml, 0, catalog.Vocabulary);
        if (read is null)
            return new Refusal("invalid", string.Join(' ', findings.Select(finding => $"Line {finding.Span.Line}: {finding.Message}")));
        return read.Names.Select(catalog.Intake.Find).FirstOrDefault(other => other is not null && other.Id != id) is { } taken
            ? new Refusal("invalid", $"{taken.Id} has rules for {string.Join(", ", read.Names.Intersect(taken.Names, StringComparer.OrdinalIgnoreCase))} already.")
            : read;
    }

    internal static IntakeRulesVersion? Last(WriteScope scope, string id) => scope.Db.IntakeRules.Where(row => row.RulesId == id).OrderByDescending(row => row.Version).FirstOrDefault();

    private static IntakeRulesVersion Add(WriteScope scope, string id, string yaml, IntakeRulesVersion? last, PublicationGround ground, string author, Actor actor)
    {
        var version = new IntakeRulesVersion
        {
            RulesId = id, Version = (last?.Version ?? 0) + 1, Yaml = yaml, Author = author, At = scope.Now, Ground = ground.Word,
            Reason = ground.Why,
        };
        scope.Db.IntakeRules.Add(version);
        scope.Record("intake_rules_saved", new Subject("intake-rules", id), actor, Detail.Of(("version", version.Version), ("ground", ground.Word), ("textHash", Detail.HashOf(yaml)), ("reasonHash", Detail.HashOf(version.Reason))));
        scope.Announce(new Change("intake-rules", id));
        return version;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
