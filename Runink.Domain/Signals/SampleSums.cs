namespace Runink.Domain.Signals;

/// <summary>What a run of samples adds up to. Only samples with an exact number count; the others are counted.</summary>
internal struct SampleSums
{
    public int Exact;

    /// <summary>Usable, but known only within bounds.</summary>
    public int Ranged;

    public int Faulty;

    public int Preliminary;

    public decimal Sum;
    public decimal Least;
    public decimal Most;
    public double NearLeast;
    public double NearMost;

    /// <summary>Ticks between a sample and the one before it, the longest; both ends of the first gap may lie outside the run.</summary>
    public long LongestGap;

    /// <summary>Ticks between a sample and the one before it, the shortest; 0 when two share an instant.</summary>
    public long ShortestGap;

    /// <summary>Hours since an origin that all runs of a series share; with their squares and products for least squares.</summary>
    public decimal Hours;
    public decimal HoursSquared;
    public decimal HoursTimesValue;

    public static SampleSums None => new() { Least = decimal.MaxValue, Most = decimal.MinValue, NearLeast = double.MaxValue, NearMost = double.MinValue, ShortestGap = long.MaxValue };

    /// <param name="before">Ticks of the sample before it; its own when it is the first.</param>
    /// <param name="origin">Ticks from which hours count; null when no slope is asked for.</param>
    public void Add(in Sample sample, long before, long? origin)
    {
        LongestGap = Math.Max(LongestGap, sample.AtTicks - before);
        ShortestGap = Math.Min(ShortestGap, sample.AtTicks - before);
        if (sample.Signal.Status == SignalStatus.Preliminary)
            Preliminary++;
        if (sample.Fault != SampleFault.None)
        {
            Faulty++;
            return;
        }

        if (!sample.Number.IsPoint)
        {
            Ranged++;
            return;
        }

        var value = sample.Number.Low;
        Exact++;
        if (sample.Near <= NearLeast && value < Least)
            (Least, NearLeast) = (value, sample.Near);
        if (sample.Near >= NearMost && value > Most)
            (Most, NearMost) = (value, sample.Near);
        try
        {
            Sum += value;
            if (origin is not { } start)
                return;
            var hours = (decimal)(sample.AtTicks - start) / TimeSpan.TicksPerHour;
            Hours += hours;
            HoursSquared += hours * hours;
            HoursTimesValue += hours * value;
        }
        catch (OverflowException)
        {
            // A sum out of range belongs to the cautious way over single samples, which names that fault.
            Ranged++;
        }
    }

    public void Add(in SampleSums other)
    {
        Exact += other.Exact;
        Ranged += other.Ranged;
        Faulty += other.Faulty;
        Preliminary += other.Preliminary;
        LongestGap = Math.Max(LongestGap, other.LongestGap);
        ShortestGap = Math.Min(ShortestGap, other.ShortestGap);
        if (other.Least < Least)
            (Least, NearLeast) = (other.Least, other.NearLeast);
        if (other.Most > Most)
            (Most, NearMost) = (other.Most, other.NearMost);
        try
        {
            Sum += other.Sum;
            Hours += other.Hours;
            HoursSquared += other.HoursSquared;
            HoursTimesValue += other.HoursTimesValue;
        }
        catch (OverflowException)
        {
            Ranged++;
        }
    }

    /// <summary>Least squares, per hour; null when all samples share one instant.</summary>
    public readonly decimal? Slope()
    {
        var spread = (Exact * HoursSquared) - (Hours * Hours);
        return Exact < 2 || spread == 0 ? null : ((Exact * HoursTimesValue) - (Hours * Sum)) / spread;
    }
}
