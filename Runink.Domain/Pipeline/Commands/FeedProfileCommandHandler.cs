using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a feed means comes into force here, beside the files that the settings name. It holds for what is read from then on; what was taken in stays as it was read.</summary>
public sealed partial class FeedProfileCommandHandler(StoreWriter writer, FeedProfiles profiles, Vocabulary vocabulary, SiteOptions site, ApprovalPolicy policy)
{
    /// <returns>Ids of those that can no longer be read; they are not in force.</returns>
    public static async Task<IReadOnlyList<string>> LoadAsync(CompanionStore store, FeedProfiles profiles, CancellationToken cancel)
    {
        await using var db = store.Read();
        var broken = new List<string>();
        foreach (var newest in (await db.FeedProfiles.ToListAsync(cancel)).GroupBy(row => row.ProfileId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!).Where(row => row.Yaml.Length > 0))
        {
            try
            {
                profiles.Set(newest.ProfileId, FeedProfileReader.Read(newest.Yaml));
            }
            catch (FormatException)
            {
                broken.Add(newest.ProfileId);
            }
        }

        return broken;
    }

    /// <param name="expectedVersion">The version that the person saw; 0 for a new profile; null when it does not matter.</param>
    /// <param name="ground">By what right.</param>
    public async Task<Outcome<FeedProfileVersion>> SaveAsync(string id, string yaml, int? expectedVersion, PublicationGround ground, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText.Refusal!;
        var saved = await writer.WriteAsync<Outcome<FeedProfileVersion>>(scope =>
        {
            var last = Last(scope, id);
            if (expectedVersion is { } expected && expected != (last?.Version ?? 0))
                return new Refusal("stale-version", "Somebody put another text in force meanwhile. Look again, then decide.");
            var reviews = scope.Db.TextReviews.Where(one => one.Kind == ReviewKind.FeedProfile && one.SubjectId == id).ToList();
            if (ground is PublicationGround.Emergency emergency)
                ground = emergency with { Editors = TextReviews.Writers(reviews, last, actor, Drafted(scope, id)) };
            var review = ground is PublicationGround.Approved approval ? reviews.Find(one => one.Id == approval.ReviewId) : null;
            var decided = PublicationDecision.Decide(policy, ground, TextReview.HashOf(yaml), actor, review, null, ReviewKind.FeedProfile);
            if (decided.Value is not { } decision)
                return decided.Refusal!;
            var version = Add(scope, id, yaml, last, ground, review?.AuthorName ?? actor.Name, actor);
            var later = TextReviews.FollowPublication(scope, new PublishedText(ReviewKind.FeedProfile, id, version.Version, read.Name, yaml, version.Reason), review, decision, ground, actor);
            (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (later ?? decision.ReviewId, decision.ApprovedById, decision.ApprovedBy);
            // Rows of patients are kept no longer than somebody works on them.
            if (scope.Db.FeedProfileDrafts.Find(id) is { } draft && draft.Yaml == yaml)
                scope.Db.FeedProfileDrafts.Remove(draft);
            return version;
        }, cancel);
        if (saved.Value is not null)
            profiles.Set(id, read);
        return saved;
    }

    /// <summary>Asks somebody else to look at a text; the one in force goes on until then.</summary>
    public async Task<Outcome<TextReview>> SubmitAsync(string id, string yaml, string? note, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText.Refusal!;
        return await writer.WriteAsync(scope => TextReviews.Submit(scope, ReviewKind.FeedProfile, id, read.Name, yaml, Last(scope, id), note, actor, Drafted(scope, id)), cancel);
    }

    /// <summary>What was put in force in an emergency ends: the text before it holds again, or none. What came later is left alone.</summary>
    internal async Task<Outcome<string>> TakeBackAsync(string id, int published, string reason, Actor actor, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why, so that others can learn from it.");
        var restored = await writer.WriteAsync(scope =>
        {
            if (Last(scope, id) is not { } last || last.Version != published)
                return null;
            var before = scope.Db.FeedProfiles.Where(row => row.ProfileId == id && row.Version < published).OrderByDescending(row => row.Version).FirstOrDefault();
            var version = Add(scope, id, before?.Yaml ?? "", last, new PublicationGround.Restored(before?.Version ?? 0, reason), actor.Name, actor);
            (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (before?.ReviewId, before?.ApprovedById, before?.ApprovedBy);
            return version;
        }, cancel);
        if (restored is not null)
            profiles.Set(id, restored.Yaml.Length > 0 ? FeedProfileReader.Read(restored.Yaml) : null);
        return id;
    }

    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>Why a text could not come into force as it stands; the profile when it could.</summary>
    public Outcome<FeedProfile> Check(string id, string yaml)
    {
        if (!IsId(id))
            return new Refusal("invalid", "Profiles are named by small letters, digits and hyphens, like ward-monitors.");
        FeedProfile profile;
        try
        {
            profile = FeedProfileReader.Read(yaml);
        }
        catch (FormatException wrong)
        {
            return new Refusal("invalid", $"{char.ToUpperInvariant(wrong.Message[0])}{wrong.Message[1..]}");
        }

        if (ProfileObjections.Of(profile, vocabulary) is { Count: > 0 } objections)
            return new Refusal("invalid", string.Join(' ', objections));
        if (ProfileCheck.Run(profile, site.Zone) is [var (line, problem), ..])
            return new Refusal("invalid", $"Line {line}: {problem}");
        return profiles.Made.FirstOrDefault(other => other.Key != id && other.Value.Feeds.Intersect(profile.Feeds, StringComparer.OrdinalIgnoreCase).Any()) is { Key: { } taken }
            ? new Refusal("invalid", $"{taken} says already what {string.Join(", ", profiles.Made[taken].Feeds.Intersect(profile.Feeds, StringComparer.OrdinalIgnoreCase))} means.")
            : profile;
    }

    /// <summary>Everybody who wrote on the draft.</summary>
    private static string[] Drafted(WriteScope scope, string id) => scope.Db.FeedProfileDrafts.Find(id)?.Editors.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static FeedProfileVersion? Last(WriteScope scope, string id) => scope.Db.FeedProfiles.Where(row => row.ProfileId == id).OrderByDescending(row => row.Version).FirstOrDefault();

    private static FeedProfileVersion Add(WriteScope scope, string id, string yaml, FeedProfileVersion? last, PublicationGround ground, string author, Actor actor)
    {
        var version = new FeedProfileVersion
        {
            ProfileId = id, Version = (last?.Version ?? 0) + 1, Yaml = yaml, Author = author, At = scope.Now, Ground = ground.Word,
            Reason = ground.Why,
        };
        scope.Db.FeedProfiles.Add(version);
        scope.Record("feed_profile_saved", new Subject("feed-profile", id), actor, Detail.Of(("version", version.Version), ("ground", ground.Word), ("textHash", Detail.HashOf(yaml)), ("reasonHash", Detail.HashOf(version.Reason))));
        scope.Announce(new Change("feed-profile", id));
        return version;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
