namespace Runink.Domain.Signals.Scores;

/// <summary>
/// National Early Warning Score 2 (Royal College of Physicians 2017), 0–20; not for patients under 16 or in pregnancy.
/// Scale 2 of oxygen saturation is for a prescribed hypercapnic target only. Temperature is rounded to 0.1 °C before it
/// is banded. Where nobody said whether oxygen is given, a flow above 0 or an inspired fraction above 21 % says so; oxygen
/// that nobody reported in any way counts as missing, not as air.
/// </summary>
public static class News2
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts =
    [
        "vital.resp_rate", "vital.spo2", "vital.on_oxygen", "vital.oxygen_flow", "vital.fio2", "vital.sbp", "vital.heart_rate", "vital.acvpu",
        "vital.temperature", "condition.active",
    ];

    private static readonly Bands RespRate = Bands.UpTo(8, 3).ThenUpTo(11, 1).ThenUpTo(20, 0).ThenUpTo(24, 2).Above(3);
    private static readonly Bands Scale1 = Bands.UpTo(91, 3).ThenUpTo(93, 2).ThenUpTo(95, 1).Above(0);
    private static readonly Bands Scale2OnAir = Bands.UpTo(83, 3).ThenUpTo(85, 2).ThenUpTo(87, 1).Above(0);
    private static readonly Bands Scale2OnOxygen = Bands.UpTo(83, 3).ThenUpTo(85, 2).ThenUpTo(87, 1).ThenUpTo(92, 0).ThenUpTo(94, 1).ThenUpTo(96, 2).Above(3);
    private static readonly Bands Systolic = Bands.UpTo(90, 3).ThenUpTo(100, 2).ThenUpTo(110, 1).ThenUpTo(219, 0).Above(3);
    private static readonly Bands HeartRate = Bands.UpTo(40, 3).ThenUpTo(50, 1).ThenUpTo(90, 0).ThenUpTo(110, 1).ThenUpTo(130, 2).Above(3);
    private static readonly Bands Temperature = Bands.UpTo(35.0m, 3).ThenUpTo(36.0m, 1).ThenUpTo(38.0m, 0).ThenUpTo(39.0m, 1).Above(2);

    /// <param name="scale">1, or 2 for hypercapnic respiratory failure.</param>
    public static ScoreResult Compute(PatientState state, DateTimeOffset now, int scale = 1, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        board.NotUnder(16);
        board.NotWith("pregnancy");
        board.Number("vital.resp_rate", RespRate);
        var oxygen = Oxygen(board);
        board.Number("vital.spo2", scale != 2 ? [Scale1] : oxygen switch { true => [Scale2OnOxygen], false => [Scale2OnAir], null => [Scale2OnAir, Scale2OnOxygen] });
        board.Number("vital.sbp", Systolic);
        board.Number("vital.heart_rate", HeartRate);
        board.Code("vital.acvpu", 3, v => Acvpu.IsAlert(v) switch { true => 0, false => 3, null => null });
        board.Number("vital.temperature", Temperature, digits: 1);
        return board.Result("news2", scale == 2 ? "RCP 2017, scale 2" : "RCP 2017, scale 1");
    }

    /// <summary>Scores the item; null when it is not known.</summary>
    private static bool? Oxygen(ScoreCalculator board)
    {
        if (board.FreshSample("vital.on_oxygen") is { } said && SignalText.Truth(said.Signal.Value) is { } truth)
        {
            board.Add("vital.on_oxygen", said.Signal.Value, said.At, truth ? 2 : 0, truth ? 2 : 0);
            return truth;
        }

        bool? given = null;
        Sample? by = null;
        var (flow, fraction) = (board.FreshSample("vital.oxygen_flow"), board.FreshSample("vital.fio2"));
        foreach (var (sample, air) in new[] { (flow, 0m), (fraction, 21m) })
        {
            if (sample is not { } measured || given == true)
                continue;
            given = measured.Number.Low > air ? true : measured.Number.High <= air ? false : given;
            by = measured;
        }

        if (given is not { } known)
            board.Missing("vital.on_oxygen", 2);
        else
            board.Add(by?.Signal.Concept ?? "vital.on_oxygen", $"{by?.Signal.Value} {by?.Signal.Unit}".Trim(), by?.At, known ? 2 : 0, known ? 2 : 0);
        return given;
    }
}
