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
    private long origin;

    /// <summary>Samples from an index on have changed or are gone.</summary>
    public void Forget(int from)
    {
        foreach (var level in levels)
        {
            from /= Width;
            if (level.Count > from)
                level.RemoveRange(from, level.Count - from);
        }
    }

    /// <summary>The sums of the samples from one index up to another, that one excluded.</summary>
    /// <param name="slope">Whether the sums for a slope are asked for; without they are not complete.</param>
    public SampleSums Over(ReadOnlySpan<Sample> samples, int from, int to, bool slope)
    {
        if (to - from > Width)
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

    /// <summary>How many samples of a stretch without faults and bounds satisfy a test that no larger (or no smaller) number fails.</summary>
    public int Count(ReadOnlySpan<Sample> samples, int from, int to, Func<double, decimal, bool> test)
    {
        CatchUp(samples);
        var found = 0;
        while (from < to)
        {
            // The longest whole run that begins here and says yes or no for all of its samples at once.
            var (depth, size) = (-1, 1);
            while (depth + 1 < levels.Count && from % (size * Width) == 0 && from + (size * Width) <= to)
                (depth, size) = (depth + 1, size * Width);
            for (; depth >= 0; depth--, size /= Width)
            {
                var run = levels[depth][from / size];
                var least = test(run.NearLeast, run.Least);
                if (least != test(run.NearMost, run.Most))
                    continue;
                found += least ? size : 0;
                break;
            }

            if (depth < 0)
                found += test(samples[from].Near, samples[from].Number.Low) ? 1 : 0;
            from += size;
        }

        return found;
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

    private static void Take(ReadOnlySpan<Sample> samples, int index, long? origin, ref SampleSums sums) =>
        sums.Add(samples[index], samples[Math.Max(0, index - 1)].AtTicks, origin);
}
