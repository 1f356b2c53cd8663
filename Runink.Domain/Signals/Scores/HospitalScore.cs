namespace Runink.Domain.Signals.Scores;

/// <summary>
/// HOSPITAL score of potentially avoidable readmission: haemoglobin below 12 g/dL at discharge 1, Oncology service 2, sodium
/// below 135 mmol/L 1, any coded Procedure 1, Index admission urgent or emergent 1, Admissions in the year before, Length of
/// at least 5 nights 2. Variants differ in the admissions: 2016 (international validation) none or one 0, two to five 2,
/// more 5; 2013 (derivation) none 0, one to five 2, more 5. The simplified one (Aubert 2017) drops the procedure and counts a
/// cancer diagnosis like the service. 0–13, simplified 0–12. Laboratory values of the last 7 days of the stay are used.
/// </summary>
public static class HospitalScore
{
    public const string Validation2016 = "2016";
    public const string Derivation2013 = "2013";
    public const string Simplified2017 = "simplified-2017";

    /// <summary>What it reads.</summary>
    public static readonly IReadOnlyList<string> Parts =
    [
        .. Stay.Reads, "lab.hemoglobin", "lab.sodium", "encounter.discharge_service", "encounter.procedure", "encounter.acuity", "condition.active",
    ];

    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);
    private static readonly Bands Hemoglobin = Bands.Below(12, 1).Above(0);
    private static readonly Bands Sodium = Bands.Below(135, 1).Above(0);
    private static readonly Bands Admissions2016 = Bands.UpTo(1, 0).ThenUpTo(5, 2).Above(5);
    private static readonly Bands Admissions2013 = Bands.UpTo(0, 0).ThenUpTo(5, 2).Above(5);
    private static readonly Bands Length = Bands.Below(5, 0).Above(2);

    public static ScoreResult Compute(PatientState state, DateTimeOffset now, Vocabulary? vocabulary = null, string variant = Validation2016)
    {
        var board = new ScoreCalculator(state, now, vocabulary ?? Vocabulary.Shipped);
        var simplified = variant == Simplified2017;
        var stay = Stay.Of(board);
        board.Number("lab.hemoglobin", Hemoglobin, Recent);
        Oncology(board, simplified);
        board.Number("lab.sodium", Sodium, Recent);
        if (!simplified)
            Procedure(board, stay);
        board.Code("encounter.acuity", 1, v => v.Trim().ToUpperInvariant() switch { "EMERGENT" or "URGENT" => 1, "ELECTIVE" => 0, _ => null });
        var admissions = variant == Derivation2013 ? Admissions2013 : Admissions2016;
        if (stay?.Before(board, "encounter.admission", stay.From.AddYears(-1)) is { } count)
            Counted("encounter.admission", FormattableString.Invariant($"{count} in a year"), admissions, count, stay.From);
        else
            board.Missing("encounter.admission", admissions.Most);
        if (stay is not null)
            Counted("encounter.started", FormattableString.Invariant($"{stay.Nights} nights"), Length, stay.Nights, stay.From);
        else
            board.Missing("encounter.discharged", Length.Most);
        return board.Result("hospital", variant switch
        {
            Derivation2013 => "HOSPITAL 2013, length in nights",
            Simplified2017 => "simplified HOSPITAL 2017, length in nights",
            _ => "HOSPITAL 2016, length in nights",
        });

        void Counted(string concept, string shown, Bands bands, int number, DateTimeOffset at)
        {
            var points = bands.Of(Interval.Point(number)).Min;
            board.Add(concept, shown, at, points, points);
        }
    }

    private static void Oncology(ScoreCalculator board, bool simplified)
    {
        if (simplified && board.Holds("condition.active", "cancer"))
        {
            board.Add("condition.active", "cancer", null, 2, 2);
            return;
        }

        var said = board.FreshSample("encounter.discharge_service");
        if ((said?.Signal.Value ?? board.State.Encounter?.Service) is not { Length: > 0 } service)
        {
            board.Missing("encounter.discharge_service", 2);
            return;
        }

        var points = service.Contains("oncolog", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        board.Add("encounter.discharge_service", service, said?.At, points, points);
    }

    /// <summary>None is none only where the feed sends visits; without them it is missing.</summary>
    private static void Procedure(ScoreCalculator board, Stay? stay)
    {
        const string name = "encounter.procedure";
        var procedures = board.Until(name);
        if (stay is not null && !procedures.IsEmpty && procedures[^1].At >= stay.From)
            board.Add(name, procedures[^1].Signal.Value, procedures[^1].At, 1, 1);
        else if (stay is not null && Stay.Known(board))
            board.Add(name, "none", null, 0, 0);
        else
            board.Missing(name, 1);
    }
}
