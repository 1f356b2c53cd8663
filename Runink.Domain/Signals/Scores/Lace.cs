namespace Runink.Domain.Signals.Scores;

/// <summary>
/// LACE index (van Walraven 2010), 0–19, high from 10: Length of stay in nights, Acuity of the admission, Charlson
/// comorbidity, Emergency visits in the six months before the stay, which itself does not count. The table names only the
/// emergent admission: "urgent" leaves the item open. A list of conditions without any entry is missing, not healthy.
/// </summary>
public static class Lace
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = [.. Stay.Reads, "encounter.acuity", "condition.active"];

    private static readonly Bands Nights = Bands.UpTo(0, 0).ThenUpTo(1, 1).ThenUpTo(2, 2).ThenUpTo(3, 3).ThenUpTo(6, 4).ThenUpTo(13, 5).Above(7);

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        var stay = Stay.Of(board);
        if (stay is null)
        {
            board.Missing("encounter.discharged", Nights.Most);
        }
        else
        {
            var length = Nights.Of(Interval.Point(stay.Nights)).Min;
            board.Add("encounter.started", FormattableString.Invariant($"{stay.Nights} nights"), stay.From, length, length);
        }

        board.Code("encounter.acuity", 3, v => v.Trim().ToUpperInvariant() switch { "EMERGENT" => 3, "ELECTIVE" => 0, _ => null });
        if (board.Until("condition.active") is { IsEmpty: false } conditions)
        {
            var sum = Charlson.Sum(board);
            board.Add("condition.active", FormattableString.Invariant($"Charlson {sum}"), conditions[^1].At, Capped(sum, 3, 5), Capped(sum, 3, 5));
        }
        else
        {
            board.Missing("condition.active", 5);
        }

        if (stay?.Before(board, "encounter.ed_visit", stay.From.AddMonths(-6)) is { } visits)
            board.Add("encounter.ed_visit", FormattableString.Invariant($"{visits} in 6 months"), stay.From, Capped(visits, 3, 4), Capped(visits, 3, 4));
        else
            board.Missing("encounter.ed_visit", 4);
        return board.Result("lace", "van Walraven 2010, length in nights");
    }

    private static int Capped(int count, int most, int above) => count <= most ? count : above;
}
