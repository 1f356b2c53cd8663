using System.Globalization;
using Runink.Domain.Signals.Scores;
using static Runink.Tests.Domain.Signals.Bedside;

namespace Runink.Tests.Domain.Signals;

public class ReadmissionScoreTests
{
    /// <summary>Elective, healthy, admitted some hours ago, no visit before; worth nothing but its nights.</summary>
    private const string Plain = "encounter.acuity elective @-1; condition.active Z00.0 @-1; encounter.arrived x @-1; lab.hemoglobin 14; lab.sodium 140";

    private static string Visits(string concept, int count) =>
        string.Concat(Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"; {concept} x @{-1000 - (i * 24)}")));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(6, 4)]
    [InlineData(7, 5)]
    [InlineData(13, 5)]
    [InlineData(14, 7)]
    [InlineData(40, 7)]
    public void LACE_length(int nights, int points) => ScoreCutTests.Exactly(points, Lace.Compute(Of(Plain, admittedHours: -24 * nights), Noon));

    [Fact]
    public void Nights_are_the_hospitals_midnights()
    {
        // Noon in London is 21:00 in Tokyo; 20 hours before it was one in the night there, the same day.
        ScoreCutTests.Exactly(0, Lace.Compute(Of(Plain, zone: "Asia/Tokyo", admittedHours: -20), Noon));
        ScoreCutTests.Exactly(1, Lace.Compute(Of(Plain, admittedHours: -20), Noon));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 15, 0, 0, TimeSpan.Zero), Lace.Compute(Of(Plain, zone: "Asia/Tokyo", admittedHours: -20), Noon).NextChange);
    }

    [Theory]
    [InlineData("emergent", 3, 3)]
    [InlineData("elective", 0, 0)]
    [InlineData("urgent", 0, 3)]
    public void LACE_acuity(string acuity, int least, int most)
    {
        var score = Lace.Compute(Of(Plain + $"; encounter.acuity {acuity}", admittedHours: -2), Noon);
        Assert.Equal((least, most), (score.Min, score.Max));
    }

    [Theory]
    [InlineData("I25.2", 1)]
    [InlineData("I63.9", 1)]
    [InlineData("I70.2", 1)]
    [InlineData("E11.9", 1)]
    [InlineData("I50.9", 2)]
    [InlineData("E11.2", 2)]
    [InlineData("E11.2 E11.9", 2)]
    [InlineData("J44.1", 2)]
    [InlineData("K70.3", 2)]
    [InlineData("C50.9", 2)]
    [InlineData("C91.0", 2)]
    [InlineData("F03.9", 3)]
    [InlineData("M32.1", 3)]
    [InlineData("E11.9 I50.9", 3)]
    [InlineData("K72.9", 5)]
    [InlineData("K72.9 K70.3", 5)]
    [InlineData("N18.6", 5)]
    [InlineData("B20", 5)]
    [InlineData("C78.0", 5)]
    [InlineData("I50.9 J44.1", 5)]
    public void LACE_comorbidity(string codes, int points)
    {
        var conditions = string.Concat(codes.Split(' ').Select(code => $"; condition.active {code} @-1"));
        ScoreCutTests.Exactly(points, Lace.Compute(Of(Plain + conditions, admittedHours: -2), Noon));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(9, 4)]
    public void LACE_emergency_visits(int visits, int points) => ScoreCutTests.Exactly(points, Lace.Compute(Of(Plain + Visits("encounter.ed_visit", visits), admittedHours: -2), Noon));

    [Fact]
    public void The_stay_itself_and_what_is_older_than_six_months_do_not_count()
    {
        ScoreCutTests.Exactly(0, Lace.Compute(Of(Plain + "; encounter.ed_visit x @-2; encounter.ed_visit x @-1", admittedHours: -2), Noon));
        ScoreCutTests.Exactly(0, Lace.Compute(Of(Plain + "; encounter.ed_visit x @-4400", admittedHours: -2), Noon));
        ScoreCutTests.Exactly(1, Lace.Compute(Of(Plain + "; encounter.ed_visit x @-4300", admittedHours: -2), Noon));
    }

    [Fact]
    public void LACE_says_what_it_lacks()
    {
        var nothing = Lace.Compute(Of(""), Noon);
        Assert.Equal((0, 19), (nothing.Min, nothing.Max));
        Assert.Equal(4, nothing.MissingParts.Count());
        // Without any visit in the feed "no visits" is not known.
        var silent = Lace.Compute(Of("encounter.acuity elective; condition.active Z00.0", admittedHours: -2), Noon);
        Assert.Equal((0, 4), (silent.Min, silent.Max));
    }

    [Fact]
    public void After_the_discharge_the_stay_is_the_one_that_ended()
    {
        var state = Of("encounter.admission x @-120; encounter.discharged home @-48; encounter.acuity emergent @-120; condition.active Z00.0 @-120");
        ScoreCutTests.Exactly(6, Lace.Compute(state, Noon));
    }

    [Theory]
    [InlineData("lab.hemoglobin 11.9 @0.1", 1)]
    [InlineData("lab.hemoglobin 12 @0.1", 0)]
    [InlineData("lab.hemoglobin 119 g/L @0.1", 1)]
    [InlineData("lab.sodium 134 @0.1", 1)]
    [InlineData("lab.sodium 135 @0.1", 0)]
    [InlineData("lab.sodium 134 meq/L @0.1", 1)]
    [InlineData("encounter.procedure 0DTJ4ZZ @-1", 1)]
    [InlineData("encounter.procedure 0DTJ4ZZ @-30", 0)]
    [InlineData("encounter.acuity urgent", 1)]
    [InlineData("encounter.acuity emergent", 1)]
    [InlineData("encounter.discharge_service oncology", 2)]
    [InlineData("encounter.discharge_service cardiology", 0)]
    public void HOSPITAL_items(string changed, int points) =>
        ScoreCutTests.Exactly(points, HospitalScore.Compute(Of(Plain + ";" + changed, admittedHours: -4, service: "medicine"), Noon.AddHours(1)));

    [Theory]
    [InlineData("2016", 0, 0)]
    [InlineData("2016", 1, 0)]
    [InlineData("2016", 2, 2)]
    [InlineData("2016", 5, 2)]
    [InlineData("2016", 6, 5)]
    [InlineData("2013", 0, 0)]
    [InlineData("2013", 1, 2)]
    [InlineData("2013", 5, 2)]
    [InlineData("2013", 6, 5)]
    [InlineData("simplified-2017", 1, 0)]
    [InlineData("simplified-2017", 2, 2)]
    [InlineData("simplified-2017", 6, 5)]
    public void HOSPITAL_admissions(string variant, int admissions, int points) =>
        ScoreCutTests.Exactly(points, HospitalScore.Compute(Of(Plain + Visits("encounter.admission", admissions), admittedHours: -4, service: "medicine"), Noon, variant: variant));

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 2)]
    public void HOSPITAL_length(int nights, int points) => ScoreCutTests.Exactly(points, HospitalScore.Compute(Of(Plain, admittedHours: -24 * nights, service: "medicine"), Noon));

    [Fact]
    public void The_simplified_score_counts_cancer_and_no_procedure()
    {
        var state = Of(Plain + "; condition.active C50.9 @-1; encounter.procedure x @-1", admittedHours: -4, service: "medicine");
        ScoreCutTests.Exactly(2, HospitalScore.Compute(state, Noon, variant: HospitalScore.Simplified2017));
        ScoreCutTests.Exactly(1, HospitalScore.Compute(state, Noon));
    }

    [Fact]
    public void HOSPITAL_says_what_it_lacks_and_which_table_it_used()
    {
        var nothing = HospitalScore.Compute(Of(""), Noon);
        Assert.Equal((0, 13, 7), (nothing.Min, nothing.Max, nothing.MissingParts.Count()));
        Assert.Equal((0, 12), (HospitalScore.Compute(Of(""), Noon, variant: HospitalScore.Simplified2017).Min, HospitalScore.Compute(Of(""), Noon, variant: HospitalScore.Simplified2017).Max));
        Assert.StartsWith("HOSPITAL 2016", nothing.Version, StringComparison.Ordinal);
        Assert.StartsWith("HOSPITAL 2013", HospitalScore.Compute(Of(""), Noon, variant: HospitalScore.Derivation2013).Version, StringComparison.Ordinal);
    }

    private static string Items(int each, int count) =>
        string.Join(';', Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"score.phq9_item{n} {each}")));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 9)]
    [InlineData(3, 27)]
    public void PHQ9_is_the_sum_of_its_items(int each, int total) => ScoreCutTests.Exactly(total, Phq9.Compute(Of(Items(each, 9)), Noon));

    [Fact]
    public void PHQ9_takes_the_received_total_only_where_items_lack()
    {
        ScoreCutTests.Exactly(9, Phq9.Compute(Of(Items(1, 9) + ";score.phq9 20"), Noon));
        var total = Phq9.Compute(Of("score.phq9_item9 1; score.phq9 14"), Noon);
        ScoreCutTests.Exactly(14, total);
        Assert.Equal("PHQ-9, total as received", total.Version);
        var some = Phq9.Compute(Of(Items(2, 7)), Noon);
        Assert.Equal((14, 20), (some.Min, some.Max));
    }

    [Fact]
    public void Items_of_another_day_belong_to_another_questionnaire()
    {
        var score = Phq9.Compute(Of(Items(1, 8) + ";score.phq9_item9 3 @-72"), Noon);
        Assert.Equal((8, 11), (score.Min, score.Max));
    }
}
