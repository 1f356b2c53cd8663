using System.Globalization;
using Runink.Domain.Analytics;

namespace Runink.Companion.Analytics;

/// <summary>How a series is drawn: the days, the days they are compared with, target, limits, what stands out, what was noted.</summary>
internal static class KpiPlot
{
    /// <summary>An ECharts option. Days without a count break the line instead of drawing it through nothing.</summary>
    public static object Option(KpiSeries series, IReadOnlyList<KpiNote> notes, string compared) => Option(series, series.Limits, notes, compared);

    private static object Option(KpiSeries series, ControlLimits? limits, IReadOnlyList<KpiNote> notes, string compared) => new
    {
        Grid = new { Left = 44, Right = 16, Top = 22, Bottom = 28 },
        Tooltip = new { Trigger = "axis", BackgroundColor = "--raised", BorderColor = "--line-2", TextStyle = new { Color = "--ink", FontSize = 12 } },
        XAxis = new { Type = "category", Data = series.Points.Select(Day), AxisLine = new { LineStyle = new { Color = "--line-2" } }, AxisTick = new { Show = false }, AxisLabel = new { Color = "--ink-3", FontSize = 11 } },
        YAxis = new { Type = "value", Min = Lowest(series, limits), Max = Highest(series, limits), SplitNumber = 4, SplitLine = new { LineStyle = new { Color = "--line" } }, AxisLabel = new { Color = "--ink-3", FontSize = 11 } },
        Series = new object[]
        {
            new
            {
                Type = "line", Name = series.Unit, Data = series.Points.Select((point, at) => Point(point, limits?.Signals[at] ?? ControlSignal.None)), ConnectNulls = false, Symbol = "circle", Cursor = "pointer", Z = 3,
                LineStyle = new { Color = "--brand", Width = 2.4 }, ItemStyle = new { Color = "--brand" },
                MarkLine = new { Silent = true, Symbol = "none", Data = Marks(series, limits, notes) },
            },
            new
            {
                Type = "line", Name = compared, Data = series.Before, ConnectNulls = false, Symbol = "none", Silent = true, Z = 2,
                LineStyle = new { Color = "--ink-3", Width = 1.2, Type = "dotted" }, ItemStyle = new { Color = "--ink-3" },
            },
        },
    };

    /// <summary>What the limits are and which days stand out, in words.</summary>
    public static string Explained(KpiSeries series)
    {
        if (series.Limits is not { } limits)
            return $"Limits are drawn from {ControlLimits.Fewest} days with a value on.";
        var outside = series.Points.Zip(limits.Signals).Where(pair => pair.Second != ControlSignal.None).ToList();
        if (limits.MeanRange == 0)
            return $"No day differed from the one before it: {Number(limits.Mean)} each (XmR, {limits.Baseline} days).";
        var made = $"Days vary by themselves from {Number(Lower(limits))} to {Number(Upper(series, limits))} around {Number(limits.Mean)} (XmR, {limits.Baseline} days{(limits.FromBefore ? " before" : "")}{(limits.IsTrial ? ", on trial" : "")}).";
        return outside.Count == 0 ? $"{made} No day stands out." : $"{made} {string.Join(" ", outside.GroupBy(pair => pair.Second).Select(group => $"{Sentence(Words(group.Key))}: {string.Join(", ", group.Select(pair => Day(pair.First)))}."))}";
    }

    public static string Words(ControlSignal signal) => signal switch
    {
        ControlSignal.Outside => "outside the limits",
        ControlSignal.Shift => "seven on one side",
        ControlSignal.Drift => "seven in one direction",
        ControlSignal.NearLimit => "two of three near a limit",
        _ => "",
    };

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    public static string Number(decimal? value) => value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "–";

    public static string Day(KpiPoint point) => Day(point.Day);

    private static string Day(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    private static object Point(KpiPoint point, ControlSignal signal) => signal == ControlSignal.None
        ? new { point.Value, SymbolSize = 7 }
        : new { point.Value, SymbolSize = 11, ItemStyle = new { Color = "--hot", BorderColor = "--card", BorderWidth = 1.5 } };

    private static IEnumerable<object> Marks(KpiSeries series, ControlLimits? limits, IReadOnlyList<KpiNote> notes)
    {
        if (series.Target is { } target)
            yield return new { YAxis = target, LineStyle = new { Color = "--critical", Type = "dashed", Width = 1 }, Label = new { Formatter = $"target {Number(target)} {series.Unit}", Color = "--critical", Position = "insideEndTop", FontSize = 11 } };
        if (limits is not null)
        {
            foreach (var limit in new[] { Lower(limits), Upper(series, limits), limits.Mean }.Distinct())
                yield return new { YAxis = limit, LineStyle = new { Color = "--ink-3", Type = limit == limits.Mean ? "solid" : "dashed", Width = 0.8 }, Label = new { Show = false } };
        }

        foreach (var day in notes.GroupBy(note => note.Day).Where(group => series.Points.Any(point => point.Day == group.Key)))
            yield return new { XAxis = Day(day.Key), LineStyle = new { Color = "--ink-2", Type = "solid", Width = 1 }, Label = new { Formatter = Short(string.Join("; ", day.Select(note => note.Text))), Color = "--ink-2", Position = "end", FontSize = 10.5 } };
    }

    private static string Short(string text) => text.Length <= 28 ? text : $"{text[..27]}…";

    /// <summary>Nothing is counted below nought, and no share above a hundred.</summary>
    private static decimal Lower(ControlLimits limits) => Math.Max(0, limits.Lower);

    private static decimal Upper(KpiSeries series, ControlLimits limits) => series.Unit == "%" ? Math.Min(100, limits.Upper) : limits.Upper;

    /// <summary>Shares near a hundred would lie in one line if the scale began at nought.</summary>
    private static decimal? Lowest(KpiSeries series, ControlLimits? limits)
    {
        if (series.Unit != "%")
            return null;
        var lowest = series.Points.Select(point => point.Value).Concat(series.Before).Append(series.Target).Append(limits?.Lower).Min() ?? 0;
        return Math.Max(0, Math.Floor((lowest - 1) / 10) * 10);
    }

    /// <summary>Target and limits are always in view; null leaves the scale to the chart.</summary>
    private static decimal? Highest(KpiSeries series, ControlLimits? limits)
    {
        if (series.Unit == "%")
            return 100;
        var marks = new[] { series.Target, limits?.Upper }.Max();
        var highest = series.Points.Select(point => point.Value).Concat(series.Before).Max();
        return marks > (highest ?? 0) ? Math.Ceiling(marks.Value * 1.1m) : null;
    }
}
