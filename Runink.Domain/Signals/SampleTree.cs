using System.Runtime.InteropServices;

namespace Runink.Domain.Signals;

/// <summary>
/// Sums over the whole runs of 16, 256, 4,096 … samples of one series, so that a window costs its two edges and a few steps
/// instead of a step a sample. It catches up when it is asked: a series that no window reads pays nothing.
/// </summary>
internal sealed class SampleTree
{
    private const int Width = 16;

    private readonly List<List<SampleSums>> levels = [];
    private readonly List<List<int[]>> orders = [];
    private long origin;

    /// <summary>Samples from an index on have changed or are gone.</summary>
    public void Forget(int from)
    {
        for (var depth = 0; depth < levels.Count; depth++)
        {
            from /= Width;
            if (levels[depth].Count > from)
                levels[depth].RemoveRange(from, levels[depth].Count - from);
            if (depth < orders.Count && orders[depth].Count > from)
                orders[depth].RemoveRange(from, orders[depth].Count - from);
        }
    }

    /// <summary>The sums of the samples from one index up to another, that one excluded.</summary>
    /// <param name="slope">Whether the sums for a slope are asked for; without they are not complete.</param>
    public SampleSums Over(ReadOnlySpan<Sample> samples, int from, int to, bool slope)
    {
        if (to - from >= Width)
            CatchUp(samples);
        var zero = slope ? Origin(samples) : (long?)null;
        var sums = SampleSums.None;
        // Single samples up to the next run and back from the end to the last whole one; then runs in the same way.
        while (from < to && from % Width != 0)
            Take(samples, from++, zero, ref sums);
        while (to > from && to % Width != 0)
            Take(samples, --to, zero, ref sums);
        for (var depth = 0; from < to; depth++)
        {
            from /= Width;
            to /= Width;
            var runs = CollectionsMarshal.AsSpan(levels[depth]);
            var longest = depth + 1 == levels.Count;
            while (from < to && (longest || from % Width != 0))
                sums.Add(runs[from++]);
            while (to > from && to % Width != 0)
                sums.Add(runs[--to]);
        }

        return sums;
    }

    /// <summary>Parts the exact samples of a stretch by a test that changes its answer at one number at most.</summary>
    public SampleSplit Split(ReadOnlySpan<Sample> samples, int from, int to, Func<double, decimal, bool> test)
    {
        var split = SampleSplit.None;
        // A short stretch is not worth putting runs in order for.
        var single = to - from < 4 * Width;
        if (!single)
        {
            CatchUp(samples);
            CatchUpOrders(samples);
        }

        while (from < to)
        {
            // The longest whole run that begins here.
            var (depth, size) = (-1, 1);
            while (!single && depth + 1 < levels.Count && from % (size * Width) == 0 && from + (size * Width) <= to)
                (depth, size) = (depth + 1, size * Width);
            if (depth >= 0)
                split.Add(samples, orders[depth][from / size], test);
            else if (samples[from].IsPlain)
                split.Add(samples, [from], test);
            from += size;
        }

        return split;
    }

    /// <summary>The exact number that stands at a place, from 0, when those of a stretch are put in order; there are that many.</summary>
    public decimal Select(ReadOnlySpan<Sample> samples, int from, int to, int place)
    {
        var sums = Over(samples, from, to, slope: false);
        var (least, most) = (sums.NearLeast, sums.NearMost);
        while (least < most)
        {
            var middle = (least / 2) + (most / 2);
            var split = Split(samples, from, to, (near, _) => near <= middle);
            // Both ends move to numbers that are there, so that it ends after the logarithm of how many different ones there are.
            if (split.Passing > place)
                most = samples[split.Last].Near;
            else
                least = samples[split.Next].Near;
        }

        var found = Split(samples, from, to, (near, _) => near <= most);
        return samples[found.Last].Number.Low;
    }

    /// <summary>Hours count from the first sample for as long as any run does.</summary>
    private long Origin(ReadOnlySpan<Sample> samples)
    {
        if (levels.Count == 0 || levels[0].Count == 0)
            origin = samples.IsEmpty ? 0 : samples[0].AtTicks;
        return origin;
    }

    private void CatchUp(ReadOnlySpan<Sample> samples)
    {
        var zero = Origin(samples);
        var below = samples.Length;
        for (var depth = 0; below >= Width; depth++)
        {
            if (depth == levels.Count)
                levels.Add([]);
            var runs = levels[depth];
            while (runs.Count < below / Width)
            {
                var sums = SampleSums.None;
                for (var i = runs.Count * Width; i < (runs.Count + 1) * Width; i++)
                {
                    if (depth == 0)
                        Take(samples, i, zero, ref sums);
                    else
                        sums.Add(levels[depth - 1][i]);
                }

                runs.Add(sums);
            }

            below = runs.Count;
        }
    }

    /// <summary>For each run the places of its exact samples in the order of their numbers; made when first asked for.</summary>
    private void CatchUpOrders(ReadOnlySpan<Sample> samples)
    {
        for (var (depth, size) = (0, Width); depth < levels.Count; depth++, size *= Width)
        {
            if (depth == orders.Count)
                orders.Add([]);
            while (orders[depth].Count < levels[depth].Count)
            {
                var start = orders[depth].Count * size;
                var numbers = new double[levels[depth][orders[depth].Count].Exact];
                var places = new int[numbers.Length];
                var next = 0;
                for (var i = start; i < start + size; i++)
                {
                    if (samples[i].IsPlain)
                        (numbers[next], places[next++]) = (samples[i].Near, i);
                }

                Array.Sort(numbers, places);
                orders[depth].Add(places);
            }
        }
    }

    private static void Take(ReadOnlySpan<Sample> samples, int index, long? origin, ref SampleSums sums) =>
        sums.Add(samples[index], samples[Math.Max(0, index - 1)].AtTicks, origin);
}
