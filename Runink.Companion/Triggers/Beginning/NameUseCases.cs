using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers.Beginning;

/// <param name="State">"v3 in force", "draft", "in shadow", "policy v2".</param>
public sealed record NameUseRow(string Id, string State, string Href, IReadOnlyList<NameUse> Uses);

/// <summary>Where a name is used, in all texts that count now or may come into force.</summary>
public sealed class NameUseCases(CompanionStore store, TriggerCatalog catalog)
{
    public async Task<Outcome<IReadOnlyList<NameUseRow>>> FindAsync(Caller caller, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        if (name.Trim() is not { Length: > 0 and <= 200 } wanted)
            return new Refusal("invalid", "Say which name.");
        await using var db = store.Read();
        var versions = await db.TriggerVersions.Where(row => row.Status == TriggerVersionStatus.Published || row.Status == TriggerVersionStatus.Shadow).ToListAsync(cancel);
        var drafts = await db.TriggerDrafts.ToListAsync(cancel);
        var policies = (await db.PolicyVersions.ToListAsync(cancel)).GroupBy(row => row.PolicyId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!);
        var texts = versions.Select(row => (row.TriggerId, State: row.Status == TriggerVersionStatus.Published ? $"v{row.Version} in force" : $"v{row.Version} in shadow", Href: Trigger(row.TriggerId), row.Yaml))
            .Concat(drafts.Select(row => (row.TriggerId, "draft", Trigger(row.TriggerId), row.Yaml)))
            .Concat(policies.Select(row => (row.PolicyId, $"policy v{row.Version}", "/policies", row.Yaml)));
        return new Outcome<IReadOnlyList<NameUseRow>>(
        [
            .. texts.Select(text => new NameUseRow(text.Item1, text.Item2, text.Item3, NameUses.In(text.Item4, wanted, catalog.Vocabulary))).Where(row => row.Uses.Count > 0)
                .OrderBy(row => row.Id, StringComparer.Ordinal).ThenBy(row => row.State, StringComparer.Ordinal),
        ], null);
    }

    private static string Trigger(string id) => $"/triggers/{Uri.EscapeDataString(id)}";
}
