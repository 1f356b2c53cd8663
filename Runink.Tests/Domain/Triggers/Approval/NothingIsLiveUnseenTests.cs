using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Runink.Tests.Domain.Store;

namespace Runink.Tests.Domain.Triggers.Approval;

/// <summary>
/// People write, ask, approve, schedule, hurry, restore and retire at random, each with all rights, over any door there is. No text is ever in force without
/// an approval of exactly that text by somebody who did not write on it, or a recorded emergency.
/// </summary>
public sealed class NothingIsLiveUnseenTests
{
    private static readonly string[] People = ["tess", "dana", "luis"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task NoTextIsEverInForceWithoutSomebodyElsesApprovalOrARecordedEmergency(int seed)
    {
        await using var store = await TemporaryStore.NewAsync();
        var catalog = new TriggerCatalog(Vocabulary.Shipped);
        var triggers = new TriggerCommandHandler(store.Store, store.Writer, catalog, new MessagePipeline(store.Writer, catalog, new SiteOptions()), new ApprovalPolicy(IsRequired: true));
        var reviews = new ReviewCommandHandler(store.Store, store.Writer, triggers, new IntakeRulesCommandHandler(store.Writer, catalog, new ApprovalPolicy(IsRequired: true)), new FeedProfileCommandHandler(store.Writer, new FeedProfiles([]), catalog.Vocabulary, new SiteOptions(), new ApprovalPolicy(IsRequired: true)), new FeedContractCommandHandler(store.Writer, new FeedContracts(), catalog.Vocabulary, new ApprovalPolicy(IsRequired: true)), new PolicyCommandHandler(store.Writer, catalog, new Runink.Domain.Teams.Directory()));
        var random = new Random(seed);
        var live = 0;
        for (var step = 0; step < 250; step++)
        {
            var who = new Actor(random.Next(12) == 0 ? "key" : "person", People[random.Next(People.Length)], "Somebody");
            await using (var db = store.Store.Read())
            {
                var all = await db.TextReviews.ToListAsync(Stop);
                var review = all.Count == 0 ? null : all[random.Next(Math.Max(0, all.Count - 4), all.Count)];
                var versions = await db.TriggerVersions.ToListAsync(Stop);
                var draft = await db.TriggerDrafts.FirstOrDefaultAsync(Stop);
                switch (random.Next(11))
                {
                    case 0 or 1:
                        await WriteAsync(store, who, $"trigger:\n  id: t\n  name: T\n  when: lab.lactate > {random.Next(2, 6)} mmol/L\n  then: [{{action: log, entry: t}}]\n");
                        break;
                    case 2 or 3:
                        await reviews.SubmitAsync("t", null, null, who, null, Stop);
                        break;
                    case 4 or 5 or 6 when review is not null:
                        var name = ReviewFlow.Names[random.Next(ReviewFlow.Names.Count)];
                        await reviews.ActAsync(review.Id, name, new ReviewInput(Reason: "Why", At: store.Time.GetUtcNow().AddMinutes(30)), new Reviewer(who, (Permission)~0), null, Stop);
                        break;
                    case 7 when draft is not null:
                        PublicationGround ground = random.Next(3) switch
                        {
                            0 => new PublicationGround.Unchecked(),
                            1 => new PublicationGround.Shipped(),
                            _ => review is null ? new PublicationGround.Unchecked() : new PublicationGround.Approved(review.Id),
                        };
                        await triggers.PublishAsync(new Publication("t", draft.Yaml, ground), who, Stop);
                        break;
                    case 8 when draft is not null && random.Next(3) == 0:
                        await triggers.PublishAsync(new Publication("t", draft.Yaml, new PublicationGround.Emergency("Now", $"{draft.Editors}\n{who.Id}")), who, Stop);
                        break;
                    case 9 when versions.Count > 0:
                        var old = versions[random.Next(versions.Count)];
                        await triggers.PublishAsync(new Publication("t", random.Next(5) == 0 && draft is not null ? draft.Yaml : old.Yaml, new PublicationGround.Restored(old.Version, "Back")), who, Stop);
                        break;
                    default:
                        store.Time.Advance(TimeSpan.FromMinutes(20));
                        var now = store.Time.GetUtcNow();
                        foreach (var due in all.Where(one => one.State == ReviewState.Scheduled && one.PublishAt <= now))
                            await reviews.PublishDueAsync(due, null, null, Stop);
                        if (random.Next(6) == 0)
                            await triggers.RetireAsync("t", who, Stop);
                        break;
                }
            }

            live += await LookAsync(store, catalog);
        }

        Assert.True(live > 20, $"Something was in force in {live} steps only.");
        Assert.Null(store.Verify().FirstBad);
    }

    private static async Task<int> LookAsync(TemporaryStore store, TriggerCatalog catalog)
    {
        await using var db = store.Store.Read();
        var published = await db.TriggerVersions.Where(version => version.Status == TriggerVersionStatus.Published).ToListAsync(Stop);
        Assert.True(published.Count <= 1);
        Assert.Equal(published.Select(version => version.Version), catalog.Current.All.Select(trigger => trigger.Version));
        foreach (var version in published)
        {
            var review = await db.TextReviews.SingleAsync(one => one.Id == version.ReviewId, Stop);
            Assert.Equal(TextReview.HashOf(version.Yaml), review.TextHash);
            if (version.ApprovedById is { } by)
            {
                Assert.Equal(by, review.DecidedById);
                Assert.False(review.WroteIt(by) || review.AuthorId == by, $"{by} approved a text of {review.Editors}.");
            }
            else
            {
                Assert.True(review.State is ReviewState.LaterReview or ReviewState.TakenBack, $"{version.Ground} with a review that is {review.State}.");
                Assert.False(string.IsNullOrEmpty(version.Reason));
                if (review.State == ReviewState.LaterReview)
                    Assert.True(await db.OperationalTasks.AnyAsync(task => task.Kind == TextReviews.Emergency && task.Key == review.Id && task.ClosedAt == null, Stop));
            }
        }

        return published.Count;
    }

    private static Task<int> WriteAsync(TemporaryStore store, Actor who, string yaml) => store.Writer.WriteAsync(
        scope =>
        {
            var draft = scope.Db.TriggerDrafts.Find("t");
            if (draft is null)
                scope.Db.TriggerDrafts.Add(draft = new TriggerDraft { TriggerId = "t", Yaml = "", Author = who.Name, At = scope.Now });
            if (draft.Yaml != yaml)
                draft.WrittenBy(who.Id);
            draft.Yaml = yaml;
            TextReviews.Avoid(scope, "t", "Somebody changed the text.", who, TextReview.HashOf(yaml));
            return ++draft.Revision;
        }, Stop);
}
