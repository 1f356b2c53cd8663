using Runink.Domain.Analytics;

namespace Runink.Tests.Domain.Analytics;

public sealed class ValueDistributionTests
{
    /// <summary>However values fall: every bin has values of eleven patients or more, edges are round numbers, the outermost bins are open, and nothing is lost.</summary>
    [Fact]
    public void NobodyIsReadOff()
    {
        var random = new Random(20_260_302);
        var shown = 0;
        for (var round = 0; round < 500; round++)
        {
            var (patients, scale, shape) = (random.Next(1, 120), Math.Pow(10, random.Next(-3, 4)), random.Next(3));
            var values = Enumerable.Range(0, random.Next(1, 600)).Select(_ => (
                Patient: $"P{(random.Next(4) == 0 ? 0 : random.Next(patients))}",
                Value: decimal.Round((decimal)(scale * (shape switch { 0 => random.NextDouble(), 1 => Math.Exp(3 * random.NextDouble()), _ => random.Next(3) })), 6))).ToList();

            var spread = ValueDistribution.Of(values);

            if (!spread.IsEnough)
            {
                Assert.Empty(spread.Bins);
                Assert.Empty(spread.Settings(1, 7));
                continue;
            }

            shown++;
            Assert.Null(spread.Bins[0].From);
            Assert.Null(spread.Bins[^1].To);
            Assert.All(spread.Bins.Zip(spread.Bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
            foreach (var bin in spread.Bins)
            {
                var inside = values.Where(one => (bin.From is null || one.Value >= bin.From) && (bin.To is null || one.Value < bin.To)).ToList();
                Assert.True(inside.Select(one => one.Patient).Distinct().Count() >= SmallCells.Least, $"Round {round}: {bin} tells of too few.");
                Assert.True(Math.Abs(bin.Percent - (100m * inside.Count / values.Count)) < 2, $"Round {round}: {bin} has {inside.Count} of {values.Count}.");
                Assert.True(bin.To is null || bin.To % spread.Step == 0, $"Round {round}: {bin} ends at a value.");
            }

            Assert.Equal(0, spread.Values % 10);
            Assert.InRange(spread.Settings(spread.Low, 7).Count, 2, 9);
        }

        Assert.True(shown > 50, $"Only {shown} pictures were drawn.");
    }

    [Fact]
    public void TooFewPatientsAreNotShown()
    {
        var spread = ValueDistribution.Of([.. Enumerable.Range(0, 1000).Select(i => ($"P{i % 10}", (decimal)i))]);

        Assert.False(spread.IsEnough);
        Assert.Null(spread.Patients);
    }
}
