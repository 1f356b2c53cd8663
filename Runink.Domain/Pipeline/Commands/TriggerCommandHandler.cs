using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Publishing and retiring triggers. The set in force is swapped after the commit.</summary>
public sealed class TriggerCommandHandler(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, MessagePipeline pipeline)
{
    /// <param name="promote">The version in shadow that this text is; null makes a new version.</param>
    /// <param name="context">What the text is checked against beside the vocabulary; null looks at the text alone.</param>
    public async Task<Outcome<CompiledTrigger>> PublishAsync(
        string id, string yaml, int? expectedRevision, Actor actor, CancellationToken cancel, CheckContext? context = null, int? promote = null)
    {
        var report = TriggerCheck.Check([new TriggerFile($"{id}.yaml", yaml)], catalog.Vocabulary, (context ?? CheckContext.None) with { Publishing = true });
        if (report.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error) is { } error)
            return new Refusal("invalid", $"Mend the errors first. {error.Code}, line {error.Span.Line}: {error.Message}");
        if (!report.Ok || report.Triggers is not [var compiled])
            return new Refusal("invalid", "Mend the errors and failing tests first; one trigger to a text.");
        if (compiled.Id != id)
            return new Refusal("invalid", $"The text's id is {compiled.Id}; this trigger is {id}. An id never changes.");

        var published = await writer.WriteAsync<Outcome<CompiledTrigger>>(scope =>
        {
            var draft = scope.Db.TriggerDrafts.Find(id);
            if (expectedRevision is { } expected && draft is not null && draft.Revision != expected)
                return new Refusal("stale-version", "Somebody saved another draft meanwhile. Look at it, then publish.");
            var versions = scope.Db.TriggerVersions.Where(version => version.TriggerId == id).ToList();
            foreach (var older in versions.Where(version => version.Status == TriggerVersionStatus.Published))
                older.Status = TriggerVersionStatus.Superseded;
            var shadow = versions.Find(version => version.Version == promote && version.Status == TriggerVersionStatus.Shadow);
            if (promote is not null && shadow is null)
                return new Refusal("not-allowed-now", $"Version {promote} is not in shadow.");
            var number = shadow?.Version ?? (versions.Count == 0 ? 1 : versions.Max(version => version.Version) + 1);
            if (shadow is not null)
                shadow.Status = TriggerVersionStatus.Published;
            else
                scope.Db.TriggerVersions.Add(new TriggerVersion
                {
                    TriggerId = id,
                    Version = number,
                    Name = compiled.Name,
                    Yaml = yaml,
                    Hash = compiled.Hash,
                    Author = actor.Name,
                    At = scope.Now,
                });
            // A draft that is not what was published is somebody's work and stays.
            if (draft is not null && (draft.Yaml == yaml || (shadow is null && expectedRevision is not null)))
                scope.Db.TriggerDrafts.Remove(draft);
            scope.Record("trigger_published", new Subject("trigger", id), actor, Detail.Of(("version", number), ("hash", compiled.Hash)));
            scope.Announce(new Change("trigger", id));
            return compiled.With(number);
        }, cancel);
        if (published.Value is { } trigger)
        {
            catalog.Replace(trigger);
            if (promote is not null)
                catalog.SetShadow(id, null);
            // A new version is true of somebody at once or of nobody: it does not wait for the next message to say so.
            await OpenEncounters.EachAsync(store, writer, pipeline, (scope, loaded) => pipeline.Triggers.Evaluate(scope, loaded, trigger, corrected: false), cancel);
        }

        return published;
    }

    public async Task<Outcome<string>> RetireAsync(string id, Actor actor, CancellationToken cancel)
    {
        var retired = await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (scope.Db.TriggerVersions.FirstOrDefault(version => version.TriggerId == id && version.Status == TriggerVersionStatus.Published) is not { } inForce)
                return new Refusal("not-found", "No version of this trigger is in force.");
            inForce.Status = TriggerVersionStatus.Retired;
            scope.Record("trigger_retired", new Subject("trigger", id), actor, Detail.Of(("version", inForce.Version)));
            scope.Announce(new Change("trigger", id));
            return id;
        }, cancel);
        if (retired.Ok)
            catalog.Remove(id);
        return retired;
    }
}
