namespace Runink.Domain.Analytics;

/// <summary>Why a day is not what the days vary by themselves.</summary>
public enum ControlSignal
{
    None,

    /// <summary>Beyond a limit.</summary>
    Outside,

    /// <summary>One of seven in a row on one side of the mean.</summary>
    Shift,

    /// <summary>One of seven that rise, or fall, from each to the next.</summary>
    Drift,

    /// <summary>One of two of three near a limit, all three on that side.</summary>
    NearLimit,
}

/// <summary>
/// A process behaviour chart of individual values (XmR): mean ± 2.66 · mean moving range, and the four rules of NHS England's "Making data
/// count". Days without a value are passed over.
/// </summary>
/// <param name="IsTrial">Made from fewer than twenty values: look again when there are more.</param>
/// <param name="FromBefore">The limits come from the time before, so that the days shown are held against it and not against themselves.</param>
/// <param name="Signals">One a point, in the points' order.</param>
public sealed record ControlLimits(decimal Mean, decimal MeanRange, int Baseline, bool IsTrial, bool FromBefore, IReadOnlyList<ControlSignal> Signals)
{
    /// <summary>Fewer say nothing of how days vary.</summary>
    public const int Fewest = 12;

    private const int Settled = 20;
    private const int RunLength = 7;

    public decimal Lower => Mean - (2.66m * MeanRange);

    public decimal Upper => Mean + (2.66m * MeanRange);

    /// <summary>Two thirds of the way to the limit.</summary>
    private decimal Near => 1.773m * MeanRange;

    /// <param name="before">Baseline when it has values enough; otherwise the points themselves are.</param>
    /// <returns>Null when neither has <see cref="Fewest"/>.</returns>
    public static ControlLimits? Of(IReadOnlyList<decimal?> points, IReadOnlyList<decimal?> before)
    {
        var earlier = before.OfType<decimal>().ToList();
        var shown = points.OfType<decimal>().ToList();
        var baseline = earlier.Count >= Fewest ? earlier : shown;
        if (baseline.Count < Fewest)
            return null;
        var limits = new ControlLimits(
            baseline.Average(), baseline.Zip(baseline.Skip(1), (one, next) => Math.Abs(next - one)).Average(), baseline.Count,
            baseline.Count < Settled, baseline == earlier, []);
        var signals = new Queue<ControlSignal>(limits.Judge(shown));
        return limits with { Signals = [.. points.Select(point => point is null ? ControlSignal.None : signals.Dequeue())] };
    }

    // What is said of a point that breaks several rules: the first of outside, drift, near a limit, shift.
    private ControlSignal[] Judge(List<decimal> values)
    {
        var signals = new ControlSignal[values.Count];
        var sides = values.ConvertAll(value => Math.Sign(value - Mean));
        for (var last = RunLength - 1; last < values.Count; last++)
        {
            var first = last - RunLength + 1;
            if (sides[last] != 0 && sides[first..(last + 1)].TrueForAll(side => side == sides[last]))
                signals.AsSpan(first, RunLength).Fill(ControlSignal.Shift);
        }

        for (var last = 2; last < values.Count; last++)
        {
            var three = Enumerable.Range(last - 2, 3).ToList();
            if (sides[last] == 0 || !three.TrueForAll(at => sides[at] == sides[last]))
                continue;
            var near = three.FindAll(at => Math.Abs(values[at] - Mean) > Near && values[at] >= Lower && values[at] <= Upper);
            if (near.Count >= 2)
                near.ForEach(at => signals[at] = ControlSignal.NearLimit);
        }

        for (var last = RunLength - 1; last < values.Count; last++)
        {
            var first = last - RunLength + 1;
            var steps = Enumerable.Range(first, RunLength - 1).Select(at => Math.Sign(values[at + 1] - values[at])).Distinct().ToList();
            if (steps is [not 0])
                signals.AsSpan(first, RunLength).Fill(ControlSignal.Drift);
        }

        for (var at = 0; at < values.Count; at++)
        {
            if (values[at] > Upper || values[at] < Lower)
                signals[at] = ControlSignal.Outside;
        }

        return signals;
    }
}
