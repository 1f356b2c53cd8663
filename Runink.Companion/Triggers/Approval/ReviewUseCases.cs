using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Triggers.Approval;

/// <summary>Where a second person looks at a trigger before it calls anybody, and at intake rules before they hold.</summary>
public sealed class ReviewUseCases(
    CompanionStore store, ReviewCommandHandler work, ParameterCommandHandler overrides, TriggerUseCases triggers, TriggerCatalog catalog, HospitalFacts facts, Directory directory, PeopleDirectory people, ApprovalPolicy policy, SiteOptions site, TimeProvider time)
{
    private const int MostRows = 200;

    private static readonly ReviewState[] Waits = [ReviewState.Waiting, ReviewState.Approved, ReviewState.Scheduled, ReviewState.LaterReview];

    public bool IsRequired => policy.IsRequired;

    /// <param name="state">open (the default), closed, or the name of a state.</param>
    public async Task<Outcome<IReadOnlyList<ReviewRow>>> ListAsync(Caller caller, string? state, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        ReviewState? one = Enum.TryParse<ReviewState>((state ?? "").Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var named) ? named : null;
        if (one is null && state is not (null or "" or "open" or "closed"))
            return new Refusal("invalid", "A state is open, closed, or one of waiting, approved, scheduled, sent-back, withdrawn, void, published, later-review, confirmed and taken-back.");
        await using var db = store.Read();
        var rows = one is { } exactly ? db.TextReviews.Where(row => row.State == exactly)
            : state == "closed" ? db.TextReviews.Where(row => !Waits.Contains(row.State) && row.State != ReviewState.SentBack)
            : db.TextReviews.Where(row => Waits.Contains(row.State) || row.State == ReviewState.SentBack);
        var found = await rows.OrderByDescending(row => row.Id).Take(MostRows).ToListAsync(cancel);
        // What was sent back is done once the same was asked about again.
        var newest = one is null && state != "closed"
            ? (await db.TextReviews.Where(row => row.State != ReviewState.Void).GroupBy(row => new { row.Kind, row.SubjectId }).Select(group => group.Max(row => row.Id)).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal)
            : null;
        return new Outcome<IReadOnlyList<ReviewRow>>([.. found.Where(row => row.State != ReviewState.SentBack || newest?.Contains(row.Id) != false).Select(row => Row(caller, row))], null);
    }

    /// <summary>How many reviews wait for this caller: to look at, or to mend.</summary>
    public async Task<(int Count, bool Urgent)> WaitingAsync(Caller caller, CancellationToken cancel)
    {
        var rows = (await ListAsync(caller, null, cancel)).Value ?? [];
        var approves = caller.May(Permission.ApproveTriggers);
        var mine = rows.Where(row => row.State is "waiting" or "later-review" ? approves && !row.IsMine : row.State == "sent-back" && row.Author.Id == caller.Id).ToList();
        return (mine.Count, mine.Any(row => row.State == "later-review"));
    }

    public async Task<Outcome<ReviewView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.TextReviews.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } review)
            return new Refusal("not-found", "There is no such review.");
        var view = review.Kind switch
        {
            ReviewKind.IntakeRules => await RulesAsync(db, caller, review, cancel),
            ReviewKind.FeedProfile => await ProfileAsync(db, caller, review, cancel),
            ReviewKind.FeedContract => await ContractAsync(db, caller, review, cancel),
            ReviewKind.Policy => await PolicyAsync(db, caller, review, cancel),
            ReviewKind.Trigger => await TriggerAsync(db, caller, review, cancel),
        };
        return review is { Repository: { } repository, RepositoryPath: { } path, Commit: { } commit } ? view with { Origin = new ReviewOrigin(repository, path, commit) } : view;
    }

    private async Task<ReviewView> TriggerAsync(CompanionDb db, Caller caller, TextReview review, CancellationToken cancel)
    {
        var before = await db.TriggerVersions.FirstOrDefaultAsync(row => row.TriggerId == review.SubjectId && row.Version == review.BaseVersion, cancel);
        var now = time.GetUtcNow();
        var numbers = (await overrides.ReadAsync(review.SubjectId, null, now, cancel)).Select(row => row.Unit).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var check = CheckJson.Shape(TriggerCheck.Check([new TriggerFile($"{review.SubjectId}.yaml", review.Yaml)], catalog.Vocabulary, (await facts.ReadAsync(cancel)) with { Publishing = true }));
        var (was, is_) = (before is null ? null : catalog.Compile(review.SubjectId, before.Yaml), catalog.Compile(review.SubjectId, review.Yaml));
        var called = is_ is null ? new CalledUpon([], [], []) : CalledUpon.Of(is_);
        return new ReviewView(
            Row(caller, review), review.Yaml, review.TextHash, before?.Yaml ?? "", is_ is null ? null : TriggerSentence.Describe(is_), was is null ? null : TriggerSentence.Describe(was),
            is_ is null ? [] : TriggerChanges.Between(was, is_), check.Diagnostics, check.Tests, check.Coverage,
            [.. called.People.Select(one => Reached(one, is_!.Severity.ToString().ToLowerInvariant(), now))], called.Elsewhere, called.Units, numbers,
            Writers(review), review.Note, review.Reason, review.Problem, await CommentsAsync(db, review.Id, cancel), ReviewFlow.Actions(review, By(caller)));
    }

    private async Task<ReviewView> RulesAsync(CompanionDb db, Caller caller, TextReview review, CancellationToken cancel)
    {
        var before = await db.IntakeRules.FirstOrDefaultAsync(row => row.RulesId == review.SubjectId && row.Version == review.BaseVersion, cancel);
        var (rules, findings) = IntakeRulesReader.Read(review.SubjectId, review.Yaml, 0, catalog.Vocabulary);
        var was = before is { Yaml.Length: > 0 } ? IntakeRulesReader.Read(review.SubjectId, before.Yaml, before.Version, catalog.Vocabulary).Rules : null;
        return new ReviewView(
            Row(caller, review), review.Yaml, review.TextHash, before?.Yaml ?? "", null, null, rules is null ? [] : IntakeRulesChanges.Between(was, rules), [.. findings.Select(CheckJson.Place)],
            rules is null ? [] : [.. RuleTests.Run(rules).Select(result => new TriggerTestResult(rules.Id, result.Test.Name, result.Passed, "as it is written", result.Why ?? ""))], [],
            [], [], [], [], Writers(review), review.Note, review.Reason, review.Problem, await CommentsAsync(db, review.Id, cancel), ReviewFlow.Actions(review, By(caller)));
    }

    private async Task<ReviewView> ProfileAsync(CompanionDb db, Caller caller, TextReview review, CancellationToken cancel)
    {
        var before = await db.FeedProfiles.FirstOrDefaultAsync(row => row.ProfileId == review.SubjectId && row.Version == review.BaseVersion, cancel);
        var (profile, was) = (Profile(review.Yaml), before is { Yaml.Length: > 0 } ? Profile(before.Yaml) : null);
        var failed = profile is null ? [] : ProfileCheck.Run(profile, site.Zone);
        return new ReviewView(
            Row(caller, review), review.Yaml, review.TextHash, before?.Yaml ?? "", null, null, profile is null ? [] : FeedProfileChanges.Between(was, profile), [],
            [.. profile?.Tests.Select(test => new TriggerTestResult(review.SubjectId, test.Name, failed.All(one => one.Line != test.Line), string.Join("; ", test.Says), failed.FirstOrDefault(one => one.Line == test.Line).Problem ?? "")) ?? []], [],
            [], [], [], [], Writers(review), review.Note, review.Reason, review.Problem, await CommentsAsync(db, review.Id, cancel), ReviewFlow.Actions(review, By(caller)));
    }

    private async Task<ReviewView> ContractAsync(CompanionDb db, Caller caller, TextReview review, CancellationToken cancel)
    {
        var before = await db.FeedContracts.FirstOrDefaultAsync(row => row.ContractId == review.SubjectId && row.Version == review.BaseVersion, cancel);
        var (contract, findings) = FeedContractReader.Read(review.SubjectId, review.Yaml, 0, catalog.Vocabulary);
        var was = before is { Yaml.Length: > 0 } ? FeedContractReader.Read(review.SubjectId, before.Yaml, before.Version, catalog.Vocabulary).Contract : null;
        return new ReviewView(
            Row(caller, review), review.Yaml, review.TextHash, before?.Yaml ?? "", null, null, contract is null ? [] : FeedContractChanges.Between(was, contract), [.. findings.Select(CheckJson.Place)],
            contract is null ? [] : [.. ContractTests.Run(contract, catalog.Vocabulary).Select(result => new TriggerTestResult(contract.Id, result.Test.Name, result.Passed, result.Test.Expect.Count == 0 ? "all is well" : string.Join(", ", result.Test.Expect), result.Why ?? ""))], [],
            [], [], [], [], Writers(review), review.Note, review.Reason, review.Problem, await CommentsAsync(db, review.Id, cancel), ReviewFlow.Actions(review, By(caller)));
    }

    private static async Task<ReviewView> PolicyAsync(CompanionDb db, Caller caller, TextReview review, CancellationToken cancel)
    {
        var before = await db.PolicyVersions.FirstOrDefaultAsync(row => row.PolicyId == review.SubjectId && row.Version == review.BaseVersion, cancel);
        var (_, findings) = EscalationPolicy.Read(review.SubjectId, review.Yaml, 0);
        return new ReviewView(
            Row(caller, review), review.Yaml, review.TextHash, before?.Yaml ?? "", null, null, [], [.. findings.Select(CheckJson.Place)], [], [],
            [], [], [], [], [review.AuthorName], review.Note, review.Reason, review.Problem, await CommentsAsync(db, review.Id, cancel), ReviewFlow.Actions(review, By(caller)));
    }

    private static FeedProfile? Profile(string yaml)
    {
        try
        {
            return FeedProfileReader.Read(yaml);
        }
        catch (FormatException)
        {
            // It was readable when it was asked about; what the reader no longer takes is shown as its text.
            return null;
        }
    }

    private IReadOnlyList<string> Writers(TextReview review) =>
        [.. review.Editors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Append(review.AuthorId).Distinct(StringComparer.Ordinal).Select(one => one == review.AuthorId ? review.AuthorName : people.NameOf(one))];

    private static async Task<IReadOnlyList<ReviewCommentRow>> CommentsAsync(CompanionDb db, string id, CancellationToken cancel) =>
        [.. (await db.ReviewComments.Where(row => row.ReviewId == id).OrderBy(row => row.Id).ToListAsync(cancel)).Select(row => new ReviewCommentRow(row.Id, row.Line, row.Text, new PersonRef(row.AuthorId, row.AuthorName), row.At))];

    /// <summary>The review of the trigger's draft that is still open, or that was sent back last; null when there is none.</summary>
    public async Task<ReviewRow?> OfDraftAsync(Caller caller, string triggerId, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is not null)
            return null;
        await using var db = store.Read();
        var last = await db.TextReviews.Where(row => row.Kind == ReviewKind.Trigger && row.SubjectId == triggerId && row.State != ReviewState.LaterReview && row.State != ReviewState.Confirmed && row.State != ReviewState.TakenBack).OrderByDescending(row => row.Id).FirstOrDefaultAsync(cancel);
        return last is { State: ReviewState.Waiting or ReviewState.Approved or ReviewState.Scheduled or ReviewState.SentBack or ReviewState.Void } ? Row(caller, last) : null;
    }

    public async Task<Outcome<ReviewView>> SubmitAsync(Caller caller, string triggerId, int? expectedRevision, string? note, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        var words = WrittenText.Note(note, "The note");
        if (words.Refusal is { } unwritable)
            return unwritable;
        await using (var db = store.Read())
        {
            var yaml = await db.TriggerDrafts.Where(row => row.TriggerId == triggerId).Select(row => row.Yaml).FirstOrDefaultAsync(cancel);
            if (yaml is not null && await triggers.OverBudgetAsync(caller, triggerId, yaml, cancel) is { } over)
                return over;
        }

        var asked = await work.SubmitAsync(triggerId, expectedRevision, words.Value, caller.Actor, await facts.ReadAsync(cancel), cancel);
        return asked.Value is { } review ? await FindAsync(caller, review.Id, cancel) : asked.Refusal!;
    }

    /// <param name="action">A name of <see cref="ReviewFlow.Names"/>.</param>
    public async Task<Outcome<ReviewView>> ActAsync(Caller caller, string id, string action, ReviewBody body, int? expectedVersion, CancellationToken cancel)
    {
        const Permission Any = Permission.ApproveTriggers | Permission.EditTriggers | Permission.PublishTriggers | Permission.MendQuarantine;
        if ((caller.Permissions & Any) == 0)
            return caller.Lacks(Permission.ApproveTriggers)!;
        var words = WrittenText.Note(body.Reason, "The reason");
        if (words.Refusal is { } unwritable)
            return unwritable;
        if (action == "publish")
        {
            await using var db = store.Read();
            if (await db.TextReviews.FirstOrDefaultAsync(row => row.Id == id, cancel) is { Kind: ReviewKind.Trigger } review && await triggers.OverBudgetAsync(caller, review.SubjectId, review.Yaml, cancel) is { } over)
                return over;
        }

        var done = await work.ActAsync(id, action, new ReviewInput(expectedVersion, words.Value, body.At, body.TextHash), By(caller), await facts.ReadAsync(cancel), cancel);
        return done.Value is null ? done.Refusal! : await FindAsync(caller, id, cancel);
    }

    /// <summary>The same for the review of a trigger that waits, whatever its id.</summary>
    public async Task<Outcome<ReviewView>> ActOnTriggerAsync(Caller caller, string triggerId, string action, ReviewBody body, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ApproveTriggers) is { } refusal)
            return refusal;
        return await OfDraftAsync(caller, triggerId, cancel) is { } review
            ? await ActAsync(caller, review.Id, action, body, null, cancel)
            : new Refusal("not-found", "Nobody has asked for approval of this trigger.");
    }

    public async Task<Outcome<ReviewView>> CommentAsync(Caller caller, string id, CommentBody body, CancellationToken cancel)
    {
        if (!caller.May(Permission.ApproveTriggers) && caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        var words = WrittenText.Note(body.Text, "The comment");
        if (words.Refusal is { } unwritable)
            return unwritable;
        var said = await work.CommentAsync(id, body.Line, words.Value, caller.Actor, cancel);
        return said.Value is null ? said.Refusal! : await FindAsync(caller, id, cancel);
    }

    private static Reviewer By(Caller caller) => new(caller.Actor, caller.Permissions);

    private ReviewCalled Reached(Called called, string severity, DateTimeOffset now)
    {
        var reach = directory.Reach(called.Who, severity, now);
        return new ReviewCalled(RecipientNames.Spoken(called.Who), called.When, [.. reach.Recipients.Select(one => one.Person?.Name ?? one.Address).Distinct(StringComparer.Ordinal)], reach.Why);
    }

    private static ReviewRow Row(Caller caller, TextReview review) => new(
        review.Id, review.Subject.Type, review.SubjectId, review.Name, Word(review.State), new PersonRef(review.AuthorId, review.AuthorName), review.At,
        review.DecidedById is null ? null : new PersonRef(review.DecidedById, review.DecidedByName!), review.DecidedAt, review.PublishAt, review.BaseVersion, review.PublishedVersion,
        review.WroteIt(caller.Id) || review.AuthorId == caller.Id, review.Version);

    private static string Word(ReviewState state) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(state.ToString());
}
