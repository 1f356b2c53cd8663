using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Intake.Hl7v2.Profiles;

/// <summary>A feed's own words are read as its profile says, and a profile that cannot be meant so is refused with its line.</summary>
public sealed class FeedProfileTests
{
    private static readonly FeedProfile Clinic = FeedProfileReader.Read(File.ReadAllText(Repository.Path("Runink.Companion/Samples/Feeds/clinic.yaml")));
    private static readonly Hl7Reader Reader = new(TimeZoneInfo.Utc, profiles: new FeedProfiles([Clinic]));

    [Fact]
    public void TheSampleHoldsItsOwnTests()
    {
        Assert.Empty(ProfileCheck.Run(Clinic, TimeZoneInfo.Utc));
        Assert.Equal(3, Clinic.Tests.Count);
    }

    [Fact]
    public void ATestThatFailsSaysWhatIsSaidInstead()
    {
        var (line, problem) = Assert.Single(ProfileCheck.Run(Clinic with { Units = new Dictionary<string, string>(StringComparer.Ordinal) }, TimeZoneInfo.Utc));

        Assert.True(line > 1);
        Assert.Contains("\"value LN|67151-1 = 0.021 ug/L\" is not said. It says: patient HOSP|7; value LN|67151-1 = 0.021 mcg/L", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CARDIO|CLINIC", true)]
    [InlineData("cardio|clinic", true)]
    [InlineData("CARDIO2|NORTH", true)]
    [InlineData("CARDIO|OTHER", false)]
    [InlineData("|", false)]
    public void OnlyTheFeedsOfAProfileAreReadByIt(string sender, bool isRead)
    {
        var said = ProfileCheck.Said(Reader, $"MSH|^~\\&|{sender}|||20260302080000||ORU^R01|1|P|2.5.1\rPID|1||7^^^HOSP^MR\rOBR|1\rOBX|1|NM|TNT||0.021|mcg/L|||||F\rZVS|1|8867-4^Heart rate^LN|88|/min");

        Assert.Equal(isRead, said.Contains("value LN|67151-1 = 0.021 ug/L"));
        Assert.Equal(!isRead, said.Contains("finding site-segment ZVS"));
    }

    [Fact]
    public void TheFeedsOwnCodeStaysAsTheAlternateAndEachPatientKeepsWhatIsTheirs()
    {
        Assert.True(Hl7Message.TryParse("MSH|^~\\&|CARDIO|CLINIC|||20260302080000||ORU^R01|1|P|2.5.1\rPID|1||7^^^HOSP^MR\rOBR|1\rOBX|1|NM|TNT^own name^99CAR||0.021|mcg/L|||||F\rPID|2||8^^^HOSP^MR\rZVS|1|8867-4^Heart rate^LN|88|/min", out var message, out _));

        var read = Reader.Read(message!, DateTimeOffset.UnixEpoch).Message!;

        Assert.Equal([new Coding("LN", "67151-1", "Troponin T"), new Coding("99CAR", "TNT", "own name")], Assert.Single(read.Patients[0].Observations).Codes);
        Assert.Equal("88", Assert.Single(read.Patients[1].Observations).Value);
    }

    [Theory]
    [InlineData("feeds: [A/B]", "line 1: a profile needs a name")]
    [InlineData("profile: x", "line 1: a profile says for which feeds")]
    [InlineData("profile: x\nfeeds: [A/B]\nsegmants: []", "line 3: segmants is not known here")]
    [InlineData("profile: x\nfeeds: [A/B]\ncodes:\n  - {from: K, to: 2823-3}", "line 4: 2823-3 is no code^text^system.")]
    [InlineData("profile: x\nfeeds: [A/B]\ncopy:\n  - {from: ZPV3, to: PV1-10}", "line 4: from is no place")]
    [InlineData("profile: x\nfeeds: [A/B]\nsegments:\n  - {segment: OBX, code: OBX-3, value: OBX-5}", "line 4: OBX is no segment of a site's own")]
    [InlineData("profile: x\nfeeds: [A/B]\nsegments:\n  - {segment: ZVS, code: ZVS-2, value: ZXX-3}", "line 4: value: ZXX-3 is no place of ZVS.")]
    [InlineData("profile: x\nfeeds: [A/B]\nsegments:\n  - {segment: ZVS, code: ZVS-2, value: ZVS-3, when: sometimes}", "line 4: when is written")]
    [InlineData("profile: x\nfeeds: [A/B]\ntests:\n  - {message: MSH}", "line 4: a test without says tests nothing.")]
    [InlineData("profile: x\nfeeds: [A/B", "line")]
    public void WhatCannotBeMeantIsRefusedWithItsLine(string yaml, string problem) =>
        Assert.StartsWith(problem, Assert.Throws<FormatException>(() => FeedProfileReader.Read(yaml)).Message, StringComparison.Ordinal);
}
