namespace Runink.Domain.Intake.Sources;

/// <summary>
/// How far one reading has come. A value is done only when a greater one has been seen, or the reading has ended: rows with equal
/// values may stand on both sides of a break. Rows that do not come in order move nothing before the end.
/// </summary>
/// <param name="isOrdered">False where the order cannot be relied on.</param>
public sealed class WatermarkProgress(Watermark? start, bool isOrdered = true)
{
    private Watermark? done;
    private Watermark? highest;

    /// <summary>The greatest that was seen; null before the first.</summary>
    public Watermark? Highest => highest;

    /// <summary>Rows that no later reading finds again: their watermark is NULL, or cannot be read.</summary>
    public int WithoutValue { get; private set; }

    public bool IsUnordered { get; private set; } = !isOrdered;

    public void Saw(Watermark? value)
    {
        if (value is not { } seen)
        {
            WithoutValue++;
        }
        else if (highest is not { } before || seen.CompareTo(before) > 0)
        {
            (done, highest) = (highest, seen);
        }
        else if (seen.CompareTo(before) < 0)
        {
            IsUnordered = true;
        }
    }

    /// <summary>Whether what comes next may be left to the next reading: the last value is done with.</summary>
    public bool MayStopBefore(Watermark? next) => !IsUnordered && next is { } value && highest is { } last && value.CompareTo(last) > 0;

    /// <summary>Where the next reading begins if this one breaks off now.</summary>
    public Watermark? IfBroken => IsUnordered ? start : Later(start, done);

    /// <summary>Where it begins when this one has stopped where it may.</summary>
    public Watermark? AtEnd => Later(start, highest);

    private static Watermark? Later(Watermark? one, Watermark? other) => one is not { } first ? other : other is { } second && second.CompareTo(first) > 0 ? second : first;
}
