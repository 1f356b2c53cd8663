namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Quick SOFA (Singer 2016, Sepsis-3): one point each for respiratory rate ≥ 22, systolic pressure ≤ 100 and altered
/// mentation (GCS &lt; 15, or not alert). 0–3, positive from 2.
/// </summary>
public static class Qsofa
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = ["vital.resp_rate", "vital.sbp", "vital.gcs", "vital.acvpu"];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreBoard(state, now, vocabulary ?? Vocabulary.Shipped);
        board.Number("vital.resp_rate", 1, v => v >= 22 ? 1 : 0);
        board.Number("vital.sbp", 1, v => v <= 100 ? 1 : 0);
        if (board.FreshNumber("vital.gcs") is null && board.Fresh("vital.acvpu") is not null)
            board.Code("vital.acvpu", 1, v => Acvpu.IsAlert(v) switch { true => 0, false => 1, null => null });
        else
            board.Number("vital.gcs", 1, v => v < 15 ? 1 : 0);
        return board.Result("qsofa", "Sepsis-3 2016");
    }
}
