using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>A text that shall come into force.</summary>
/// <param name="Ground">By what right.</param>
/// <param name="ExpectedRevision">Of the draft that was looked at; null when it is not the draft.</param>
/// <param name="Promote">The version in shadow that this text is; null makes a new version.</param>
/// <param name="Context">What the text is checked against beside the vocabulary; null looks at the text alone.</param>
public sealed record Publication(string Id, string Yaml, PublicationGround Ground, int? ExpectedRevision = null, int? Promote = null, CheckContext? Context = null);

/// <summary>Publishing and retiring triggers. Every way into force leads through here. The set in force is swapped after the commit.</summary>
public sealed class TriggerCommandHandler(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, MessagePipeline pipeline, ApprovalPolicy policy)
{
    public async Task<Outcome<CompiledTrigger>> PublishAsync(Publication publication, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(publication);
        if (checkedText.Value is not { } compiled)
            return checkedText;
        var published = await writer.WriteAsync(scope => Publish(scope, publication, compiled, actor), cancel);
        if (published.Value is { } trigger)
        {
            catalog.Replace(trigger);
            if (publication.Promote is not null)
                catalog.SetShadow(publication.Id, null);
            // A new version is true of somebody at once or of nobody: it does not wait for the next message to say so.
            await KnownPatients.EachAsync(store, writer, pipeline, (scope, loaded) =>
            {
                if (pipeline.Triggers.Evaluate(scope, loaded, trigger, corrected: false) == EpisodeMove.Fire)
                    Mark(scope, loaded, trigger);
            }, cancel);
        }

        return published;
    }

