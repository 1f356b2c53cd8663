namespace Runink.Domain.Signals;

/// <summary>Samples parted by a test on their numbers.</summary>
internal struct SampleSplit
{
    public int Passing;

    /// <summary>Index of the largest sample on the side of the small numbers; -1 when none is there.</summary>
    public int Last;

    /// <summary>Index of the smallest sample on the other side; -1 when none is there.</summary>
    public int Next;

    public static SampleSplit None => new() { Last = -1, Next = -1 };

    /// <param name="order">Indices in the order of their numbers.</param>
    public void Add(ReadOnlySpan<Sample> samples, ReadOnlySpan<int> order, Func<double, decimal, bool> test)
    {
        if (order.IsEmpty)
            return;
        var small = Test(samples, order[0], test);
        var (low, high) = (1, order.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Test(samples, order[middle], test) == small)
                low = middle + 1;
            else
                high = middle;
        }

        Passing += small ? low : order.Length - low;
        // All of a run may lie on either side: which one the test says, true being the side of the small numbers.
        var inside = small ? low : 0;
        if (inside > 0 && (Last < 0 || samples[order[inside - 1]].Near > samples[Last].Near))
            Last = order[inside - 1];
        if (inside < order.Length && (Next < 0 || samples[order[inside]].Near < samples[Next].Near))
            Next = order[inside];
    }

    private static bool Test(ReadOnlySpan<Sample> samples, int index, Func<double, decimal, bool> test) => test(samples[index].Near, samples[index].Number.Low);
}
