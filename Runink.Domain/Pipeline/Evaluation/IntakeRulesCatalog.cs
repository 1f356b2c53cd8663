using Microsoft.EntityFrameworkCore;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Signals;
using Runink.Domain.Store;

namespace Runink.Domain.Pipeline.Evaluation;

/// <summary>The intake rules in force, one text for each service. A change swaps one reference.</summary>
public sealed class IntakeRulesCatalog(Vocabulary vocabulary)
{
    private volatile IReadOnlyDictionary<string, IntakeRules> byName = new Dictionary<string, IntakeRules>();

    public IReadOnlyList<IntakeRules> All => [.. byName.Values.DistinctBy(rules => rules.Id).OrderBy(rules => rules.Service, StringComparer.OrdinalIgnoreCase)];

    /// <returns>Ids of texts that can no longer be read; the standard holds for their services.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(CompanionDb db, CancellationToken cancel)
    {
        var texts = await db.IntakeRules.ToListAsync(cancel);
        var newest = texts.GroupBy(row => row.RulesId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!).Select(row => (row.RulesId, row.Yaml, IntakeRulesReader.Read(row.RulesId, row.Yaml, row.Version, vocabulary).Rules)).ToList();
        byName = Named(newest.Select(pair => pair.Rules).OfType<IntakeRules>());
        return [.. newest.Where(pair => pair.Rules is null && pair.Yaml.Length > 0).Select(pair => pair.RulesId)];
    }

    public void Replace(IntakeRules rules) => byName = Named(All.Where(other => other.Id != rules.Id).Append(rules));

    public void Remove(string id) => byName = Named(All.Where(other => other.Id != id));

    public IntakeRules? Find(string service) => byName.GetValueOrDefault(service);

    internal ServiceRules For(string service, string? payer, string? unit, WorkCalendars calendars) =>
        Find(service) is { } rules ? rules.For(payer, unit, calendars.Find(rules.Calendar)) : ServiceRules.Standard;

    private static Dictionary<string, IntakeRules> Named(IEnumerable<IntakeRules> all)
    {
        var names = new Dictionary<string, IntakeRules>(StringComparer.OrdinalIgnoreCase);
        foreach (var rules in all)
        {
            foreach (var name in rules.Names)
                names.TryAdd(name, rules);
        }

        return names;
    }
}
