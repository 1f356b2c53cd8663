namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Systemic inflammatory response criteria (Bone 1992): temperature &gt; 38.0 or &lt; 36.0 °C; heart rate &gt; 90;
/// respiratory rate &gt; 20 or PaCO₂ &lt; 32 mmHg; white cells &gt; 12 or &lt; 4 ×10⁹/L or bands &gt; 10 %. 0–4, positive from 2.
/// </summary>
public static class Sirs
{
    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts =
        ["vital.temperature", "vital.heart_rate", "vital.resp_rate", "lab.paco2", "lab.wbc", "lab.bands"];

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null)
    {
        var board = new ScoreBoard(state, now, vocabulary ?? Vocabulary.Shipped);
        board.Number("vital.temperature", 1, v => v > 38.0m || v < 36.0m ? 1 : 0);
        board.Number("vital.heart_rate", 1, v => v > 90 ? 1 : 0);
        // Either of two values makes the point; the one that is rarely measured is not missed when the other is there.
        if (board.FreshNumber("lab.paco2") is < 32)
            board.Number("lab.paco2", 1, v => v < 32 ? 1 : 0);
        else
            board.Number("vital.resp_rate", 1, v => v > 20 ? 1 : 0);
        if (board.FreshNumber("lab.bands") is > 10)
            board.Number("lab.bands", 1, v => v > 10 ? 1 : 0);
        else
            board.Number("lab.wbc", 1, v => v is > 12 or < 4 ? 1 : 0);
        return board.Result("sirs", "Bone 1992");
    }
}
