using Runink.Domain.Foundation;

namespace Runink.Domain.Signals.Scores;

/// <summary>
/// The stay that a readmission score is about: the open encounter, else the last admission that a discharge followed. Its
/// length is counted in nights, that is midnights of the hospital's zone.
/// </summary>
internal sealed record Stay(DateTimeOffset From, DateTimeOffset To, int Nights)
{
    /// <summary>What tells that the feed sends visits at all, so that none is none and not unknown.</summary>
    private static readonly string[] Visits = ["encounter.admission", "encounter.ed_visit", "encounter.arrived"];

    public static readonly IReadOnlyList<string> Reads = [.. Visits, "encounter.discharged"];

    /// <summary>Null when no stay is known.</summary>
    public static Stay? Of(ScoreCalculator board)
    {
        var zone = board.State.Zone;
        if (board.State.Encounter?.StartedAt is { } planned)
            board.Note(planned);
        if (board.State.Encounter?.StartedAt is { } started && started <= board.Now)
        {
            board.Note(LocalTimes.StartOf(LocalTimes.Day(board.Now, zone).AddDays(1), zone));
            return new(started, board.Now, Between(started, board.Now, zone));
        }

        var discharges = board.Until("encounter.discharged");
        if (discharges.IsEmpty)
            return null;
        var left = discharges[^1].At;
        DateTimeOffset? came = null;
        foreach (var admission in board.Until("encounter.admission"))
        {
            if (admission.At < left)
                came = admission.At;
        }

        return came is { } from ? new(from, left, Between(from, left, zone)) : null;
    }

    /// <summary>Events of a kind in a time before the stay, which itself does not count; null when the feed sends no visits.</summary>
    public int? Before(ScoreCalculator board, string visit, DateTimeOffset since)
    {
        if (!Known(board))
            return null;
        var count = 0;
        foreach (var happened in board.Until(visit))
        {
            if (happened.At >= since && happened.At < From)
                count++;
        }

        // An event leaves the time before the stay only when the stay moves: nothing to wait for.
        return count;
    }

    public static bool Known(ScoreCalculator board) => Array.Exists(Visits, visit => !board.Until(visit).IsEmpty);

    private static int Between(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) => LocalTimes.Day(to, zone).DayNumber - LocalTimes.Day(from, zone).DayNumber;
}
