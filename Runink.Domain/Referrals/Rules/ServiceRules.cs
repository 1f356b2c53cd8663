namespace Runink.Domain.Referrals.Rules;

/// <summary>What holds for one referral: the rules of its service, with what its payer and its unit have otherwise.</summary>
/// <param name="Name">Which text, in which version: "cardiology v3"; null when nobody wrote any.</param>
/// <param name="Owners">Names of teams by the state that they own.</param>
/// <param name="NeedsAuthorization">Whether the payer must agree first; null when no rule says so.</param>
/// <param name="Chase">How whoever owes something is reminded, by the calendar of the clocks; null: nobody is.</param>
public sealed record ServiceRules(
    string? Name, IReadOnlyList<DossierItem> Documents, PriorityWords Priority, ReferralClocks Clocks, IReadOnlyDictionary<ReferralState, string> Owners, bool? NeedsAuthorization, ChasePolicy? Chase = null)
{
    public static ServiceRules Standard { get; } = new(null, DossierItem.Standard, PriorityWords.None, ReferralClocks.Standard, new Dictionary<ReferralState, string>(), null);

    /// <summary>How a new referral begins.</summary>
    /// <param name="asked">urgent, soon or routine.</param>
    public IntakeDecision Decide(string asked, DossierFacts facts, DateTimeOffset now)
    {
        var (priority, because) = Priority.Decide(asked, facts.Reason);
        return new IntakeDecision(
            priority, because is null ? null : $"The reason says “{because}”", NeedsAuthorization switch { true => "required", false => "not-required", null => "unknown" },
            DossierAssessment.Of(Documents, facts, now), Clocks, Name);
    }
}

/// <param name="Priority">As asked, or higher.</param>
/// <param name="PriorityBecause">Why it is higher; null when it is as asked.</param>
/// <param name="Authorization">unknown, required or not-required.</param>
/// <param name="Rules">Which rules decided; null when it was the standard.</param>
public sealed record IntakeDecision(string Priority, string? PriorityBecause, string Authorization, DossierAssessment Dossier, ReferralClocks Clocks, string? Rules);
