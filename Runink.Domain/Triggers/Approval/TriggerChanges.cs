using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Teams;

namespace Runink.Domain.Triggers.Approval;

/// <param name="Before">Null where there was none.</param>
public sealed record TriggerChange(string What, string? Before, string? After);

/// <summary>What differs between two versions beside their sentence, each as a person would say it.</summary>
public static class TriggerChanges
{
    public static IReadOnlyList<TriggerChange> Between(CompiledTrigger? before, CompiledTrigger after)
    {
        var (old, now) = (before is null ? [] : Facts(before), Facts(after));
        return
        [
            .. now.Keys.Concat(old.Keys).Distinct(StringComparer.Ordinal).Select(what => new TriggerChange(what, old.GetValueOrDefault(what), now.GetValueOrDefault(what)))
                .Where(change => change.Before != change.After && (before is not null || change.After is not null)),
        ];
    }

    private static Dictionary<string, string?> Facts(CompiledTrigger trigger)
    {
        var facts = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Title"] = trigger.Name,
            ["Severity"] = trigger.Severity.ToString().ToLowerInvariant(),
            ["Is told"] = Joined(CalledUpon.Of(trigger).People.Select(one => $"{RecipientNames.Spoken(one.Who)} {one.When}")),
            ["Goes out"] = Joined(CalledUpon.Of(trigger).Elsewhere),
            ["Acknowledge within"] = Length(trigger.Sla.Acknowledge),
            ["Act within"] = Length(trigger.Sla.Act),
            ["Resolve within"] = Length(trigger.Sla.Resolve),
            ["Acknowledgement ends"] = Length(trigger.Escalation.AckExpires),
            ["Policy"] = trigger.Escalation.Policy,
            ["Checklist"] = Joined(trigger.Checklist.Select(item => item.Text)),
            ["Holds for"] = trigger.For > TimeSpan.Zero ? DurationText.Words(trigger.For) : null,
            ["One alert"] = trigger.Episode.Per == EpisodePer.Patient ? "per patient" : "per encounter",
            ["Waits between alerts"] = trigger.Episode.Cooldown > TimeSpan.Zero ? DurationText.Words(trigger.Episode.Cooldown) : null,
            ["Most a day"] = trigger.Episode.MaxPerPatientDay?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Without data"] = trigger.Episode.OnUnknown == OnUnknown.Ignore ? "nobody is asked" : null,
            ["Row on the worklist"] = trigger.OnWorklist ? "yes" : "no",
            ["Keeps quiet"] = Joined(trigger.Inhibits),
        };
        foreach (var parameter in trigger.Parameters)
            facts[$"Number {parameter.Name}"] = parameter.Shown;
        return facts;
    }

    private static string? Length(TimeSpan? length) => length is { } some ? DurationText.Words(some) : null;

    private static string? Joined(IEnumerable<string> parts) => string.Join("; ", parts) is { Length: > 0 } text ? text : null;
}
