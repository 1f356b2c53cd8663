namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Modified Early Warning Score (Subbe 2001), 0–14; critical from 5. The printed tables leave 70 mmHg and 40 beats
/// undefined; as in the Postgraduate Medical Journal they count with the worse band.
/// </summary>
public static class Mews
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = ["vital.sbp", "vital.heart_rate", "vital.resp_rate", "vital.temperature", "vital.acvpu"];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreBoard(state, now, vocabulary ?? Vocabulary.Shipped);
        board.Number("vital.sbp", 3, v => v <= 70 ? 3 : v <= 80 ? 2 : v <= 100 ? 1 : v < 200 ? 0 : 2);
        board.Number("vital.heart_rate", 3, v => v <= 40 ? 2 : v <= 50 ? 1 : v <= 100 ? 0 : v <= 110 ? 1 : v < 130 ? 2 : 3);
        board.Number("vital.resp_rate", 3, v => v < 9 ? 2 : v <= 14 ? 0 : v <= 20 ? 1 : v < 30 ? 2 : 3);
        board.Number("vital.temperature", 2, v => v < 35.0m || v >= 38.5m ? 2 : 0);
        board.Code("vital.acvpu", 3, Avpu);
        return board.Result("mews", "Subbe 2001");
    }

    /// <summary>The table knows no confusion; a feed that sends one leaves the item open.</summary>
    private static int? Avpu(string value) => value.Trim().ToUpperInvariant() switch
    {
        "A" or "ALERT" => 0,
        "V" or "VOICE" => 1,
        "P" or "PAIN" => 2,
        "U" or "UNRESPONSIVE" => 3,
        _ => null,
    };
}
