namespace Runink.Domain.Signals.Scores;

/// <summary>
/// National Early Warning Score 2 (Royal College of Physicians 2017), 0–20; not for patients under 16 or in pregnancy.
/// Scale 2 of oxygen saturation is for a prescribed hypercapnic target only. Temperature is rounded to 0.1 °C before it
/// is banded. Oxygen that nobody reported counts as missing, not as air.
/// </summary>
public static class News2
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts =
        ["vital.resp_rate", "vital.spo2", "vital.on_oxygen", "vital.sbp", "vital.heart_rate", "vital.acvpu", "vital.temperature"];

    /// <param name="scale">1, or 2 for hypercapnic respiratory failure.</param>
    public static ScoreResult Compute(PatientState state, DateTimeOffset now, int scale = 1, Vocabulary? vocabulary = null)
    {
        var board = new ScoreBoard(state, now, vocabulary ?? Vocabulary.Shipped);
        var oxygen = board.Fresh("vital.on_oxygen") is { } said ? SignalText.Truth(said) : null;
        board.Number("vital.resp_rate", 3, v => v <= 8 ? 3 : v <= 11 ? 1 : v <= 20 ? 0 : v <= 24 ? 2 : 3);
        if (scale == 2)
            board.Number("vital.spo2", 3, v => ScaleTwo(v, oxygen ?? true));
        else
            board.Number("vital.spo2", 3, v => v <= 91 ? 3 : v <= 93 ? 2 : v <= 95 ? 1 : 0);
        board.Code("vital.on_oxygen", 2, v => SignalText.Truth(v) switch { true => 2, false => 0, null => null });
        board.Number("vital.sbp", 3, v => v <= 90 ? 3 : v <= 100 ? 2 : v <= 110 ? 1 : v <= 219 ? 0 : 3);
        board.Number("vital.heart_rate", 3, v => v <= 40 ? 3 : v <= 50 ? 1 : v <= 90 ? 0 : v <= 110 ? 1 : v <= 130 ? 2 : 3);
        board.Code("vital.acvpu", 3, v => Acvpu.IsAlert(v) switch { true => 0, false => 3, null => null });
        board.Number("vital.temperature", 3, v => Temperature(decimal.Round(v, 1, MidpointRounding.AwayFromZero)));
        return board.Result("news2", scale == 2 ? "RCP 2017, scale 2" : "RCP 2017");
    }

    private static int ScaleTwo(decimal v, bool oxygen) =>
        v <= 83 ? 3 : v <= 85 ? 2 : v <= 87 ? 1 : v <= 92 || !oxygen ? 0 : v <= 94 ? 1 : v <= 96 ? 2 : 3;

    private static int Temperature(decimal v) => v <= 35.0m ? 3 : v <= 36.0m ? 1 : v <= 38.0m ? 0 : v <= 39.0m ? 1 : 2;
}
