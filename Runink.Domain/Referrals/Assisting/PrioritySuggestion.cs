using Runink.Domain.Referrals.Rules;

namespace Runink.Domain.Referrals.Assisting;

/// <summary>Whether the reason speaks for more haste than was asked for. Nothing speaks for less.</summary>
public static class PrioritySuggestion
{
    /// <summary>Words that a triage nurse stops at, where the rules of the service name none.</summary>
    public static PriorityWords RedFlags { get; } = new(["suicidal", "syncope", "crushing chest pain", "chest pain at rest", "unstable angina", "haemoptysis", "acute weakness", "sudden loss of vision"], ["worsening", "rapidly", "unintended weight loss", "second fall"]);

    /// <param name="rules">Of the service; those without words leave it to the red flags.</param>
    public static AssistedSuggestion Decide(string priority, string? reason, PriorityWords rules)
    {
        var (higher, because) = rules.Decide(priority, reason);
        if (because is null)
            (higher, because) = RedFlags.Decide(priority, reason);
        return because is null
            ? new AssistedSuggestion(AssistedKind.Priority, null, $"Nothing in the reason speaks for more haste than {priority}", [])
            : new AssistedSuggestion(AssistedKind.Priority, higher, higher, [new AssistedReason($"The reason says “{because}”", ServiceSuggestion.OfCode)]);
    }
}
