using System.Globalization;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>Clinical times: as numbers, and those at which a condition has something new to say.</summary>
internal static class Instants
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    public static decimal Seconds(DateTimeOffset instant) => (decimal)(instant - Start).Ticks / TimeSpan.TicksPerSecond;

    public static string Shown(decimal seconds) =>
        (Start + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The distinct times of the samples of some series from one instant to the frame's, both included, ascending.</summary>
    public static List<DateTimeOffset> Of(ref Frame frame, ReadOnlySpan<int> slots, DateTimeOffset from)
    {
        var found = new List<DateTimeOffset>();
        foreach (var slot in slots)
        {
            if (frame.SeriesAt(slot) is not { } series)
                continue;
            var end = series.CountUntil(frame.Now);
            if (end < series.Count)
                frame.Note(series.Samples[end].At);
            for (var i = end - 1; i >= 0 && series.Samples[i].At >= from; i--)
                found.Add(series.Samples[i].At);
        }

        found.Sort();
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
        {
            if (i == 0 || found[i] != found[kept - 1])
                found[kept++] = found[i];
        }

        found.RemoveRange(kept, found.Count - kept);
        return found;
    }
}
