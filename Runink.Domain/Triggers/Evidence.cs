namespace Runink.Domain.Triggers;

/// <summary>Where a trigger's thresholds come from and who answers for them; null parts show as "not provided".</summary>
public sealed record Evidence(string? Citation, string? Developer, string? Funding, DateOnly? Reviewed, string? Owner, string? Note)
{
    public static readonly Evidence None = new(null, null, null, null, null, null);
}

/// <summary>What a back-test may show at most (firings) and at least (predictive value); publishing is refused otherwise.</summary>
/// <param name="Outcome">What the firings of a back-test should have foretold; <paramref name="MinPpv"/> is judged by it.</param>
/// <param name="OutcomeWithin">How long after a firing the outcome still counts as foretold; null is <see cref="BacktestOutcome.Usual"/>.</param>
public sealed record TriggerBudget(decimal? MaxPer100PatientDays, decimal? MinPpv, string? Outcome = null, TimeSpan? OutcomeWithin = null);

/// <summary>One step of the list that the person who takes the work ticks off.</summary>
public sealed record ChecklistItem(string Id, string Text);
