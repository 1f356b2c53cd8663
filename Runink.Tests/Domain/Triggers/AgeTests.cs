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

    [Fact]
    public void Without_a_birth_date_nobody_can_tell() => Assert.Equal(Verdict.Unknown, Write.When("age < 6 months").Holds(new PatientState(new("p", null, null))));
}
