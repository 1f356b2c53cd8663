using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Triggers.Policies;

/// <param name="Steps">In words, each with its time; those of a unit after them.</param>
/// <param name="UsedBy">Ids of triggers in force that name it.</param>
public sealed record PolicyView(string Id, string Name, int Version, string Yaml, IReadOnlyList<string> Steps, IReadOnlyList<string> UsedBy, string Author, DateTimeOffset At);

/// <summary>Escalation policies that triggers name.</summary>
public sealed class PolicyUseCases(CompanionStore store, PolicyCommandHandler policies, TriggerCatalog catalog, Directory directory, Vocabulary vocabulary)
{
    private const int LongestText = 64 * 1024;

    public const string Example = """
        policy:
          name: ED, critical
          steps:
            - {after: 5m, to: charge_nurse}
            - {after: 10m, to: ['on_call("medicine")', rapid_response], repeat: 2, every: 5m}
          fallback: attending
          ack_expires: 30m
          units:
            ICU: [{after: 3m, to: 'on_call("medicine")'}]
        """;

    /// <summary>Whom a step can name; a name that is not there can be written all the same, and is checked when the policy is saved.</summary>
    public IReadOnlyList<string> Recipients => [.. directory.Names.Order(StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Calendars => [.. vocabulary.Calendars.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The text as a form shows it; null when it cannot be read.</summary>
    public static PolicyDraft? Draft(string yaml) => EscalationPolicy.Read("policy", yaml, 0).Policy is { } policy ? PolicyDraft.Of(policy) : null;

    public static bool MayEdit(Caller caller) => caller.May(Permission.PublishTriggers) || caller.May(Permission.Administer);

    public async Task<Outcome<IReadOnlyList<PolicyView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var texts = await db.PolicyVersions.OrderBy(row => row.PolicyId).ThenBy(row => row.Version).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<PolicyView>>([.. texts.GroupBy(row => row.PolicyId, StringComparer.Ordinal).Select(group => View(group.Last()))], null);
    }

    public async Task<Outcome<PolicyView>> SaveAsync(Caller caller, string id, string yaml, int? expectedVersion, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return caller.Lacks(Permission.PublishTriggers) ?? new Refusal("forbidden", "You may not do this.");
        if (yaml.Length > LongestText)
            return new Refusal("too-long", "A policy has 64 KB at most.");
        var saved = await policies.SaveAsync(id.Trim(), yaml, expectedVersion, caller.Actor, cancel);
        if (saved.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return View(await db.PolicyVersions.Where(row => row.PolicyId == id).OrderByDescending(row => row.Version).FirstAsync(cancel));
    }

    private PolicyView View(PolicyVersion row)
    {
        var policy = EscalationPolicy.Read(row.PolicyId, row.Yaml, row.Version).Policy;
        return new PolicyView(
            row.PolicyId, policy?.Name ?? row.PolicyId, row.Version, row.Yaml, policy is null ? ["This text can no longer be read; the steps of the severity are used."] : [.. Words(policy)],
            [.. catalog.Current.All.Where(trigger => trigger.Escalation.IsNamed && string.Equals(trigger.Escalation.Policy, row.PolicyId, StringComparison.OrdinalIgnoreCase)).Select(trigger => trigger.Id)], row.Author, row.At);
    }

    private static IEnumerable<string> Words(EscalationPolicy policy)
    {
        foreach (var step in policy.Ladder.Steps)
            yield return Words(step);
        foreach (var (unit, steps) in policy.Units)
        {
            foreach (var step in steps)
                yield return $"{unit}: {Words(step)}";
        }

        if (policy.Ladder.Fallback is { } last)
            yield return $"When nobody of a step is reached: {RecipientNames.Spoken(last)}";
        if (policy.Ladder.AckExpires is { } ends)
            yield return $"An acknowledgement without an act ends after {Length(ends)}";
    }

    private static string Words(EscalationStep step) =>
        $"After {Length(step.After)}: {RecipientNames.Spoken(step.To)}{(step.Repeat > 0 ? $", {step.Repeat} times more every {Length(step.Every ?? step.After)}" : "")}{(step.ByAll ? ", until each of them has it" : "")}{(step.Hours is { } hours ? $", in the hours of {hours}" : "")}";

    private static string Length(TimeSpan length) => length.TotalMinutes < 120 ? $"{length.TotalMinutes:0} min" : length.TotalHours < 48 ? $"{length.TotalHours:0.#} h" : $"{length.TotalDays:0.#} d";
}
