namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Modified Early Warning Score (Subbe 2001), 0–14; critical from 5. The printed tables leave 70 mmHg and 40 beats
/// undefined; as in the Postgraduate Medical Journal they count with the worse band.
/// </summary>
public static class Mews
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = ["vital.sbp", "vital.heart_rate", "vital.resp_rate", "vital.temperature", "vital.acvpu"];

    private static readonly Bands Systolic = Bands.UpTo(70, 3).ThenUpTo(80, 2).ThenUpTo(100, 1).ThenBelow(200, 0).Above(2);
    private static readonly Bands HeartRate = Bands.UpTo(40, 2).ThenUpTo(50, 1).ThenUpTo(100, 0).ThenUpTo(110, 1).ThenBelow(130, 2).Above(3);
    private static readonly Bands RespRate = Bands.Below(9, 2).ThenUpTo(14, 0).ThenUpTo(20, 1).ThenBelow(30, 2).Above(3);
    private static readonly Bands Temperature = Bands.Below(35.0m, 2).ThenBelow(38.5m, 0).Above(2);

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        board.Number("vital.sbp", Systolic);
        board.Number("vital.heart_rate", HeartRate);
        board.Number("vital.resp_rate", RespRate);
        board.Number("vital.temperature", Temperature);
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
