using Runink.Domain.Referrals.Authorizing;

namespace Runink.Tests.Domain.Referrals.Authorizing;

/// <summary>The shares and times of CMS-0057-F, by hand.</summary>
public sealed class PriorAuthorizationMetricsTests
{
    private static readonly DateTimeOffset Asked = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly DecidedAuthorization[] Year =
    [
        Of("s1", false, 24, PayerDecision.Approved),
        Of("s2", false, 48, PayerDecision.Modified),
        Of("s3", false, 7 * 24, PayerDecision.Approved),
        Of("s4", false, (7 * 24) + 1, PayerDecision.Approved),
        Of("s5", false, 12, PayerDecision.Denied) with { AppealedAt = Asked.AddDays(2), OverturnedAt = Asked.AddDays(9) },
        Of("s6", false, 12, PayerDecision.Denied) with { AppealedAt = Asked.AddDays(2) },
        Of("s7", false, 12, PayerDecision.Denied),
        Of("s8", false, 0, PayerDecision.Approved),
        Of("e1", true, 10, PayerDecision.Approved),
        Of("e2", true, 73, PayerDecision.Approved),
        Of("e3", true, 20, PayerDecision.Denied),
    ];

    [Theory]
    [InlineData("standard-approved", 5, 8, 62.5)]
    [InlineData("standard-denied", 3, 8, 37.5)]
    [InlineData("standard-approved-after-appeal", 1, 2, 50.0)]
    [InlineData("extended-approved", 2, 11, 18.2)]
    [InlineData("expedited-approved", 2, 3, 66.7)]
    [InlineData("expedited-denied", 1, 3, 33.3)]
    public void SharesAreCountedOfWhatWasDecided(string name, int part, int whole, double percent)
    {
        var found = Metric(name, Year);

        Assert.Equal((part, whole, percent), (found.Part, found.Whole, found.Percent));
        Assert.Equal(part, found.Referrals.Count);
    }

    [Theory]
    [InlineData("standard-mean", 63.6)]
    [InlineData("standard-median", 24.0)]
    [InlineData("expedited-mean", 34.3)]
    [InlineData("expedited-median", 20.0)]
    public void TimesGoFromSendingToTheDecision(string name, double hours) => Assert.Equal(hours, Metric(name, Year).Hours);

    [Fact]
    public void AnEvenNumberHasItsMiddleBetweenTwo() => Assert.Equal(18.0, Metric("standard-median", [Of("a", false, 12, PayerDecision.Denied), Of("b", false, 24, PayerDecision.Approved)]).Hours);

    [Fact]
    public void OfNothingThereIsNoShareAndNoTime() => Assert.All(PriorAuthorizationMetrics.Of([]), metric => Assert.Equal((0, null, null), (metric.Whole, metric.Percent, metric.Hours)));

    [Fact]
    public void DaysAndHoursOfTheRuleAreMetToTheEnd()
    {
        Assert.False(Of("a", false, 7 * 24, PayerDecision.Approved).IsLate);
        Assert.False(Of("a", true, 72, PayerDecision.Approved).IsLate);
        Assert.True((Of("a", true, 72, PayerDecision.Approved) with { DecidedAt = Asked.AddHours(72).AddSeconds(1) }).IsLate);
    }

    [Fact]
    public void TheFirstAnswerToEachAskingIsADecision()
    {
        var steps = new[]
        {
            ("approve-authorization", 0), ("submit-authorization", 1), ("deny-authorization", 5), ("submit-authorization", 6), ("modify-authorization", 8), ("approve-authorization", 9),
            ("submit-authorization", 20), ("deny-authorization", 21), ("appeal-authorization", 22), ("deny-authorization", 24), ("appeal-authorization", 25), ("approve-authorization", 30),
        };

        var decided = DecidedAuthorization.Of("r", "Northwind Health", false, steps.Select(step => (step.Item1, Asked.AddHours(step.Item2)))).ToList();

        Assert.Equal(
            [(1.0, 5.0, PayerDecision.Denied, null, null), (6, 8, PayerDecision.Modified, null, null), (20, 21, PayerDecision.Denied, 22.0, 30.0)],
            decided.Select(one => (Hour(one.AskedAt)!.Value, Hour(one.DecidedAt)!.Value, one.Decision, Hour(one.AppealedAt), Hour(one.OverturnedAt))));

        static double? Hour(DateTimeOffset? at) => (at - Asked)?.TotalHours;
    }

    private static PriorAuthorizationMetric Metric(string name, IReadOnlyList<DecidedAuthorization> decided) => PriorAuthorizationMetrics.Of(decided).Single(metric => metric.Name == name);

    private static DecidedAuthorization Of(string id, bool isExpedited, double hours, PayerDecision decision) =>
        new(id, "Northwind Health", isExpedited, Asked, Asked.AddHours(hours), decision, null, null);
}
