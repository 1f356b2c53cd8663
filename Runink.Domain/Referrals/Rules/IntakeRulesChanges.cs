using Runink.Domain.Triggers.Approval;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Referrals.Rules;

/// <summary>What differs between two texts of intake rules, each as a person would say it.</summary>
public static class IntakeRulesChanges
{
    /// <param name="before">Null where the standard held.</param>
    public static IReadOnlyList<TriggerChange> Between(IntakeRules? before, IntakeRules after)
    {
        var (old, now) = (before is null ? new Dictionary<string, string>(StringComparer.Ordinal) : Facts(before), Facts(after));
        return [.. now.Keys.Concat(old.Keys).Distinct(StringComparer.Ordinal).Select(what => new TriggerChange(what, old.GetValueOrDefault(what), now.GetValueOrDefault(what))).Where(change => change.Before != change.After)];
    }

    private static Dictionary<string, string> Facts(IntakeRules rules)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        Say("Service", rules.Service);
        Say("Also asked for as", string.Join(", ", rules.Also));
        foreach (var item in rules.Documents)
            Say($"Needs {item.Name}", Item(item));
        Say("Makes it urgent", string.Join(", ", rules.Priority.Urgent));
        Say("Makes it soon", string.Join(", ", rules.Priority.Soon));
        Say("Calendar", rules.Calendar);
        Clocks("", rules.Clocks);
        foreach (var (state, owner) in rules.Owners)
            Say($"Owner of {ReferralStates.Of(state).Title}", owner);
        Say("Reminders of what is missing", rules.Chase is { } chase ? $"after {DurationText.Words(chase.First)}, then every {DurationText.Words(chase.Every)}, {chase.AtMost} at most" : null);
        Say("Authorization required by", string.Join(", ", rules.Required));
        Say("Authorization not required by", string.Join(", ", rules.NotRequired));
        foreach (var (variant, number) in rules.Variants.Select((variant, index) => (variant, index + 1)))
        {
            var where = $"{string.Join(", ", new[] { variant.Payer, variant.Unit }.OfType<string>())} ({number})";
            foreach (var item in variant.Documents)
                Say($"{where}: needs {item.Name}", Item(item));
            Clocks($"{where}: ", variant.Clocks);
            Say($"{where}: authorization", variant.NeedsAuthorization switch { true => "required", false => "not required", null => null });
        }

        Say("Tests", rules.Tests.Count == 0 ? null : string.Join(", ", rules.Tests.Select(test => test.Name)));
        return facts;

        void Say(string what, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                facts[what] = value;
        }

        void Clocks(string where, IReadOnlyDictionary<ClockKey, TimeSpan> clocks)
        {
            foreach (var (key, allowed) in clocks)
                Say($"{where}{ReferralStates.Of(key.State).Title}, {key.Priority}", DurationText.Words(allowed));
        }
    }

    private static string Item(DossierItem item) =>
        $"weight {item.Weight}{(item.Critical ? ", critical" : "")}{(item.Within is { } within ? $", of the last {DurationText.Words(within)}" : "")}, any of {string.Join(", ", item.AnyOf.Select(one => one.Name is null ? one.Kind.ToString().ToLowerInvariant() : $"{one.Kind.ToString().ToLowerInvariant()} {one.Name}"))}";
}
