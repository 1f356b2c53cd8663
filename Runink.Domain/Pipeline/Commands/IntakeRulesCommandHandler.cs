using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Saves intake rules. They hold for what is opened or moved from then on; what was decided by an earlier text stays.</summary>
public sealed partial class IntakeRulesCommandHandler(StoreWriter writer, TriggerCatalog catalog)
{
    /// <param name="expectedVersion">The version that the person saw; 0 for new rules; null when it does not matter.</param>
    public async Task<Outcome<IntakeRules>> SaveAsync(string id, string yaml, int? expectedVersion, Actor actor, CancellationToken cancel)
    {
        if (!Id().IsMatch(id))
            return new Refusal("invalid", "Rules are named by small letters, digits and hyphens, like cardiology.");
        var (read, findings) = IntakeRulesReader.Read(id, yaml, 0, catalog.Vocabulary);
        if (read is null)
            return new Refusal("invalid", string.Join(' ', findings.Select(finding => $"Line {finding.Span.Line}: {finding.Message}")));
        if (read.Names.Select(catalog.Intake.Find).FirstOrDefault(other => other is not null && other.Id != id) is { } taken)
            return new Refusal("invalid", $"{taken.Id} has rules for {string.Join(", ", read.Names.Intersect(taken.Names, StringComparer.OrdinalIgnoreCase))} already.");
        var saved = await writer.WriteAsync<Outcome<IntakeRules>>(
            scope =>
            {
                var last = scope.Db.IntakeRules.Where(row => row.RulesId == id).Max(row => (int?)row.Version) ?? 0;
                if (expectedVersion is { } expected && expected != last)
                    return new Refusal("stale-version", "Somebody saved these rules meanwhile. Look again, then decide.");
                var version = new IntakeRulesVersion { RulesId = id, Version = last + 1, Yaml = yaml, Author = actor.Name, At = scope.Now };
                scope.Db.IntakeRules.Add(version);
                scope.Record("intake_rules_saved", new Subject("intake-rules", id), actor, Detail.Of(("version", version.Version), ("textHash", Detail.HashOf(yaml))));
                scope.Announce(new Change("intake-rules", id));
                return read with { Version = version.Version };
            }, cancel);
        if (saved.Value is { } rules)
            catalog.Intake.Replace(rules);
        return saved;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
