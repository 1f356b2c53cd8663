namespace Runink.Domain.Analytics;

/// <param name="From">Null below everything.</param>
/// <param name="To">Null above everything; the value itself belongs to the next.</param>
/// <param name="Percent">Of all values, in whole percent.</param>
public sealed record ValueBin(decimal? From, decimal? To, int Percent);

/// <summary>
/// How the values of a measure are spread, told so that nobody can be read off: each bin holds values of at least <see cref="SmallCells.Least"/> patients, its edges are
/// round numbers and no one's value, and the outermost are open.
/// </summary>
/// <param name="Values">Rounded to tens.</param>
/// <param name="Patients">Rounded to tens.</param>
/// <param name="Step">Between the settings that make sense.</param>
/// <param name="Bins">Nothing when there is too little to tell.</param>
public sealed record ValueDistribution(int? Values, int? Patients, decimal Step, decimal Low, decimal High, IReadOnlyList<ValueBin> Bins)
{
    private const int Cells = 16;

    /// <summary>A picture of fewer than two bins tells nothing.</summary>
    private const int FewestBins = 2;

    public bool IsEnough => Bins.Count >= FewestBins;

    public static ValueDistribution Of(IReadOnlyCollection<(string Patient, decimal Value)> values)
    {
        var patients = SmallCells.Told(values.Select(one => one.Patient).Distinct(StringComparer.Ordinal).Count());
        var nothing = new ValueDistribution(SmallCells.Told(values.Count), patients, 0, 0, 0, []);
        if (patients is null)
            return nothing;
        var sorted = values.Select(one => one.Value).Order().ToArray();
        var (from, to) = (sorted[(sorted.Length - 1) / 20], sorted[(sorted.Length - 1) * 19 / 20]);
        if (to <= from)
            return nothing;
        var step = Round((to - from) / Cells);
        var (low, high) = (Math.Floor(from / step) * step, Math.Ceiling(to / step) * step);
        var bins = new List<ValueBin>();
        var (counted, who, begins) = (0, new HashSet<string>(StringComparer.Ordinal), (decimal?)null);
        var byCell = values.ToLookup(one => one.Value < low ? -1 : one.Value >= high ? int.MaxValue : (int)((one.Value - low) / step));
        var last = (int)((high - low) / step);
        for (var cell = -1; cell <= last; cell++)
        {
            foreach (var (patient, _) in byCell[cell == last ? int.MaxValue : cell])
            {
                counted++;
                who.Add(patient);
            }

            // What is too small for a bin of its own joins the next, and at the end the one before.
            if (who.Count < SmallCells.Least && cell < last)
                continue;
            if (who.Count < SmallCells.Least && bins.Count > 0)
                bins[^1] = bins[^1] with { To = null, Percent = bins[^1].Percent + Percent(counted) };
            else
                bins.Add(new ValueBin(begins, cell == last ? null : low + ((cell + 1) * step), Percent(counted)));
            (counted, begins) = (0, low + ((cell + 1) * step));
            who.Clear();
        }

        return new ValueDistribution(SmallCells.Told(values.Count), patients, step, low, high, bins.Count < FewestBins ? [] : bins);

        int Percent(int part) => (int)Math.Round(100m * part / values.Count, MidpointRounding.AwayFromZero);
    }

    /// <summary>A few settings over the whole range, and the one that stands in the text.</summary>
    public IReadOnlyList<decimal> Settings(decimal current, int most)
    {
        if (!IsEnough)
            return [];
        var stride = Math.Max(1, (int)Math.Ceiling((High - Low) / Step / Math.Max(1, most - 1)));
        var found = new List<decimal>();
        for (var value = Low; value <= High; value += Step * stride)
            found.Add(value);
        return [.. found.Append(current).Distinct().Order()];
    }

    /// <summary>1, 2 or 5 times a power of ten, at least as large.</summary>
    private static decimal Round(decimal least)
    {
        var power = 1m;
        while (power > least)
            power /= 10;
        while (power * 10 <= least)
            power *= 10;
        return least <= power ? power : least <= power * 2 ? power * 2 : least <= power * 5 ? power * 5 : power * 10;
    }
}
