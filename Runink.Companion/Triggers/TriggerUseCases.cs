using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Hosting.Http;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers;

/// <summary>Where the studio and the API read, check, try and publish triggers.</summary>
public sealed class TriggerUseCases(
    CompanionStore store, StoreWriter writer, TriggerCatalog catalog, TriggerCommandHandler work, ApprovalPolicy policy, TriggerReplay replay, HospitalFacts facts, LookBackLimit looks, PhiAccessLog reads, TimeProvider time)
{
    public async Task<Outcome<IReadOnlyList<TriggerRow>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var versions = await db.TriggerVersions.ToListAsync(cancel);
        var drafts = await db.TriggerDrafts.ToDictionaryAsync(draft => draft.TriggerId, cancel);
        var since = time.GetUtcNow().AddDays(-30);
        var firings = await db.Escalations.Where(row => row.OpenedAt >= since && !row.IsUnknown)
            .GroupBy(row => row.TriggerId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancel);
        var ids = versions.Select(version => version.TriggerId).Concat(drafts.Keys).Distinct(StringComparer.Ordinal);
        return new Outcome<IReadOnlyList<TriggerRow>>([.. ids.Select(id => Row(
            id, [.. versions.Where(version => version.TriggerId == id)], drafts.GetValueOrDefault(id), firings.GetValueOrDefault(id))).OrderBy(row => row.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    public async Task<Outcome<TriggerView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var versions = await db.TriggerVersions.Where(version => version.TriggerId == id).OrderByDescending(version => version.Version).ToListAsync(cancel);
        var draft = await db.TriggerDrafts.FirstOrDefaultAsync(row => row.TriggerId == id, cancel);
        if (versions.Count == 0 && draft is null)
            return new Refusal("not-found", "There is no such trigger.");
        var inForce = versions.Find(version => version.Status == TriggerVersionStatus.Published);
        return new TriggerView(
            id, catalog.Current.ById(id)?.Name ?? versions.FirstOrDefault()?.Name ?? id, draft?.Yaml ?? (inForce ?? versions[0]).Yaml, inForce?.Version,
            draft is not null, draft?.Revision ?? 0,
            [.. versions.Select(version => new TriggerVersionRow(
                version.Version, version.Status.ToString().ToLowerInvariant(), version.Hash, version.Author, version.At, version.Yaml, Note(version)))]);
    }

    /// <summary>By what right it came into force, in words; null where nothing needs to be said.</summary>
    private static string? Note(TriggerVersion version) => version.Ground switch
    {
        "approved" => $"approved by {version.ApprovedBy}",
        "emergency" => $"emergency{(version.ApprovedBy is { } later ? $", found right by {later}" : "")}: {version.Reason}",
        "restored" => $"text of an earlier version again: {version.Reason}",
        "shipped" => "shipped",
        _ => null,
    };

    /// <summary>The names that a trigger may use here.</summary>
    public Vocabulary Vocabulary => catalog.Vocabulary;

    public CheckAnswer Check(string fileName, string yaml) => Check([new TriggerFile(fileName, yaml)]);

    public CheckAnswer Check(IReadOnlyList<TriggerFile> files) => CheckJson.Shape(TriggerCheck.Check(files, catalog.Vocabulary, facts.Now));

    /// <summary>Looks at the feeds, so that the checks that follow can tell which names are silent.</summary>
    public async Task LookAtFeedsAsync(Caller caller, CancellationToken cancel)
    {
        await reads.NoteAsync(caller, "feeds_checked", new Subject("trigger", "check"), cancel);
        await facts.ReadAsync(cancel);
    }

    public IReadOnlyList<CompletionView> Complete(string yaml, int line, int column) =>
    [
        .. TriggerAuthoring.Complete(yaml, line, column, catalog.Vocabulary)
            .Select(found => new CompletionView(found.Label, found.Kind, found.Detail, found.Documentation, found.InsertText)),
    ];

    /// <summary>Markdown about what stands at the position; null when there is nothing to say.</summary>
    public string? Hover(string yaml, int line, int column) => TriggerAuthoring.Hover(yaml, line, column, catalog.Vocabulary);

    /// <summary>The sentence in parts, of which some stand in the text and can be changed there.</summary>
    public IReadOnlyList<SentencePart> Sentence(string yaml) => TriggerChips.Of(yaml, catalog.Vocabulary);

    public Outcome<string> Change(string yaml, SentenceChip chip, string typed) => TriggerChips.Change(yaml, chip, typed, catalog.Vocabulary, facts.Now);

    /// <summary>The head of the trigger as fields.</summary>
    public IReadOnlyList<FormField> Form(string yaml) => TriggerForm.Of(yaml, catalog.Policies.Keys);

    public Outcome<string> SetInForm(string yaml, string path, string value) => TriggerForm.Set(yaml, path, value, catalog.Vocabulary, facts.Now);

    public string Format(string yaml) => TriggerFormatter.Format(yaml);

    /// <param name="origin">Where the text comes from when nobody typed it: <c>v3</c>, or the id of another trigger.</param>
    public async Task<Outcome<TriggerView>> SaveDraftAsync(Caller caller, string id, string yaml, int? expectedRevision, CancellationToken cancel, string? origin = null)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        if (!TriggerChecks.IsSlug(id))
            return new Refusal("invalid", "An id is small letters, digits and hyphens, at most 80.");
        if (yaml.Length > TriggerChecks.LongestText)
            return new Refusal("invalid", "A trigger's text is at most 256 KiB.");
        if (yaml.Contains('\0', StringComparison.Ordinal))
            return new Refusal("invalid", "A trigger's text has no NUL characters.");
        var saved = await writer.WriteAsync<Outcome<int>>(scope =>
        {
            var draft = scope.Db.TriggerDrafts.Find(id);
            if (expectedRevision is { } expected && expected != (draft?.Revision ?? 0))
                return new Refusal("stale-version", "Somebody saved another draft meanwhile. Copy your text, open it again, and bring the two together.");
            if (draft is null)
            {
                draft = new TriggerDraft { TriggerId = id, Yaml = yaml, Author = caller.Name, At = scope.Now };
                scope.Db.TriggerDrafts.Add(draft);
                draft.WrittenBy(caller.Id);
            }

            if (draft.Yaml != yaml)
                draft.WrittenBy(caller.Id);
            TextReviews.Avoid(scope, id, $"{caller.Name} changed the text.", caller.Actor, TextReview.HashOf(yaml), ofDraft: true);
            (draft.Yaml, draft.Author, draft.At) = (yaml, caller.Name, scope.Now);
            draft.Revision++;
            scope.Record("trigger_draft_saved", new Subject("trigger", id), caller.Actor, Detail.Of(("revision", draft.Revision), ("textOf", origin)));
            scope.Announce(new Change("trigger", id));
            return draft.Revision;
        }, cancel);
        return saved.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Puts the draft in force. Refused while it has errors or failing tests, or breaks its budget.</summary>
    /// <param name="version">When this version is in shadow, it is what comes into force.</param>
    public async Task<Outcome<TriggerView>> PublishAsync(Caller caller, string id, int? expectedRevision, CancellationToken cancel, int? version = null)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var draft = await db.TriggerDrafts.FirstOrDefaultAsync(row => row.TriggerId == id, cancel);
        var shadow = await db.TriggerVersions.FirstOrDefaultAsync(row => row.TriggerId == id && row.Version == version && row.Status == TriggerVersionStatus.Shadow, cancel);
        if ((shadow?.Yaml ?? draft?.Yaml) is not { } yaml)
            return new Refusal("not-allowed-now", "There is no draft to publish. Save one first.");
        if (await OverBudgetAsync(caller, id, yaml, cancel) is { } over)
            return over;
        // What somebody else approved comes into force by that; the rest by whoever may publish, where that is enough.
        var hash = TextReview.HashOf(yaml);
        var approved = await db.TextReviews.FirstOrDefaultAsync(one => one.Kind == ReviewKind.Trigger && one.SubjectId == id && one.TextHash == hash && (one.State == ReviewState.Approved || one.State == ReviewState.Scheduled), cancel);
        var published = await work.PublishAsync(
            new Publication(
                id, yaml, approved is null ? new PublicationGround.Unchecked() : new PublicationGround.Approved(approved.Id), shadow is null ? expectedRevision ?? draft!.Revision : null, shadow?.Version,
                await facts.ReadAsync(cancel)), caller.Actor, cancel);
        return published.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    public async Task<Outcome<TriggerView>> RetireAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        var retired = await work.RetireAsync(id, caller.Actor, cancel);
        return retired.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Puts the text of a former version in force again, as a new version; a draft that somebody works on stays.</summary>
    /// <param name="reason">Why; needed where a text is approved before it is in force.</param>
    public async Task<Outcome<TriggerView>> PublishAgainAsync(Caller caller, string id, int version, CancellationToken cancel, string? reason = null)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        var why = WrittenText.Note(reason, "The reason");
        if (why.Refusal is { } unwritable)
            return unwritable;
        await using var db = store.Read();
        if (await db.TriggerVersions.FirstOrDefaultAsync(row => row.TriggerId == id && row.Version == version, cancel) is not { } former)
            return new Refusal("not-found", $"There is no version {version}.");
        // Undoing is never kept back by a budget: what is in force now may be worse.
        if (why.Value is null && await OverBudgetAsync(caller, id, former.Yaml, cancel) is { } over)
            return over;
        PublicationGround ground = why.Value is null && !policy.IsRequired ? new PublicationGround.Unchecked() : new PublicationGround.Restored(version, why.Value ?? "");
        var published = await work.PublishAsync(new Publication(id, former.Yaml, ground, Context: await facts.ReadAsync(cancel)), caller.Actor, cancel);
        return published.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Puts the draft in force without approval, because it cannot wait. Somebody else looks afterwards.</summary>
    public async Task<Outcome<TriggerView>> PublishInEmergencyAsync(Caller caller, string id, int? expectedRevision, string? reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.PublishTriggers) is { } refusal)
            return refusal;
        var why = WrittenText.Note(reason, "The reason");
        if (why.Refusal is { } unwritable)
            return unwritable;
        await using var db = store.Read();
        if (await db.TriggerDrafts.FirstOrDefaultAsync(row => row.TriggerId == id, cancel) is not { } draft)
            return new Refusal("not-allowed-now", "There is no draft to publish. Save one first.");
        var ground = new PublicationGround.Emergency(why.Value ?? "", string.Join('\n', draft.Editors.Split('\n').Append(caller.Id).Distinct(StringComparer.Ordinal)));
        var published = await work.PublishAsync(new Publication(id, draft.Yaml, ground, expectedRevision ?? draft.Revision, Context: await facts.ReadAsync(cancel)), caller.Actor, cancel);
        return published.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Throws the draft away. What was published stays as it is; what never was is gone, and the answer is the text that was.</summary>
    public async Task<Outcome<string>> DeleteDraftAsync(Caller caller, string id, int? expectedRevision, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        return await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (scope.Db.TriggerDrafts.Find(id) is not { } draft)
                return new Refusal("not-found", "There is no draft to delete.");
            if (expectedRevision is { } expected && expected != draft.Revision)
                return new Refusal("stale-version", "Somebody saved another draft meanwhile. Look at it first.");
            scope.Db.TriggerDrafts.Remove(draft);
            TextReviews.Avoid(scope, id, $"{caller.Name} deleted the draft.", caller.Actor, ofDraft: true);
            scope.Record("trigger_draft_deleted", new Subject("trigger", id), caller.Actor, Detail.Of(("revision", draft.Revision), ("textHash", Detail.HashOf(draft.Yaml))));
            scope.Announce(new Change("trigger", id));
            return draft.Yaml;
        }, cancel);
    }

    /// <summary>Saves a text as the first draft of a trigger that does not exist yet, under its own id and name.</summary>
    public async Task<Outcome<TriggerView>> CopyAsync(Caller caller, string from, string yaml, string id, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        if ((await FindAsync(caller, id, cancel)).Ok)
            return new Refusal("taken", $"There is a trigger {id} already. Give another name.");
        return await SaveDraftAsync(caller, id, TriggerCopy.Rename(yaml, id, name), 0, cancel, from);
    }

    /// <summary>Replays the stored signals of a period through a text, and against another version.</summary>
    public async Task<Outcome<BacktestView>> BacktestAsync(
        Caller caller, string id, string yaml, BacktestQuery query, IProgress<double>? progress, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        if (query.To <= query.From)
            return new Refusal("invalid", "The period ends before it begins.");
        if (looks.Refuse(caller) is { } tooOften)
            return tooOften;
        if (catalog.Compile(id, yaml) is not { } trigger)
            return new Refusal("invalid", "Mend the errors first: only a text that compiles can be replayed.");
        var named = query.Outcome ?? trigger.Budget?.Outcome;
        var outcome = string.IsNullOrWhiteSpace(named) ? default : BacktestOutcome.Parse(named, catalog.Vocabulary, named == trigger.Budget?.Outcome ? trigger.Budget?.OutcomeWithin : null);
        if (outcome.Refusal is { } unclear)
            return unclear;
        var against = catalog.Current.ById(id);
        if (query.Against is { } number)
        {
            await using var db = store.Read();
            if (await db.TriggerVersions.FirstOrDefaultAsync(row => row.TriggerId == id && row.Version == number, cancel) is not { } version || catalog.Compile(id, version.Yaml) is not { } other)
                return new Refusal("not-found", $"There is no version {number} that can still be read.");
            against = other.With(number);
        }

        await NoteAsync(caller, "trigger_backtested", id, yaml, cancel, ("from", query.From), ("to", query.To), ("outcome", Detail.HashOf(named)), ("sees", caller.May(Permission.ReadPatients) ? "patients" : "summary"));
        return await replay.RunAsync(caller, trigger, against, query, outcome.Value, progress, cancel);
    }

    /// <summary>Every look through stored data is a line in the ledger, with the hash of the text that looked.</summary>
    private Task NoteAsync(Caller caller, string kind, string id, string yaml, CancellationToken cancel, params (string, object?)[] more) => writer.WriteAsync(scope =>
    {
        scope.Record(kind, new Subject("trigger", TriggerChecks.IsSlug(id) ? id : "unnamed"), caller.Actor, Detail.Of([("text", Detail.HashOf(yaml)), .. more]));
        return true;
    }, cancel);

    /// <summary>Null when the text keeps its budget over the last 30 days, or has none.</summary>
    public async Task<Refusal?> OverBudgetAsync(Caller caller, string id, string yaml, CancellationToken cancel)
    {
        if (catalog.Compile(id, yaml) is not { Budget: { } budget } trigger)
            return null;
        if (looks.Refuse(caller) is { } tooOften)
            return tooOften;
        await NoteAsync(caller, "trigger_judged", id, yaml, cancel);
        var outcome = BacktestOutcome.Of(budget, catalog.Vocabulary);
        return (await replay.JudgeAsync(trigger, outcome, time.GetUtcNow(), cancel)).Breaks(budget) is { } how
            ? new Refusal("over-budget", $"{(caller.May(Permission.ReadPatients) ? how : "Over the last 30 days it breaks its budget.")} Narrow the trigger, or change its budget.")
            : null;
    }

    /// <summary>The same for a text whose time has come, when nobody asks.</summary>
    public async Task<Refusal?> OverBudgetAsync(TextReview due, CancellationToken cancel)
    {
        if (catalog.Compile(due.SubjectId, due.Yaml) is not { Budget: { } budget } trigger)
            return null;
        var outcome = BacktestOutcome.Of(budget, catalog.Vocabulary);
        return (await replay.JudgeAsync(trigger, outcome, time.GetUtcNow(), cancel)).Breaks(budget) is null ? null : new Refusal("over-budget", "Over the last 30 days it breaks its budget.");
    }

    private TriggerRow Row(string id, List<TriggerVersion> versions, TriggerDraft? draft, int firings)
    {
        var inForce = versions.Find(version => version.Status == TriggerVersionStatus.Published);
        var newest = versions.MaxBy(version => version.Version);
        return new TriggerRow(
            id, newest?.Name ?? id, catalog.Current.ById(id)?.Severity.ToString().ToLowerInvariant(),
            inForce is not null ? "published" : newest is null ? "draft" : versions.Exists(version => version.Status == TriggerVersionStatus.Shadow) ? "shadow" : "retired",
            inForce?.Version, draft is not null, firings, draft?.At ?? newest!.At, draft?.Author ?? newest!.Author);
    }
}
