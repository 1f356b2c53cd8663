using Runink.Domain.Devices;

namespace Runink.Tests.Domain.Devices;

public sealed class PairingDecisionTests
{
    private static readonly DateTimeOffset Eight = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PairedSpan[] GivenOn = [new("a", Eight, Eight.AddHours(2)), new("b", Eight.AddHours(2), null)];

    [Theory]
    [InlineData("a", 7, PairingVerdict.NotPaired)]
    [InlineData("a", 8, PairingVerdict.Paired)]
    [InlineData("b", 9, PairingVerdict.OtherPatient)]
    [InlineData("a", 10, PairingVerdict.OtherPatient)]
    [InlineData("b", 10, PairingVerdict.Paired)]
    [InlineData("c", 23, PairingVerdict.OtherPatient)]
    public void AReadingIsOfWhomTheDeviceIsPairedWithAtItsTime(string patient, int hour, string verdict) =>
        Assert.Equal(verdict, PairingDecision.Decide(GivenOn, patient, Eight.AddHours(hour - 8), pairedOnly: false).Name);

    [Fact]
    public void WhereTheSiteAsksForAPairingNoneIsARefusal()
    {
        Assert.Equal(PairingVerdict.NeedsPairing, PairingDecision.Decide(GivenOn, "a", Eight.AddHours(-1), pairedOnly: true).Name);
        Assert.Null(PairingDecision.Decide([], "a", Eight, pairedOnly: false).Refuses);
    }

    [Fact]
    public void WhoGetsItNextEndsWhoHadIt()
    {
        DevicePairing[] known = [Pairing("1", "a", Eight, null)];
        Assert.Equal("1", Begin(known, "b", Eight.AddHours(2)).Value!.Ends!.Id);
        Assert.Equal("already-done", Begin(known, "a", Eight.AddHours(2)).Refusal!.Code);
        Assert.Equal("not-allowed-now", Begin(known, "b", Eight).Refusal!.Code);
        Assert.Equal("not-allowed-now", Begin(known, "b", Eight.AddHours(-1)).Refusal!.Code);
        Assert.Null(Begin(known, "b", Eight.AddHours(-3), Eight).Value!.Ends);
        Assert.Equal("invalid", Begin([], "b", Eight.AddDays(2)).Refusal!.Code);
        Assert.Equal("invalid", Begin([], "b", Eight, Eight).Refusal!.Code);
        Assert.Equal("invalid", Begin([], "b", Eight.AddDays(-400)).Refusal!.Code);
    }

    [Fact]
    public void NoTwoPairingsOfOneDeviceEverMeet()
    {
        var random = new Random(29);
        for (var run = 0; run < 300; run++)
        {
            var known = new List<DevicePairing>();
            for (var step = 0; step < 12; step++)
            {
                var from = Eight.AddHours(-random.Next(0, 48));
                DateTimeOffset? until = random.Next(2) == 0 ? null : from.AddHours(random.Next(0, 12));
                if (Begin(known, $"p{random.Next(3)}", from, until).Value is not { } plan)
                    continue;
                if (plan.Ends is { } before)
                    before.UntilAt = from;
                known.Add(Pairing($"{step}", $"p{random.Next(3)}", from, until));
            }

            foreach (var hour in Enumerable.Range(-50, 70).Select(hour => Eight.AddHours(hour)))
                Assert.InRange(known.Count(one => one.FromAt <= hour && (one.UntilAt is null || hour < one.UntilAt)), 0, 1);
        }
    }

    [Fact]
    public void APairingEndsOnceAndNotBeforeItBegan()
    {
        Assert.Null(PairingDecision.End(Pairing("1", "a", Eight, null), Eight.AddHours(1), Eight.AddHours(1)));
        Assert.Equal("invalid", PairingDecision.End(Pairing("1", "a", Eight, null), Eight.AddHours(2), Eight.AddHours(1))!.Code);
        Assert.Equal("invalid", PairingDecision.End(Pairing("1", "a", Eight, null), Eight.AddHours(-2), Eight.AddHours(1))!.Code);
        Assert.Equal("already-done", PairingDecision.End(Pairing("1", "a", Eight, Eight.AddHours(1)), Eight.AddHours(1), Eight.AddHours(2))!.Code);
    }

    private static Runink.Domain.Foundation.Outcome<PairingDecision.Plan> Begin(IReadOnlyList<DevicePairing> known, string patient, DateTimeOffset from, DateTimeOffset? until = null) =>
        PairingDecision.Begin(known, patient, from, until, Eight.AddHours(12), id => id);

    private static DevicePairing Pairing(string id, string patient, DateTimeOffset from, DateTimeOffset? until) =>
        new() { Id = id, DeviceId = "d", PatientId = patient, FromAt = from, UntilAt = until, PairedBy = "Ana Ruiz", PairedAt = from };
}
