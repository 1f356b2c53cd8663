using Runink.Domain.Signals;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

/// <summary>Ages below and between whole years.</summary>
public class AgeTests
{
    [Theory]
    [InlineData("age < 6 months", "2025-05-01", Verdict.False)]
    [InlineData("age < 6 months", "2025-09-02", Verdict.True)]
    [InlineData("age < 6 months", "2025-09-01", Verdict.False)]
    [InlineData("age >= 28 days", "2026-02-01", Verdict.True)]
    [InlineData("age >= 28 days", "2026-02-02", Verdict.False)]
    [InlineData("age < 4 weeks", "2026-02-20", Verdict.True)]
    [InlineData("age < 18 months", "2024-09-02", Verdict.True)]
    [InlineData("age < 18 months", "2024-09-01", Verdict.False)]
    [InlineData("age < 130 months", "1950-01-01", Verdict.False)]
    [InlineData("age < 2 years", "2024-03-02", Verdict.True)]
    [InlineData("age < 2 years", "2024-03-01", Verdict.False)]
    [InlineData("age > 65", "1960-03-02", Verdict.False)]
    [InlineData("age > 65", "1960-03-01", Verdict.True)]
    [InlineData("age BETWEEN 1 month AND 6 months", "2026-01-10", Verdict.True)]
    [InlineData("age BETWEEN 1 month AND 6 months", "2025-05-01", Verdict.False)]
    public void A_limit_in_months_or_days_is_met_in_months_or_days(string condition, string born, Verdict expected) =>
        Assert.Equal(expected, Write.When(condition).Holds(new PatientState(new("p", DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), null))));

    [Fact]
    public void It_is_looked_at_again_on_the_day_on_which_it_changes()
    {
        var state = new PatientState(new("p", new DateOnly(2025, 9, 2), null));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), TriggerEvaluator.Evaluate(Write.When("age < 6 months"), state, Write.Noon).NextChange);
        Assert.Contains("age 5 months (below 6)", TriggerEvaluator.Explain(Write.When("age < 6 months"), state, Write.Noon).Sentence.ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("age >= 28 days", "1948-03-12", "77 y")]
    [InlineData("age < 18 months", "1948-03-12", "77 y")]
    [InlineData("age >= 28 days", "2026-02-01", "28 d")]
    [InlineData("age > 65", "1948-03-12", "77")]
    public void Where_it_stands_alone_a_long_life_is_told_in_years(string condition, string born, string told)
    {
        var state = new PatientState(new("p", DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), null));
        Assert.Equal(told, Assert.Single(TriggerEvaluator.Explain(Write.When(condition), state, Write.Noon).Inputs).Value);
    }

    /// <summary>Born on the last of February at 20:00; it is noon on the next day: 16 hours.</summary>
    [Theory]
    [InlineData("age < 16 h", Verdict.False)]
    [InlineData("age < 17 hours", Verdict.True)]
    [InlineData("age >= 16 h AND age < 24 h", Verdict.True)]
    [InlineData("age < 24 h", Verdict.True)]
    [InlineData("age < 90 min", Verdict.False)]
    [InlineData("age >= 960 min", Verdict.True)]
    [InlineData("age >= 1 d", Verdict.True)]
    public void A_limit_in_hours_is_met_from_the_instant_of_birth(string condition, Verdict expected) =>
        Assert.Equal(expected, Write.When(condition).Holds(Newborn(new DateTimeOffset(2026, 2, 28, 20, 0, 0, TimeSpan.Zero))));

    /// <summary>At noon, who was born on the day before is 12 to 36 hours old.</summary>
    [Theory]
    [InlineData("age < 40 h", Verdict.True)]
    [InlineData("age < 12 h", Verdict.False)]
    [InlineData("age < 24 h", Verdict.Unknown)]
    [InlineData("age >= 36 h", Verdict.Unknown)]
    [InlineData("age > 36 h", Verdict.False)]
    public void Where_only_the_day_is_known_hours_are_told_as_far_as_they_go(string condition, Verdict expected) =>
        Assert.Equal(expected, Write.When(condition).Holds(Newborn(null)));

    [Fact]
    public void The_next_hour_is_looked_at()
    {
        var born = new DateTimeOffset(2026, 2, 28, 20, 20, 0, TimeSpan.Zero);
        var outcome = TriggerEvaluator.Evaluate(Write.When("age < 16 h"), Newborn(born), Write.Noon);
        Assert.Equal((Verdict.True, born.AddHours(16)), (outcome.Holds, outcome.NextChange));
        Assert.Contains("age 15 h (below 16)", TriggerEvaluator.Explain(Write.When("age < 16 h"), Newborn(born), Write.Noon).Sentence.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.Contains("age 12–36 h is not exact enough", TriggerEvaluator.Explain(Write.When("age < 24 h"), Newborn(null), Write.Noon).Sentence.ToLowerInvariant(), StringComparison.Ordinal);
    }

    private static PatientState Newborn(DateTimeOffset? at) => new(new PatientFacts("p", new DateOnly(2026, 2, 28), null) { BornAt = at });

    [Fact]
    public void Without_a_birth_date_nobody_can_tell() => Assert.Equal(Verdict.Unknown, Write.When("age < 6 months").Holds(new PatientState(new("p", null, null))));
}
