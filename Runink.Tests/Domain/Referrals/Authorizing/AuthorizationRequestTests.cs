using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Billing;
using static Runink.Domain.Referrals.Authorizing.AuthorizationRequestState;

namespace Runink.Tests.Domain.Referrals.Authorizing;

public sealed class AuthorizationRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Day = new(2026, 3, 2);

    /// <summary>Whoever is killed between sending and hearing asks first.</summary>
    [Fact]
    public void WhatMayBeThereIsAskedForBeforeItGoesAgain()
    {
        var request = Request();
        Assert.Equal(AuthorizationStep.Submit, request.Next(Now));
        request.Begin();
        Assert.Equal((Sending, true, AuthorizationStep.Inquire), (request.State, request.MayBeThere, request.Next(Now)));
        request.NotThere(Now);
        Assert.Equal(AuthorizationStep.Submit, request.Next(Now));
    }

    [Fact]
    public void WhatTheServerTurnedAwayGoesAgainWithoutAsking()
    {
        var request = Request();
        request.Begin();
        request.Fail("503", isNotThere: true, null, Now);
        Assert.Equal((AuthorizationStep.Nothing, AuthorizationStep.Submit), (request.Next(Now), request.Next(Now.AddMinutes(1))));
        request.Begin();
        request.Fail("timeout", isNotThere: false, TimeSpan.FromMinutes(7), Now);
        Assert.Equal((AuthorizationStep.Nothing, AuthorizationStep.Inquire), (request.Next(Now.AddMinutes(6)), request.Next(Now.AddMinutes(7))));
    }

    [Fact]
    public void TriesEndAfterADay()
    {
        var (request, at) = (Request(), Now);
        var tries = 0;
        while (request.State is Waiting or Sending)
        {
            at = request.NextAt!.Value;
            request.Begin();
            request.Fail("away", isNotThere: true, null, at);
            tries++;
        }

        Assert.Equal(GivenUp, request.State);
        Assert.InRange(tries, 20, 40);
        Assert.True(at <= Now.AddDays(1));
    }

    [Fact]
    public void APendedAnswerIsAskedForMoreAndMoreRarelyForHalfAYear()
    {
        var request = Request();
        request.Begin();
        request.Sent(Now);
        Assert.True(request.Hear(Answer(PayerDecision.Pended, "A4"), "h", null, null, Now));
        Assert.Equal(Now.AddMinutes(5), request.NextAt);
        var (at, inquiries) = (Now, 0);
        while (request.NextAt is { } next)
        {
            Assert.True(next - at <= TimeSpan.FromHours(4));
            at = next;
            request.Inquired();
            Assert.False(request.Hear(Answer(PayerDecision.Pended, "A4"), "h", null, null, at));
            inquiries++;
        }

        Assert.Equal(Pended, request.State);
        Assert.InRange((at - Now).TotalDays, 179, 180);
        Assert.InRange(inquiries, 1000, 1200);
        Assert.True(request.Hear(Answer(PayerDecision.Denied, "A3"), "i", null, null, at));
        Assert.Equal(Decided, request.State);
    }

    [Fact]
    public void LessThanWasAskedIsAModificationWhateverTheCodeSays()
    {
        var ask = Request().Ask;
        Assert.Equal(PayerDecision.Approved, Answer(PayerDecision.Approved, "A1").Against(ask).Decision);
        Assert.Equal(PayerDecision.Modified, (Answer(PayerDecision.Approved, "A1") with { Units = 4 }).Against(ask).Decision);
        Assert.Equal(PayerDecision.Modified, (Answer(PayerDecision.Approved, "A1") with { Until = ask.Until.AddDays(-1) }).Against(ask).Decision);
        Assert.Equal(["4 visits instead of 6", "until 2026-05-01 instead of 2026-05-31"], (Answer(PayerDecision.Modified, "A6") with { Units = 4, Until = new DateOnly(2026, 5, 1) }).Differences(ask));
    }

    [Theory]
    [InlineData("3", "99243", "I34.0", 6, 0, 90, true)]
    [InlineData("3", null, "I10", 1, 0, 0, true)]
    [InlineData("3", "992", "I10", 1, 0, 0, false)]
    [InlineData("3", null, "", 1, 0, 0, false)]
    [InlineData("3", null, "murmur", 1, 0, 0, false)]
    [InlineData("consult", null, "I10", 1, 0, 0, false)]
    [InlineData("3", null, "I10", 0, 0, 0, false)]
    [InlineData("3", null, "I10", 1, 1, 0, false)]
    public void WhatCannotBeAskedIsSaid(string type, string? procedure, string diagnosis, int units, int from, int until, bool isFine) =>
        Assert.Equal(isFine, new AuthorizationAsk(type, procedure, diagnosis.Length == 0 ? [] : [diagnosis], units, Day.AddDays(from), Day.AddDays(until)).Fault() is null);

    [Fact]
    public void ChargesReplaceTheVisitsOfTheirDay()
    {
        Assert.Equal(2, AuthorizationUse.Count([new(Day, null), new(Day.AddDays(7), null)]));
        Assert.Equal(3, AuthorizationUse.Count([new(Day, null), new(Day, 2), new(Day.AddDays(7), null)]));
        Assert.Equal(3, AuthorizationUse.Count([new(Day, 2), new(Day, 1)]));
    }

    [Fact]
    public void AChargeFindsItsReferralByNumberThenVisitThenServiceAndDayAndNeverByThePatientAlone()
    {
        var one = new ChargeCandidate("A", ["A", "ORD1"], "AUTH1", [Day], "99243", "4711");
        var two = new ChargeCandidate("B", ["B", "ORD2"], "AUTH2", [Day.AddDays(10)], null, "4712");
        var charge = new ChargeClues([], [], null, null, null, null);
        Assert.Equal((null, ChargeMatch.Unmatched), Decide(charge));
        Assert.Equal((null, ChargeMatch.Unmatched), ChargeMatching.Decide(charge with { Day = Day }, [one]));
        Assert.Equal(("B", ChargeMatch.Referral), Decide(charge with { Orders = ["X", "ORD2"], Authorizations = ["AUTH1"] }));
        Assert.Equal(("A", ChargeMatch.Authorization), Decide(charge with { Authorizations = ["AUTH1"] }));
        Assert.Equal(("B", ChargeMatch.Visit), Decide(charge with { Visits = (Day.AddDays(9), Day.AddDays(11)) }));
        Assert.Equal((null, ChargeMatch.Unmatched), Decide(charge with { Visits = (Day, Day.AddDays(11)) }));
        Assert.Equal(("A", ChargeMatch.Window), Decide(charge with { Day = Day.AddDays(1), Code = "99243" }));
        Assert.Equal(("B", ChargeMatch.Window), Decide(charge with { Day = Day.AddDays(9), CostCentre = "4712" }));
        Assert.Equal((null, ChargeMatch.Unmatched), Decide(charge with { Day = Day.AddDays(5), Code = "99243" }));

        (string?, ChargeMatch) Decide(ChargeClues clues) => ChargeMatching.Decide(clues, [one, two]);
    }

    [Fact]
    public void WhatIsMissingForABillIsNamed()
    {
        var ready = new FinancialFacts(Day, "Northwind Health", "approved", "AUTH1", Day, Day.AddDays(30), 5, ["T1"], "4711", "NW-2026");
        Assert.True(FinancialReadiness.Decide(ready).IsReady);
        foreach (var (facts, name) in new[]
        {
            (ready with { Covered = null, Contract = "NW-2026" }, "coverage"), (ready with { Authorization = null }, "authorization"), (ready with { AuthorizedUntil = Day.AddDays(-1) }, "authorization"), (ready with { AuthorizedFrom = Day.AddDays(1) }, "authorization"),
            (ready with { UnitsLeft = -1 }, "authorization"), (ready with { Gate = "denied" }, "authorization"), (ready with { Charges = [] }, "charge"), (ready with { CostCentre = null }, "cost-centre"), (ready with { Contract = null }, "contract"),
        })
            Assert.Equal(name, Assert.Single(FinancialReadiness.Decide(facts).Checks, check => !check.IsMet).Name);
        Assert.True(FinancialReadiness.Decide(ready with { Gate = "not-required", Authorization = null }).IsReady);
    }

    private static AuthorizationRequest Request()
    {
        var request = new AuthorizationRequest
        {
            Id = "T", ReferralId = "R", Payer = "P", Channel = PayerChannel.Pas, ServiceType = "3", Diagnoses = "I10", Units = 6, From = Day, Until = new DateOnly(2026, 5, 31), IsUrgent = false, MemberId = "M77", PreparedAt = Now, PreparedBy = "Luis",
        };
        request.Queue(Now);
        return request;
    }

    private static PayerAnswer Answer(PayerDecision decision, string action) => new(decision, action, "AUTH1", null, null, null, []);
}
