using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

/// <summary>Versions of results end in one state, in whatever order they come and however often.</summary>
public sealed class ResultIdentityTests
{
    private static readonly DateTimeOffset Drawn = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void AllOrdersAndRepetitionsEndAlike()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var versions = Versions(random).ToList();
            var expected = State(versions);
            for (var round = 0; round < 8; round++)
            {
                var order = versions.Concat(versions.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList();
                Assert.True(expected.SequenceEqual(State(order)), $"seed {seed}: {string.Join(" | ", order.Select(Said))}");
            }
        }
    }

    [Fact]
    public void ACorrectionFindsItsResultAtAnotherTime()
    {
        var state = Of(Result("F1", "6.4", SignalStatus.Final, sent: 1), Result("F1", "4.6", SignalStatus.Corrected, sent: 2, drawn: Drawn.AddMinutes(-30)));

        Assert.Equal([("4.6", Drawn.AddMinutes(-30))], state.Select(signal => (signal.Value, signal.At)));
    }

    [Fact]
    public void TwoResultsOfOneInstantAreTwo() =>
        Assert.Equal(["4.1", "7.7"], Of(Result("F1", "4.1", SignalStatus.Final, 1), Result("F2", "7.7", SignalStatus.Final, 2)).Select(signal => signal.Value));

    [Fact]
    public void WhatWasTakenBackStaysSoThoughTheResultComesLate() =>
        Assert.Empty(Of(Result("F1", "", SignalStatus.EnteredInError, sent: 2), Result("F1", "6.4", SignalStatus.Final, sent: 1)));

    [Fact]
    public void WhatWasTakenBackCanBeGivenAgain() =>
        Assert.Equal("6.5", Assert.Single(Of(Result("F1", "6.4", SignalStatus.Final, 1), Result("F1", "", SignalStatus.EnteredInError, 2), Result("F1", "6.5", SignalStatus.Final, 3))).Value);

    [Theory]
    [InlineData(SignalStatus.Preliminary, SignalStatus.Final, "6.1", 1)]
    [InlineData(SignalStatus.Final, SignalStatus.Final, "6.4", 1)]
    [InlineData(SignalStatus.Final, SignalStatus.Final, "6.1", 2)]
    [InlineData(SignalStatus.Final, SignalStatus.Corrected, "6.1", 1)]
    public void WithoutANumberTheClinicalTimeNamesAResult(SignalStatus first, SignalStatus second, string value, int left) =>
        Assert.Equal(left, Of(Result(null, "6.4", first, 1), Result(null, value, second, 2)).Count);

    [Fact]
    public void WhatAReplacedValueWasIsTold()
    {
        var state = new PatientState(new PatientFacts("p", null, null));
        Assert.Null(state.Add(Result("F1", "6.4", SignalStatus.Final, 1)));

        Assert.Equal("6.4", state.Add(Result("F1", "4.6", SignalStatus.Corrected, 2))?.Value);
        Assert.Null(state.Add(Result("F1", "6.4", SignalStatus.Final, 1)));
    }

    [Fact]
    public void AStoredBatchGivesTheSameSignals()
    {
        Signal[] signals = [Result("F1", "6.4", SignalStatus.Final, 1), Result(null, "6.4", SignalStatus.Final, 1), Result(null, "6.4", SignalStatus.Final, 1) with { VersionAt = null }];
        var batch = new SignalBatch { MessageId = "m1", PatientId = "p", RecordedAt = Drawn.AddHours(1), Data = SignalBatch.Write(signals) };

        Assert.Equal(signals.Select(signal => signal with { RecordedAt = batch.RecordedAt, SourceMessage = "m1" }), batch.Signals());
    }

    private static IEnumerable<Signal> Versions(Random random)
    {
        foreach (var key in new[] { "F1", "F2", "F3" })
        {
            var sent = random.Next(5);
            for (var version = 0; version < random.Next(1, 5); version++)
            {
                sent += random.Next(1, 4);
                var status = (SignalStatus)random.Next(5);
                yield return Result(key, status == SignalStatus.EnteredInError ? "" : $"{random.Next(30, 80) / 10m}", status, sent, Drawn.AddMinutes(random.Next(3) * 10));
            }
        }
    }

    private static List<string> State(IEnumerable<Signal> received) => [.. Of([.. received.Select((signal, index) => signal with { RecordedAt = Drawn.AddMinutes(60 + index), SourceMessage = $"m{index}" })]).Select(Said).Order(StringComparer.Ordinal)];

    private static string Said(Signal signal) => $"{signal.Key} {signal.Value} {signal.At:HH:mm} {signal.Status} {signal.VersionAt:HH:mm}";

    private static IReadOnlyList<Signal> Of(params Signal[] signals)
    {
        var state = new PatientState(new PatientFacts("p", null, null));
        foreach (var signal in signals)
            state.Add(signal);
        return state.Series("lab.potassium");
    }

    private static Signal Result(string? key, string value, SignalStatus status, int sent, DateTimeOffset? drawn = null) => new(
        "lab.potassium", value, "mmol/L", drawn ?? Drawn, Drawn.AddMinutes(30 + sent), status, $"m{sent}", key is null ? null : ResultKey.Of(key), Drawn.AddMinutes(sent));
}
