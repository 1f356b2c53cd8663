using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Pipeline.Identity;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Starting and stopping versions in shadow: one a trigger at a time.</summary>
public sealed class ShadowCommandHandler(CompanionStore store, StoreWriter writer, TriggerCatalog catalog, MessagePipeline pipeline)
{
    /// <summary>Makes a version of a text and lets it run beside the one in force.</summary>
    /// <returns>The number of the version.</returns>
    public async Task<Outcome<int>> StartAsync(string id, string yaml, Actor actor, CheckContext context, CancellationToken cancel)
    {
        var report = TriggerCheck.Check([new TriggerFile($"{id}.yaml", yaml)], catalog.Vocabulary, context);
        if (!report.Ok || report.Triggers is not [var compiled])
            return new Refusal("invalid", "Mend the errors and failing tests first; one trigger to a text.");
        if (compiled.Id != id)
            return new Refusal("invalid", $"The text's id is {compiled.Id}; this trigger is {id}. An id never changes.");
        var started = await writer.WriteAsync<Outcome<CompiledTrigger>>(scope =>
        {
            var versions = scope.Db.TriggerVersions.Where(version => version.TriggerId == id).ToList();
            foreach (var older in versions.Where(version => version.Status == TriggerVersionStatus.Shadow))
                Stop(scope, older, actor);
            var number = versions.Count == 0 ? 1 : versions.Max(version => version.Version) + 1;
            scope.Db.TriggerVersions.Add(new TriggerVersion
            {
                TriggerId = id,
                Version = number,
                Name = compiled.Name,
                Yaml = yaml,
                Hash = compiled.Hash,
                Author = actor.Name,
                At = scope.Now,
                Status = TriggerVersionStatus.Shadow,
            });
            scope.Record("trigger_shadow_started", new Subject("trigger", id), actor, Detail.Of(("version", number), ("hash", compiled.Hash)));
            scope.Announce(new Change("trigger", id));
            return Shadow.Of(compiled, number);
        }, cancel);
        if (started.Value is not { } shadow)
            return started.Refusal!;
        catalog.SetShadow(id, shadow);
        await KnownPatients.EachAsync(store, writer, pipeline, (scope, loaded) => ShadowDispatcher.Evaluate(scope, loaded, shadow, corrected: false, starting: true), cancel);
        return shadow.Version;
    }

    public async Task<Outcome<string>> StopAsync(string id, int version, Actor actor, CancellationToken cancel)
    {
        var stopped = await writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (scope.Db.TriggerVersions.Find(id, version) is not { Status: TriggerVersionStatus.Shadow } shadow)
                return new Refusal("not-allowed-now", $"Version {version} is not in shadow.");
            Stop(scope, shadow, actor);
            scope.Announce(new Change("trigger", id));
            return id;
        }, cancel);
        if (stopped.Ok)
            catalog.SetShadow(id, null);
        return stopped;
    }

    private static void Stop(WriteScope scope, TriggerVersion shadow, Actor actor)
    {
        shadow.Status = TriggerVersionStatus.Retired;
        scope.Record("trigger_shadow_stopped", new Subject("trigger", shadow.TriggerId), actor, Detail.Of(("version", shadow.Version)));
    }
}
