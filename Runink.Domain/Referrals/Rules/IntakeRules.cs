using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Referrals.Rules;

/// <summary>What some payer or unit has otherwise.</summary>
/// <param name="Payer">Null for all.</param>
/// <param name="Unit">Null for all.</param>
/// <param name="Documents">Items that are added, or that replace the one of the same name.</param>
public sealed record RuleVariant(string? Payer, string? Unit, IReadOnlyList<DossierItem> Documents, IReadOnlyDictionary<ClockKey, TimeSpan> Clocks, bool? NeedsAuthorization)
{
    public bool Holds(string? payer, string? unit) =>
        (Payer is null || string.Equals(Payer, payer, StringComparison.OrdinalIgnoreCase)) && (Unit is null || string.Equals(Unit, unit, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An example that its author expects to come out so.</summary>
public sealed record RuleTest(string Name, string? Reason, string Asked, string? Payer, string? Unit, string? Priority, string? Authorization, IReadOnlyList<string> Missing, SourceSpan Span);

/// <summary>The intake rules of one service, as one text says them.</summary>
/// <param name="Service">As it is asked for: "Cardiology".</param>
/// <param name="Also">Other names by which the same is asked for.</param>
public sealed record IntakeRules(string Id, string Service, IReadOnlyList<string> Also, int Version)
{
    public required IReadOnlyList<DossierItem> Documents { get; init; }

    public required PriorityWords Priority { get; init; }

    public required IReadOnlyDictionary<ClockKey, TimeSpan> Clocks { get; init; }

    public required IReadOnlyDictionary<ReferralState, string> Owners { get; init; }

    public required IReadOnlyList<string> Required { get; init; }

    public required IReadOnlyList<string> NotRequired { get; init; }

    /// <summary>Null: nobody is reminded of what they owe.</summary>
    public ChasePolicy? Chase { get; init; }

    public required IReadOnlyList<RuleVariant> Variants { get; init; }

    public required IReadOnlyList<RuleTest> Tests { get; init; }

    /// <summary>Name of the calendar by which its clocks run; null round the clock.</summary>
    public string? Calendar { get; init; }

    public IEnumerable<string> Names => [Service, .. Also];

    public ServiceRules For(string? payer, string? unit, BusinessCalendar? calendar)
    {
        var holding = Variants.Where(variant => variant.Holds(payer, unit)).ToList();
        var items = Documents.ToDictionary(item => item.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var item in holding.SelectMany(variant => variant.Documents))
            items[item.Name] = item;
        var clocks = new Dictionary<ClockKey, TimeSpan>(Clocks);
        foreach (var (key, allowed) in holding.SelectMany(variant => variant.Clocks))
            clocks[key] = allowed;
        return new ServiceRules(
            $"{Id} v{Version}", [.. items.Values], Priority, new ReferralClocks(clocks, calendar), Owners,
            holding.LastOrDefault(variant => variant.NeedsAuthorization is not null)?.NeedsAuthorization ?? (Names(Required) ? true : Names(NotRequired) ? false : null), Chase);

        bool Names(IReadOnlyList<string> payers) => payer is not null && payers.Contains(payer, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>One text of intake rules. Where it is empty the standard holds.</summary>
public sealed class IntakeRulesVersion : TextVersion
{
    public required string RulesId { get; init; }
}
