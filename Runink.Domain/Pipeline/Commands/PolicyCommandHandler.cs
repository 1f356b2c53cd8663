using System.Text.RegularExpressions;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Saves escalation policies. What is saved holds for what opens from then on; open work goes on by what it was opened with.</summary>
public sealed partial class PolicyCommandHandler(StoreWriter writer, TriggerCatalog catalog, Directory directory)
{
    /// <param name="expectedVersion">The version that the person saw; 0 for a new one; null when it does not matter.</param>
    public async Task<Outcome<EscalationPolicy>> SaveAsync(string id, string yaml, int? expectedVersion, Actor actor, CancellationToken cancel)
    {
        if (!Id().IsMatch(id))
            return new Refusal("invalid", "A policy's name in triggers has small letters, digits and hyphens, like ed-critical.");
        var (read, findings) = EscalationPolicy.Read(id, yaml, 0);
        if (read is null)
            return new Refusal("invalid", string.Join(' ', findings.Select(finding => $"Line {finding.Span.Line}: {finding.Message}")));
        var known = directory.Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (read.Names.FirstOrDefault(name => IsUnknown(name, known)) is { } nobody)
            return new Refusal("invalid", $"{nobody} reaches nobody: no team, rota or person has this name.{(Nearest.Of(nobody, known) is { } near ? $" Did you mean {near}?" : "")}");
        var saved = await writer.WriteAsync<Outcome<EscalationPolicy>>(
            scope =>
            {
                var last = scope.Db.PolicyVersions.Where(row => row.PolicyId == id).Max(row => (int?)row.Version) ?? 0;
                if (expectedVersion is { } expected && expected != last)
                    return new Refusal("stale-version", "Somebody saved this policy meanwhile. Look again, then decide.");
                var version = new PolicyVersion { PolicyId = id, Version = last + 1, Yaml = yaml, Author = actor.Name, At = scope.Now };
                scope.Db.PolicyVersions.Add(version);
                scope.Record("policy_saved", new Subject("policy", id), actor, Detail.Of(("version", version.Version), ("textHash", Detail.HashOf(yaml))));
                scope.Announce(new Change("policy", id));
                return read with { Version = version.Version };
            }, cancel);
        if (saved.Value is { } policy)
            catalog.Replace(policy);
        return saved;
    }

    private bool IsUnknown(string who, HashSet<string> known) =>
        !who.Contains('@', StringComparison.Ordinal) && !who.Contains(':', StringComparison.Ordinal)
        && !known.Contains(who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : who)
        && directory.Reach(who, Teams.Severities.Critical, DateTimeOffset.UnixEpoch).IsNobody;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
