using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Assisting;
using Runink.Domain.Referrals.Rules;

namespace Runink.Tests.Domain.Referrals.Assisting;

public sealed class AssistedTests
{
    private static readonly string[] Here = ["Cardiology", "Nephrology", "Pulmonology"];

    [Theory]
    [InlineData("New murmur. Diagnosis: I34.0", "Cardiology", 4)]
    [InlineData("Murmur, palpitations and syncope", "Cardiology", 3)]
    [InlineData("Creatinine and kidney: N18.4", "Nephrology", 5)]
    [InlineData("New murmur", null, 1)]
    [InlineData("I34.0 and N18.4", null, 3)]
    [InlineData("No murmur, no palpitations, no syncope", null, 0)]
    [InlineData("F32.1 depression", null, 0)]
    [InlineData(null, null, 0)]
    public void AServiceIsSuggestedByPointsAndOnlyWhereItIsClear(string? reason, string? service, int points)
    {
        var decided = ServiceSuggestion.Decide(reason, ServiceSuggestion.Standard, Here);
        Assert.Equal((service, points), (decided.Value, decided.Points));
    }

    [Theory]
    [InlineData("routine", "Syncope on exertion", "urgent")]
    [InlineData("soon", "Slowly worsening", null)]
    [InlineData("routine", "Slowly worsening", "soon")]
    [InlineData("urgent", "Syncope", null)]
    [InlineData("routine", "Never had syncope", null)]
    public void NothingSpeaksForLessHaste(string asked, string reason, string? value) => Assert.Equal(value, PrioritySuggestion.Decide(asked, reason, PriorityWords.None).Value);

    [Fact]
    public void TheNextClockIsCountedFromThoseThatHadWaitedAsLong()
    {
        var finished = Enumerable.Range(0, 40).Select(at => new FinishedStage("Cardiology", "routine", ReferralState.Triage, TimeSpan.FromHours(at), at >= 33)).ToList();
        var fresh = Outlook.Breach("Cardiology", "routine", ReferralState.Triage, TimeSpan.Zero, false, finished);
        Assert.Equal(("in-time", "7 of 40 alike went late"), (fresh.Value, fresh.Words));
        var waited = Outlook.Breach("Cardiology", "routine", ReferralState.Triage, TimeSpan.FromHours(20), false, finished);
        Assert.Equal("7 of 20 alike went late", waited.Words);
        Assert.Equal("Unknown: only 19 alike have finished, 20 are needed", Outlook.Breach("Cardiology", "routine", ReferralState.Triage, TimeSpan.FromHours(21), false, finished).Words);
        Assert.Null(Outlook.Breach("Cardiology", "urgent", ReferralState.Triage, TimeSpan.Zero, false, finished).Value);
        Assert.Contains("all services", Outlook.Breach("Nephrology", "routine", ReferralState.Triage, TimeSpan.Zero, false, finished).Reasons[0].Words, StringComparison.Ordinal);
        Assert.Null(Outlook.Breach("Cardiology", "routine", ReferralState.Triage, TimeSpan.Zero, true, finished).Value);
    }

    [Fact]
    public void FewDecisionsOfAPayerLeanOnTheUsual()
    {
        var decided = Enumerable.Range(0, 100).Select(at => new DecidedRequest(at < 12 ? "Cardiology" : "Nephrology", at < 50 ? "Northwind" : "Contoso", at < 3 || at is >= 50 and < 53)).ToList();
        var one = Outlook.Authorization("Cardiology", "Northwind", decided);
        // All 6 %; Northwind (3 + 30·0.06) ÷ 80 = 6 %; here (3 + 30·0.06) ÷ 42 = 11.43 %.
        Assert.Equal(("agreed", "3 of 12 like this were denied: estimate 11 %"), (one.Value, one.Words));
        Assert.Null(Outlook.Authorization("Cardiology", "Northwind", [.. decided.Take(19)]).Value);
        Assert.Null(Outlook.Authorization("Cardiology", null, decided).Value);
    }

    [Theory]
    [InlineData(13, 20, true)]
    [InlineData(14, 20, false)]
    [InlineData(0, 19, false)]
    public void BelowItsBarAKindGoesOffAndTooFewSayNothing(int right, int settled, bool falls) => Assert.Equal(falls, new AssistedAccuracy(right, settled).Falls(new AssistedOptions()) is not null);
}
