using Runink.Domain.Referrals.Authorizing;
using Runink.Domain.Referrals.Authorizing.X12;

namespace Runink.Tests.Domain.Referrals.Authorizing;

public sealed class ServicesReviewTests
{
    private const string Trace = "01K0000000000000000000000A";

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 5, 0, TimeSpan.Zero);

    private static readonly AuthorizationAsk Ask = new("3", "99243", ["I34.0", "I50.9"], 6, new DateOnly(2026, 3, 2), new DateOnly(2026, 5, 31));

    private static readonly Payer Prairie = new("Prairie Mutual", ["Prairie Mutual"], PayerChannel.X12, "", "81040", "", new X12Route("ZZ", "RUNINK", "ZZ", "81040", true, "", ""));

    [Fact]
    public void ARequestHasEveryLevelAndCountsItself()
    {
        var text = ServicesReviewRequest.Write(Trace, 42, Ask, Party("Oliveira", "Marta"), Prairie, isUrgent: true, "New murmur", Now);
        Assert.Equal(
            """
            ISA*00*          *00*          *ZZ*RUNINK         *ZZ*81040          *260302*0805*^*00501*000000042*0*T*:~
            GS*HI*RUNINK*81040*20260302*0805*42*X*005010X217~
            ST*278*000000042*005010X217~
            BHT*0007*13*01K0000000000000000000000A*20260302*0805~
            HL*1**20*1~
            NM1*X3*2*Prairie Mutual*****PI*81040~
            HL*2*1*21*1~
            NM1*1P*2*Sample hospital*****XX*1234567893~
            HL*3*2*22*1~
            NM1*IL*1*Oliveira*Marta****MI*M77~
            DMG*D8*19480312*F~
            HL*4*3*EV*1~
            TRN*1*01K0000000000000000000000A*9RUNINK000~
            UM*HS*I*3***U~
            DTP*AAH*RD8*20260302-20260531~
            HI*ABK:I340*ABF:I509~
            MSG*New murmur~
            HL*5*4*SS*0~
            TRN*1*01K0000000000000000000000A*9RUNINK000~
            UM*HS*I*3***U~
            DTP*472*RD8*20260302-20260531~
            SV1*HC:99243**UN*6~
            SE*21*000000042~
            GE*1*42~
            IEA*1*000000042~

            """.ReplaceLineEndings("\n"), text);
        Assert.True(X12Interchange.Read(text).Ok);
    }

    /// <summary>Nobody writes a segment of their own by what they call themselves.</summary>
    [Fact]
    public void DelimitersInNamesAndReasonsEndNothing()
    {
        var text = ServicesReviewRequest.Write(Trace, 1, Ask with { Procedure = null }, Party("O'Neill~HL*9", "Zoë:^"), Prairie, isUrgent: false, "a*b~SE*1*1~\r\nc", Now);
        var read = X12Interchange.Read(text).Value!;
        var segments = Assert.Single(read.Transactions).Segments;
        Assert.Equal(["1", "2", "3", "4"], segments.Where(segment => segment.Name == "HL").Select(segment => segment.Get(1)));
        var name = segments.Single(segment => segment.Name == "NM1" && segment.Get(1) == "IL");
        Assert.Equal(("O'Neill HL 9", "Zoe"), (name.Get(3), name.Get(4)));
        Assert.Equal("a b SE 1 1 c", segments.Single(segment => segment.Name == "MSG").Get(1));
        Assert.Equal(("VS", "6"), (segments.Single(segment => segment.Name == "HSD").Get(1), segments.Single(segment => segment.Name == "HSD").Get(2)));
    }

    [Theory]
    [InlineData("A1", PayerDecision.Approved)]
    [InlineData("A2", PayerDecision.Modified)]
    [InlineData("A6", PayerDecision.Modified)]
    [InlineData("A3", PayerDecision.Denied)]
    [InlineData("A4", PayerDecision.Pended)]
    [InlineData("CT", PayerDecision.Pended)]
    [InlineData("NA", PayerDecision.NotRequired)]
    public void EachActionHasItsMeaning(string action, PayerDecision decision) => Assert.Equal(decision, Assert.Single(Read(Response($"HCR*{action}*AUTH9~"))).Answer!.Decision);

    [Fact]
    public void AnAnswerIsReadWithItsNumberDaysUnitsAndReasons()
    {
        var answer = Assert.Single(Read(Response("HCR*A6*AUTH9*0V^0J~", "DTP*007*D8*20260305~DTP*036*D8*20260405~HSD*VS*4~MSG*Four visits first~")));
        Assert.Equal((Trace, "M77"), (answer.Trace, answer.Member));
        Assert.Equal(("A6", "AUTH9", 4, new DateOnly(2026, 3, 5), new DateOnly(2026, 4, 5)), (answer.Answer!.Action, answer.Answer.Number, answer.Answer.Units!.Value, answer.Answer.From!.Value, answer.Answer.Until!.Value));
        Assert.Equal(["Four visits first (code 0V)", "Code 0J; the payer did not write it out"], answer.Answer.Reasons.Select(reason => reason.Words));
    }

    [Fact]
    public void TheServiceBelowDecidesWithTheEventAboveIt()
    {
        var text = Response("", $"HL*5*4*SS*0~TRN*2*{Trace}*9RUNINK000~HCR*A1*AUTH9~SV1*HC:99243**UN*6~");
        Assert.Equal(("A1", 6), (Assert.Single(Read(text)).Answer!.Action, Assert.Single(Read(text)).Answer!.Units));
    }

    [Fact]
    public void WhatIsNoDecisionIsNone()
    {
        Assert.Equal("The member was not found (AAA 75)", Assert.Single(Read(Response("AAA*N**75*C~"))).Rejected);
        Assert.Equal("The response gives no decision (no HCR).", Assert.Single(Read(Response(""))).Rejected);
        Assert.Contains("A9", Assert.Single(Read(Response("HCR*A9*X~"))).Rejected, StringComparison.Ordinal);
        Assert.Contains("not alike", Assert.Single(Read(Response("HCR*A1*X~HCR*A3*Y~"))).Rejected, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNotWholeIsRefusedAsAWhole()
    {
        var whole = Response("HCR*A1*AUTH9~");
        foreach (var (text, why) in new[]
        {
            ("", "ISA"), ("<html>", "ISA"), (whole[..^30], "IEA"), (whole.Replace("SE*", "SE*9", StringComparison.Ordinal), "SE"), (whole.Replace("IEA*1*000000007", "IEA*1*000000008", StringComparison.Ordinal), "IEA"), (whole + whole, "more than one"),
        })
            Assert.Contains(why, X12Interchange.Read(text).Refusal!.Message, StringComparison.Ordinal);
        var request = X12Interchange.Read(ServicesReviewRequest.Write(Trace, 1, Ask, Party("A", "B"), Prairie, false, null, Now)).Value!;
        Assert.Contains("request", ServicesReviewReader.Read(request).Refusal!.Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever writes with other delimiters is understood.</summary>
    [Fact]
    public void TheDelimitersAreThoseOfTheHeader()
    {
        var text = Response("HCR*A3*N1*0V^0J~").Replace('*', '|').Replace('~', '\'').Replace('^', '!').Replace(':', '>');
        Assert.Equal(["Code 0V; the payer did not write it out", "Code 0J; the payer did not write it out"], Assert.Single(Read(text)).Answer!.Reasons.Select(reason => reason.Words));
    }

    [Fact]
    public void AnNpiHasACheckDigit() => Assert.Equal((true, false, false), (Payers.IsNpi("1234567893"), Payers.IsNpi("1234567890"), Payers.IsNpi("123456789")));

    private static AuthorizationParty Party(string family, string given) => new(family, given, new DateOnly(1948, 3, 12), "female", "7010077", "M77", true, "Sample hospital", "1234567893", null);

    private static IReadOnlyList<ServicesReviewAnswer> Read(string text)
    {
        var interchange = X12Interchange.Read(text);
        Assert.True(interchange.Ok, interchange.Refusal?.Message);
        var read = ServicesReviewReader.Read(interchange.Value!);
        Assert.True(read.Ok, read.Refusal?.Message);
        return read.Value!;
    }

    internal static string Response(string decision, string more = "", string trace = Trace, string member = "M77")
    {
        var body = $"ST*278*0007*005010X217~BHT*0007*11*R1*20260303*0900*18~HL*1**20*1~NM1*X3*2*Prairie Mutual*****PI*81040~HL*2*1*21*1~NM1*1P*2*Sample hospital*****XX*1234567893~HL*3*2*22*1~"
            + $"NM1*IL*1*Oliveira*Marta****MI*{member}~HL*4*3*EV*1~TRN*2*{trace}*9RUNINK000~UM*HS*I*3~{decision}{more}";
        return $"ISA*00*          *00*          *ZZ*81040          *ZZ*RUNINK         *260303*0900*^*00501*000000007*0*T*:~GS*HI*81040*RUNINK*20260303*0900*7*X*005010X217~{body}SE*{body.Count(letter => letter == '~') + 1}*0007~GE*1*7~IEA*1*000000007~";
    }
}
