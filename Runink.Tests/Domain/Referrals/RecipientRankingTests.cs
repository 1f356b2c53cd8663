using Runink.Domain.Referrals.Routing;

namespace Runink.Tests.Domain.Referrals;

public sealed class RecipientRankingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly RoutingFacts Patient = new("Northwind Health", "10115", "es", 61);

    [Fact]
    public void EveryFactorIsSaidInWordsAndPointsAndTheBestStandsFirst()
    {
        var near = Service("Near", postcodes: "101, 103", payers: "Northwind Health", languages: "en, es", opening: 3);
        var far = Service("Far", postcodes: "8", payers: "Acme", languages: "en", opening: 1);

        var ranked = Rank([far, near]);

        Assert.Equal(["Near", "Far"], ranked.Select(candidate => candidate.Name));
        Assert.Equal(["Has a contract with Northwind Health", "In its area", "First date in 3 days", "Nothing was sent there yet", "Speaks Spanish"], ranked[0].Factors.Select(factor => factor.Words));
        Assert.Equal(30 + 20 + 22 + 13 + 10, ranked[0].Points);
        Assert.All(ranked.SelectMany(candidate => candidate.Factors), factor => Assert.InRange(factor.Points, 0, factor.Most));
        Assert.Equal(100, ranked[0].Factors.Sum(factor => factor.Most));
    }

    [Fact]
    public void WhatIsNotKnownIsSaidAndNeitherFullPointsNorNone()
    {
        var unknown = Assert.Single(RecipientRanking.Of([Service("Blank")], new RoutingFacts(null, null, null, null), _ => RecipientHistory.None, new HashSet<string>(), Now));
        Assert.Null(unknown.WhyNot);
        Assert.All(unknown.Factors, factor => Assert.InRange(factor.Points, 1, factor.Most - 1));
        Assert.Contains(unknown.Factors, factor => factor.Words == "Capacity is not known: ask");
    }

    [Fact]
    public void CapacityThatWasToldLongAgoIsAskedForAgain()
    {
        var old = Service("Old", opening: 2, told: Now.AddDays(-8));
        Assert.Contains(Rank([old])[0].Factors, factor => factor.Words == "Capacity was last told on 2026-02-22: ask");
    }

    [Fact]
    public void WhoWaitsAlreadyIsSeenBefore()
    {
        var busy = Service("Busy", opening: 2, capacity: 5);
        Assert.Contains(Rank([busy], waiting: 20)[0].Factors, factor => factor.Words == "About 28 days: 20 wait already");
    }

    [Fact]
    public void WhoHasDeclinedOrIsClosedOrSeesNobodyOfThatAgeStandsLastAndSaysWhy()
    {
        var services = new[] { Service("Declined"), Service("Closed"), Service("Children", ageTo: 17), Service("Open") };
        services[1].Active = false;
        var ranked = RecipientRanking.Of(services, Patient, _ => RecipientHistory.None, new HashSet<string> { "Declined" }, Now);
        Assert.Equal("Open", ranked[0].Name);
        Assert.Equal(["Children: Sees patients up to 17 years.", "Closed: Takes no referrals now.", "Declined: Has declined this referral."], ranked.Skip(1).Select(one => $"{one.Name}: {one.WhyNot}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OneRefusalOfOneIsNotTakenForAHabit()
    {
        var once = Rank([Service("S")], answered: 1, accepted: 0)[0].Factors.Single(factor => factor.Name == "Acceptance");
        var often = Rank([Service("S")], answered: 40, accepted: 2)[0].Factors.Single(factor => factor.Name == "Acceptance");
        Assert.Equal(12, once.Points);
        Assert.Equal(("Accepted 2 of 40", 3), (often.Words, often.Points));
    }

    private static IReadOnlyList<RoutingCandidate> Rank(IEnumerable<HealthcareService> services, int waiting = 0, int answered = 0, int accepted = 0) =>
        RecipientRanking.Of(services, Patient, _ => new RecipientHistory(answered, accepted, waiting), new HashSet<string>(), Now);

    private static HealthcareService Service(
        string name, string postcodes = "", string payers = "", string languages = "", int? opening = null, int? capacity = null, int? ageTo = null, DateTimeOffset? told = null) => new()
        {
            Id = name, Name = name, Specialty = "Cardiology", Postcodes = postcodes, Payers = payers, Languages = languages, WeeklyCapacity = capacity, AgeTo = ageTo,
            NextOpening = opening is { } days ? DateOnly.FromDateTime(Now.UtcDateTime).AddDays(days) : null, CapacityAt = told ?? (opening is null && capacity is null ? null : Now),
        };
}
