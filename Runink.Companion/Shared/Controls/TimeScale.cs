using System.Globalization;

namespace Runink.Companion.Shared.Controls;

public readonly record struct ChartPoint(DateTimeOffset At, decimal Value);

/// <summary>Where the points of a chart over time lie in a box of pixels. Values grow upwards; the lines are always in view.</summary>
public sealed class TimeScale
{
    private readonly decimal low;
    private readonly decimal high;
    private readonly DateTimeOffset from;
    private readonly double seconds;
    private readonly double left;
    private readonly double width;
    private readonly double top;
    private readonly double height;

    public TimeScale(IReadOnlyList<ChartPoint> points, IReadOnlyList<decimal> lines, double left, double width, double top, double height)
    {
        (this.left, this.width, this.top, this.height) = (left, width, top, height);
        low = points.Select(point => point.Value).Concat(lines).Min();
        high = points.Select(point => point.Value).Concat(lines).Max();
        if (low == high)
            (low, high) = (low - 1, high + 1);
        from = points[0].At;
        seconds = Math.Max(1, (points[^1].At - from).TotalSeconds);
    }

    public double X(DateTimeOffset at) => left + (width * (at - from).TotalSeconds / seconds);

    public double Y(decimal value) => top + (height * (double)((high - value) / (high - low)));

    public string Path(IEnumerable<ChartPoint> points) => string.Join(' ', points.Select(point => $"{Px(X(point.At))},{Px(Y(point.Value))}"));

    public static string Px(double pixels) => pixels.ToString("0.#", CultureInfo.InvariantCulture);
}
