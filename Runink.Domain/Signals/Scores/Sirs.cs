namespace Runink.Domain.Signals.Scores;

/// <summary>
/// Systemic inflammatory response criteria, 0–4, positive from 2. As of 1992 (Bone): temperature &gt; 38.0 or &lt; 36.0 °C;
/// heart rate &gt; 90; respiratory rate &gt; 20 or PaCO₂ &lt; 32 mmHg; white cells &gt; 12 or &lt; 4 ×10⁹/L or bands &gt; 10 %.
/// The variant of SEP-1 (CMS) asks for a temperature &gt; 38.3 °C and does not read PaCO₂.
/// </summary>
public static class Sirs
{
    public const string Bone = "bone-1992";
    public const string Sep1 = "sep-1";

    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts =
        ["vital.temperature", "vital.heart_rate", "vital.resp_rate", "lab.paco2", "lab.wbc", "lab.bands"];

    private static readonly Bands Fever = Bands.Below(36.0m, 1).ThenUpTo(38.0m, 0).Above(1);
    private static readonly Bands Sep1Fever = Bands.Below(36.0m, 1).ThenUpTo(38.3m, 0).Above(1);
    private static readonly Bands HeartRate = Bands.UpTo(90, 0).Above(1);
    private static readonly Bands RespRate = Bands.UpTo(20, 0).Above(1);
    private static readonly Bands CarbonDioxide = Bands.Below(32, 1).Above(0);
    private static readonly Bands WhiteCells = Bands.Below(4, 1).ThenUpTo(12, 0).Above(1);
    private static readonly Bands BandForms = Bands.UpTo(10, 0).Above(1);

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null, string variant = Bone)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        var sep1 = variant == Sep1;
        board.Number("vital.temperature", sep1 ? Sep1Fever : Fever);
        board.Number("vital.heart_rate", HeartRate);
        // Either of two values makes the point; the one that is rarely measured is not missed when the other is there.
        if (!sep1 && board.FreshSample("lab.paco2") is { } gas && CarbonDioxide.Of(gas.Number).Min == 1)
            board.Number("lab.paco2", CarbonDioxide);
        else
            board.Number("vital.resp_rate", RespRate);
        if (board.FreshSample("lab.bands") is { } forms && BandForms.Of(forms.Number).Min == 1)
            board.Number("lab.bands", BandForms);
        else
            board.Number("lab.wbc", WhiteCells);
        return board.Result("sirs", sep1 ? "CMS SEP-1" : "Bone 1992");
    }
}