    /// <summary>Why a text could not come into force as it stands; the trigger when it could.</summary>
    public Outcome<CompiledTrigger> Check(Publication publication)
    {
        var report = TriggerCheck.Check([new TriggerFile($"{publication.Id}.yaml", publication.Yaml)], catalog.Vocabulary, (publication.Context ?? CheckContext.None) with { Publishing = true });
        if (report.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
            return new Refusal("invalid", $"Mend the errors first. {error.Code}, line {error.Span.Line}: {error.Message}");
        if (!report.Ok || report.Triggers is not [var compiled])
            return new Refusal("invalid", "Mend the errors and failing tests first; one trigger to a text.");
        return compiled.Id == publication.Id ? compiled : new Refusal("invalid", $"The text's id is {compiled.Id}; this trigger is {publication.Id}. An id never changes.");
    }

    private Outcome<CompiledTrigger> Publish(WriteScope scope, Publication publication, CompiledTrigger compiled, Actor actor)
    {
        var (id, yaml, ground, expectedRevision, promote, _) = publication;
        var draft = scope.Db.TriggerDrafts.Find(id);
        if (expectedRevision is { } expected && draft is not null && draft.Revision != expected)
            return new Refusal("stale-version", "Somebody saved another draft meanwhile. Look at it, then publish.");
        var versions = scope.Db.TriggerVersions.Where(version => version.TriggerId == id).ToList();
        var review = ground is PublicationGround.Approved approval ? scope.Db.TextReviews.FirstOrDefault(one => one.Id == approval.ReviewId && one.Kind == ReviewKind.Trigger && one.SubjectId == id) : null;
        var former = ground is PublicationGround.Restored again ? versions.Find(version => version.Version == again.Version) : null;
        var decided = PublicationDecision.Decide(policy, ground, TextReview.HashOf(yaml), actor, review, former);
        if (decided.Value is not { } decision)
            return decided.Refusal!;
        var shadow = versions.Find(version => version.Version == promote && version.Status == TriggerVersionStatus.Shadow);
        if (promote is not null && shadow is null)
            return new Refusal("not-allowed-now", $"Version {promote} is not in shadow.");
        foreach (var older in versions.Where(version => version.Status == TriggerVersionStatus.Published))
            older.Status = TriggerVersionStatus.Superseded;
        if (shadow is null)
        {
            shadow = new TriggerVersion
            {
                TriggerId = id,
                Version = versions.Count == 0 ? 1 : versions.Max(version => version.Version) + 1,
                Name = compiled.Name,
                Yaml = yaml,
                Hash = compiled.Hash,
                Author = review?.AuthorName ?? actor.Name,
                At = scope.Now,
            };
            scope.Db.TriggerVersions.Add(shadow);
        }

        (shadow.Status, shadow.Ground, shadow.ReviewId, shadow.ApprovedById, shadow.ApprovedBy) = (TriggerVersionStatus.Published, ground.Word, decision.ReviewId, decision.ApprovedById, decision.ApprovedBy);
        shadow.Reason = ground switch { PublicationGround.Emergency emergency => emergency.Reason.Trim(), PublicationGround.Restored restored => restored.Reason.Trim(), _ => null };
        // A draft that is not what was published is somebody's work and stays.
        if (draft is not null && (draft.Yaml == yaml || (promote is null && expectedRevision is not null)))
            scope.Db.TriggerDrafts.Remove(draft);
        scope.Record("trigger_published", new Subject("trigger", id), actor, Detail.Of(
            ("version", shadow.Version), ("hash", compiled.Hash), ("ground", ground.Word), ("text", TextReview.HashOf(yaml)), ("review", decision.ReviewId), ("approvedBy", decision.ApprovedById), ("reasonHash", Detail.HashOf(shadow.Reason))));
        TextReviews.FollowPublication(scope, shadow, review, decision, ground, actor);
        scope.Announce(new Change("trigger", id));
        return compiled.With(shadow.Version);
    }

    /// <summary>Nobody is called for a rule that nobody stands for any more; what it found stays on the worklist, for a person to close.</summary>
    private static void EndLadder(WriteScope scope, Escalation escalation, Actor actor)
    {
        Ladder.End(scope, escalation);
        EpisodeEffects.Note(scope, escalation, new EscalationChange("trigger-retired", "escalation_trigger_retired", "Its trigger was retired: nobody else is called, and no rule closes it. Look at the patient, then close it."), actor);
    }

    private static void Mark(WriteScope scope, LoadedPatient loaded, CompiledTrigger trigger)
    {
        var opened = scope.Db.Escalations.Local.FirstOrDefault(row => row.TriggerId == trigger.Id && row.PatientId == loaded.Patient.Id && row.OpenedAt == scope.Now && !row.IsUnknown);
        if (opened is null)
            return;
        opened.Narrative = $"True at publish: it held already when version {trigger.Version} was published. {opened.Narrative}";
        EpisodeEffects.Write(scope, opened, new EscalationChange("true-at-publish", "escalation_true_at_publish", $"It held already when version {trigger.Version} was published."), Actor.Trigger(trigger.Id, trigger.Version));
    }

    public async Task<Outcome<string>> RetireAsync(string id, Actor actor, CancellationToken cancel)
    {
        var retired = await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (scope.Db.TriggerVersions.FirstOrDefault(version => version.TriggerId == id && version.Status == TriggerVersionStatus.Published) is not { } inForce)
                return new Refusal("not-found", "No version of this trigger is in force.");
            inForce.Status = TriggerVersionStatus.Retired;
            foreach (var escalation in scope.Db.Escalations.Where(row => row.TriggerId == id && row.Status != EscalationStatus.Resolved && row.Status != EscalationStatus.Retracted).ToList())
                EndLadder(scope, escalation, actor);
            scope.Record("trigger_retired", new Subject("trigger", id), actor, Detail.Of(("version", inForce.Version)));
            TextReviews.Avoid(scope, id, $"v{inForce.Version} was retired meanwhile.", actor);
            scope.Announce(new Change("trigger", id));
            return id;
        }, cancel);
        if (retired.Ok)
            catalog.Remove(id);
        return retired;
    }
}
