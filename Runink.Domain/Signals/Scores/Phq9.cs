namespace Runink.Domain.Signals.Scores;

/// <summary>
/// PHQ-9 (Kroenke 2001), 0–27: the nine items of one questionnaire, each 0–3, when they were sent; else the total that was
/// received. Items further than a day from the newest one belong to another questionnaire.
/// </summary>
public static class Phq9
{
    private const string Total = "score.phq9";
    private static readonly string[] Items = [.. Enumerable.Range(1, 9).Select(n => FormattableString.Invariant($"score.phq9_item{n}"))];

    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = [.. Items, Total];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        var newest = Items.Max(item => board.FreshSample(item)?.At);
        var answered = Items.Select(item => board.FreshSample(item) is { } sample && sample.At >= newest?.AddDays(-1) ? sample : (Sample?)null).ToArray();
        var total = board.FreshSample(Total);
        if (answered.Any(sample => sample is null) && total is { } received)
        {
            board.Add(Total, received.Number.ToString(), received.At, Points(received.Number.Low, 27), Points(received.Number.High, 27));
            return board.Result("phq9", "PHQ-9, total as received");
        }

        for (var i = 0; i < Items.Length; i++)
        {
            if (answered[i] is { } sample)
                board.Add(Items[i], sample.Number.ToString(), sample.At, Points(sample.Number.Low, 3), Points(sample.Number.High, 3));
            else
                board.Missing(Items[i], 3);
        }

        return board.Result("phq9", "PHQ-9, from its items");
    }

    private static int Points(decimal value, int most) => (int)Math.Clamp(value, 0, most);
}
