using Microsoft.EntityFrameworkCore;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Triggers;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>The triggers in force. A change builds the whole set and swaps one reference.</summary>
public sealed class TriggerCatalog(Vocabulary vocabulary)
{
    private volatile TriggerSet current = TriggerSet.Empty;
    private volatile TriggerSet shadows = TriggerSet.Empty;

    private volatile IReadOnlyDictionary<string, EscalationPolicy> policies = new Dictionary<string, EscalationPolicy>();

    public Vocabulary Vocabulary => vocabulary;

    /// <summary>What coordinators wrote about how referrals are taken in.</summary>
    public IntakeRulesCatalog Intake { get; } = new(vocabulary);

    /// <summary>Escalation policies kept outside of triggers, by name, each in its newest version.</summary>
    public IReadOnlyDictionary<string, EscalationPolicy> Policies => policies;

    public TriggerSet Current => current;

    /// <summary>Versions in shadow, under the ids of <see cref="Shadow"/>.</summary>
    public TriggerSet Shadows => shadows;

    /// <summary>Reads the published versions and puts them in force.</summary>
    /// <returns>Ids of triggers, and of intake rules, that can no longer be read; they are not in force and somebody must be told.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(CompanionStore store, CancellationToken cancel)
    {
        await using var db = store.Read();
        var published = await db.TriggerVersions.Where(version => version.Status == TriggerVersionStatus.Published).ToListAsync(cancel);
        var broken = new List<string>();
        var compiled = new List<CompiledTrigger>(published.Count);
        foreach (var version in published)
        {
            if (Compile(version.TriggerId, version.Yaml) is { } trigger)
                compiled.Add(trigger.With(version.Version));
            else
                broken.Add(version.TriggerId);
        }

        current = TriggerSet.Build(compiled);
        var beside = await db.TriggerVersions.Where(version => version.Status == TriggerVersionStatus.Shadow).ToListAsync(cancel);
        shadows = TriggerSet.Build(beside.Select(version => Compile(version.TriggerId, version.Yaml) is { } shadow ? Shadow.Of(shadow, version.Version) : null).OfType<CompiledTrigger>());
        var texts = await db.PolicyVersions.ToListAsync(cancel);
        policies = texts.GroupBy(row => row.PolicyId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!)
            .Select(row => EscalationPolicy.Read(row.PolicyId, row.Yaml, row.Version).Policy).OfType<EscalationPolicy>().ToDictionary(policy => policy.Id, StringComparer.OrdinalIgnoreCase);
        broken.AddRange((await Intake.LoadAsync(db, cancel)).Select(id => $"intake rules {id}"));
        return broken;
    }

    public void Replace(EscalationPolicy policy) =>
        policies = new Dictionary<string, EscalationPolicy>(policies, StringComparer.OrdinalIgnoreCase) { [policy.Id] = policy };

    public void Replace(CompiledTrigger trigger) =>
        current = TriggerSet.Build(current.All.Where(other => other.Id != trigger.Id).Append(trigger));

    /// <summary>Puts a version in shadow in place of the trigger's other one; null ends it.</summary>
    public void SetShadow(string triggerId, CompiledTrigger? shadow) =>
        shadows = TriggerSet.Build(shadows.All.Where(other => Shadow.TriggerId(other) != triggerId).Concat(shadow is null ? [] : [shadow]));

    public void Remove(string triggerId) => current = TriggerSet.Build(current.All.Where(other => other.Id != triggerId));

    /// <summary>Null when the text has errors. The id is the file's name where the text gives none.</summary>
    public CompiledTrigger? Compile(string id, string yaml) =>
        TriggerCheck.Check([new TriggerFile($"{id}.yaml", yaml)], vocabulary) is { Triggers: [var trigger] } ? trigger : null;
}
