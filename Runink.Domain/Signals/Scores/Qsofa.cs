namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Quick SOFA (Singer 2016, Sepsis-3): one point each for respiratory rate ≥ 22, systolic pressure ≤ 100 and altered
/// mentation (GCS &lt; 15, or not alert). 0–3, positive from 2. All within 4 hours; of a coma score and a word the newer one is used.
/// </summary>
public static class Qsofa
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts = ["vital.resp_rate", "vital.sbp", "vital.gcs", "vital.acvpu"];

    private static readonly TimeSpan Recent = TimeSpan.FromHours(4);
    private static readonly Bands RespRate = Bands.Below(22, 0).Above(1);
    private static readonly Bands Systolic = Bands.UpTo(100, 1).Above(0);
    private static readonly Bands Coma = Bands.Below(15, 1).Above(0);

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        board.Number("vital.resp_rate", RespRate, Recent);
        board.Number("vital.sbp", Systolic, Recent);
        var coma = board.FreshSample("vital.gcs", Recent);
        if (board.FreshSample("vital.acvpu", Recent) is { } word && Acvpu.IsAlert(board.Said(word)) is not null && (coma is null || word.At > coma.Value.At))
            board.Code("vital.acvpu", 1, v => Acvpu.IsAlert(v) == true ? 0 : 1, Recent);
        else
            board.Number("vital.gcs", Coma, Recent);
        return board.Result("qsofa", "Sepsis-3 2016");
    }
}
