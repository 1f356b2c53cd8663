using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Mapping;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Drafts of what feeds mean: kept with each step, so that they outlive a browser and every step can be taken back.</summary>
public sealed class FeedProfileDrafts(StoreWriter writer)
{
    /// <summary>Rows of patients are kept so long after somebody last worked on them.</summary>
    public static readonly TimeSpan SampleLife = TimeSpan.FromDays(7);

    /// <param name="expected">The revision that the person saw; 0 for a new draft.</param>
    /// <param name="sample">Sealed; null leaves what is there.</param>
    public Task<Outcome<FeedProfileDraft>> SaveAsync(string id, string yaml, byte[]? sample, int expected, Actor actor, CancellationToken cancel) => writer.WriteAsync<Outcome<FeedProfileDraft>>(scope =>
    {
        if (scope.Db.FeedProfileDrafts.Find(id) is not { } draft)
        {
            if (expected != 0)
                return Stale();
            draft = new FeedProfileDraft { ProfileId = id, Yaml = "", Author = actor.Name, At = scope.Now };
            scope.Db.FeedProfileDrafts.Add(draft);
        }
        else if (draft.Revision != expected)
        {
            return Stale();
        }

        if (draft.Revision > 0 && draft.Yaml != yaml)
            draft.Steps = JsonSerializer.Serialize(Steps(draft).Append(draft.Yaml).TakeLast(FeedProfileDraft.MostSteps));
        if (sample is not null)
            (draft.Sample, draft.SampleAt) = (sample, scope.Now);
        return Written(scope, draft, yaml, "feed_profile_draft_saved", actor);
    }, cancel);

    /// <summary>The text before the last change.</summary>
    public Task<Outcome<FeedProfileDraft>> UndoAsync(string id, int expected, Actor actor, CancellationToken cancel) => writer.WriteAsync<Outcome<FeedProfileDraft>>(scope =>
    {
        if (scope.Db.FeedProfileDrafts.Find(id) is not { } draft || draft.Revision != expected)
            return Stale();
        if (Steps(draft) is not { Count: > 0 } steps)
            return new Refusal("not-allowed-now", "There is no step to take back.");
        draft.Steps = JsonSerializer.Serialize(steps.SkipLast(1));
        return Written(scope, draft, steps[^1], "feed_profile_draft_undone", actor);
    }, cancel);

    public Task<Outcome<string>> DiscardAsync(string id, Actor actor, CancellationToken cancel) => writer.WriteAsync<Outcome<string>>(scope =>
    {
        if (scope.Db.FeedProfileDrafts.Find(id) is not { } draft)
            return new Refusal("not-found", "There is no such draft.");
        scope.Db.FeedProfileDrafts.Remove(draft);
        scope.Record("feed_profile_draft_discarded", new Subject("feed-profile", id), actor);
        scope.Announce(new Change("feed-profile", id));
        return id;
    }, cancel);

    /// <summary>Samples that nobody works on any more are thrown away; the text stays.</summary>
    public Task<int> ForgetSamplesAsync(CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        var until = scope.Now - SampleLife;
        var old = scope.Db.FeedProfileDrafts.Where(row => row.SampleAt != null && row.At < until).ToList();
        foreach (var draft in old)
            (draft.Sample, draft.SampleAt) = (null, null);
        return old.Count;
    }, cancel);

    public static IReadOnlyList<string> Steps(FeedProfileDraft draft) => JsonSerializer.Deserialize<List<string>>(draft.Steps) ?? [];

    private static FeedProfileDraft Written(WriteScope scope, FeedProfileDraft draft, string yaml, string fact, Actor actor)
    {
        (draft.Yaml, draft.Author, draft.At, draft.Revision) = (yaml, actor.Name, scope.Now, draft.Revision + 1);
        draft.WrittenBy(actor.Id);
        scope.Record(fact, new Subject("feed-profile", draft.ProfileId), actor, Detail.Of(("revision", draft.Revision), ("textHash", Detail.HashOf(yaml))));
        scope.Announce(new Change("feed-profile", draft.ProfileId));
        return draft;
    }

    private static Refusal Stale() => new("stale-version", "Somebody changed this draft meanwhile. It is shown as it is now; do your step again.");
}
