using System.Globalization;
using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;
using static Runink.Tests.Domain.Signals.Bedside;

namespace Runink.Tests.Domain.Signals;

/// <summary>Both sides of every cut of the bedside scores, one table a score: concept, then value:points pairs.</summary>
public class ScoreCutTests
{
    private static readonly string[] News2Table =
    [
        "vital.resp_rate 0:3 8:3 9:1 11:1 12:0 20:0 21:2 24:2 25:3 60:3",
        "vital.spo2 91:3 92:2 93:2 94:1 95:1 96:0 100:0",
        "vital.sbp 90:3 91:2 100:2 101:1 110:1 111:0 219:0 220:3",
        "vital.heart_rate 40:3 41:1 50:1 51:0 90:0 91:1 110:1 111:2 130:2 131:3",
        "vital.temperature 35.0:3 35.04:3 35.05:1 35.1:1 36.0:1 36.04:1 36.05:0 36.1:0 38.0:0 38.04:0 38.05:1 38.1:1 39.0:1 39.04:1 39.05:2 39.1:2",
        "vital.acvpu A:0 Alert:0 C:3 V:3 P:3 U:3",
        "vital.on_oxygen Y:2 N:0",
        "vital.oxygen_flow 0:0 0.5:2 15:2",
        "vital.fio2 21:0 21.5:2 60:2",
    ];

    private static readonly string[] News2Scale2Table =
    [
        "vital.spo2 N 83:3 84:2 85:2 86:1 87:1 88:0 92:0 93:0 96:0 97:0 100:0",
        "vital.spo2 Y 83:5 84:4 85:4 86:3 87:3 88:2 92:2 93:3 94:3 95:4 96:4 97:5 100:5",
    ];

    private static readonly string[] MewsTable =
    [
        "vital.sbp 70:3 71:2 80:2 81:1 100:1 101:0 199:0 200:2",
        "vital.heart_rate 40:2 41:1 50:1 51:0 100:0 101:1 110:1 111:2 129:2 130:3",
        "vital.resp_rate 8:2 9:0 14:0 15:1 20:1 21:2 29:2 30:3",
        "vital.temperature 34.9:2 35.0:0 38.4:0 38.5:2",
        "vital.acvpu A:0 V:1 P:2 U:3",
    ];

    private static readonly string[] SirsTable =
    [
        "vital.temperature 35.9:1 36.0:0 38.0:0 38.1:1",
        "vital.heart_rate 90:0 91:1",
        "vital.resp_rate 20:0 21:1",
        "lab.wbc 3.9:1 4:0 12:0 12.1:1",
        "lab.bands 10:0 10.5:1",
        "lab.paco2 31.9:1 32:0",
    ];

    private const string Resting =
        "vital.resp_rate 13; vital.spo2 97; vital.on_oxygen N; vital.sbp 120; vital.heart_rate 70; vital.acvpu A; vital.temperature 37.0; vital.gcs 15; lab.wbc 8";

    public static TheoryData<string, string, int> Cuts(string table)
    {
        var rows = new TheoryData<string, string, int>();
        foreach (var line in table switch { "news2" => News2Table, "mews" => MewsTable, _ => SirsTable })
        {
            var words = line.Split(' ');
            foreach (var pair in words[1..])
                rows.Add(words[0], pair.Split(':')[0], int.Parse(pair.Split(':')[1], CultureInfo.InvariantCulture));
        }

        return rows;
    }

    public static TheoryData<string, string, int> Scale2()
    {
        var rows = new TheoryData<string, string, int>();
        foreach (var words in News2Scale2Table.Select(line => line.Split(' ')))
        {
            foreach (var pair in words[2..])
                rows.Add(words[1], pair.Split(':')[0], int.Parse(pair.Split(':')[1], CultureInfo.InvariantCulture));
        }

        return rows;
    }

    /// <summary>The resting patient with one thing changed; where oxygen is told by flow, nobody says yes or no.</summary>
    private static PatientState Changed(string concept, string value)
    {
        var kept = Resting.Split("; ").Where(part => !part.StartsWith(concept + " ", StringComparison.Ordinal) && !(concept is "vital.oxygen_flow" or "vital.fio2" && part.StartsWith("vital.on_oxygen", StringComparison.Ordinal)));
        return Of(string.Join(';', kept.Append($"{concept} {value}")));
    }

    [Theory]
    [MemberData(nameof(Cuts), "news2")]
    public void NEWS2(string concept, string value, int points) => Exactly(points, News2.Compute(Changed(concept, value), Noon));

    [Theory]
    [MemberData(nameof(Scale2))]
    public void NEWS2_scale_2(string oxygen, string saturation, int points) =>
        Exactly(points, News2.Compute(Of(Resting + $"; vital.on_oxygen {oxygen} @0.1; vital.spo2 {saturation} @0.1"), Noon.AddHours(1), 2));

    [Theory]
    [MemberData(nameof(Cuts), "mews")]
    public void MEWS(string concept, string value, int points) => Exactly(points, Mews.Compute(Changed(concept, value), Noon));

    [Theory]
    [MemberData(nameof(Cuts), "sirs")]
    public void SIRS(string concept, string value, int points) => Exactly(points, Sirs.Compute(Changed(concept, value), Noon));

    [Theory]
    [InlineData("vital.resp_rate", "21", 0)]
    [InlineData("vital.resp_rate", "22", 1)]
    [InlineData("vital.sbp", "101", 0)]
    [InlineData("vital.sbp", "100", 1)]
    [InlineData("vital.gcs", "15", 0)]
    [InlineData("vital.gcs", "14", 1)]
    [InlineData("vital.acvpu", "A @0.1h", 0)]
    [InlineData("vital.acvpu", "C @0.1h", 1)]
    public void QSOFA(string concept, string value, int points) => Exactly(points, Qsofa.Compute(Changed(concept, value), Noon.AddHours(1)));

    [Theory]
    [InlineData("vital.temperature 38.3", 0)]
    [InlineData("vital.temperature 38.4", 1)]
    [InlineData("vital.temperature 35.9", 1)]
    [InlineData("vital.temperature 37.0; lab.paco2 20", 0)]
    public void SIRS_of_SEP1_has_its_own_fever_and_no_gas(string changed, int points) =>
        Exactly(points, Sirs.Compute(Of("vital.heart_rate 70; vital.resp_rate 13; lab.wbc 8;" + changed), Noon, variant: Sirs.Sep1));

    [Theory]
    [InlineData("vital.temperature 102.4 [degF]", 2)]
    [InlineData("vital.temperature 102.2 [degF]", 1)]
    [InlineData("vital.sbp 11.9 kPa", 3)]
    [InlineData("vital.sbp 14.0 kPa", 1)]
    public void NEWS2_reads_other_units(string changed, int points) => Exactly(points, News2.Compute(Of(Resting + ";" + changed + " @0.1"), Noon.AddHours(1)));

    [Theory]
    [InlineData("vital.resp_rate <9", 1, 3)]
    [InlineData("vital.heart_rate >40", 0, 3)]
    [InlineData("vital.heart_rate >130", 3, 3)]
    [InlineData("vital.heart_rate >=130", 2, 3)]
    [InlineData("vital.spo2 <92", 2, 3)]
    public void A_value_known_within_bounds_is_worth_what_its_bounds_allow(string changed, int least, int most)
    {
        var score = News2.Compute(Of(Resting + ";" + changed + " @0.1"), Noon.AddHours(1));
        Assert.Equal((least, most), (score.Min, score.Max));
    }

    [Fact]
    public void Each_missing_part_of_NEWS2_adds_what_it_could_be_worth()
    {
        foreach (var (concept, most) in new[] { ("vital.resp_rate", 3), ("vital.spo2", 3), ("vital.on_oxygen", 2), ("vital.sbp", 3), ("vital.heart_rate", 3), ("vital.acvpu", 3), ("vital.temperature", 3) })
        {
            var score = News2.Compute(Of(string.Join(';', Resting.Split("; ").Where(part => !part.StartsWith(concept, StringComparison.Ordinal)))), Noon);
            Assert.Equal((0, most), (score.Min, score.Max));
            Assert.Equal([concept], score.MissingParts.Select(p => p.Concept));
        }
    }

    [Fact]
    public void A_part_counts_until_it_is_stale_and_then_is_missing()
    {
        var state = Of(Resting);
        var fresh = News2.Compute(state, Noon.AddHours(4));
        Assert.Equal((0, 0), (fresh.Min, fresh.Max));
        Assert.Equal(Noon.AddHours(4).AddMilliseconds(1), fresh.NextChange);
        Assert.Equal(12, News2.Compute(state, fresh.NextChange!.Value).Max);
    }

    [Fact]
    public void Scale_2_without_word_of_oxygen_allows_both_readings()
    {
        var score = News2.Compute(Of("vital.resp_rate 13; vital.spo2 97; vital.sbp 120; vital.heart_rate 70; vital.acvpu A; vital.temperature 37.0"), Noon, 2);
        Assert.Equal((0, 5), (score.Min, score.Max));
    }

    [Fact]
    public void A_flow_says_oxygen_only_while_nobody_said_otherwise()
    {
        Exactly(2, News2.Compute(Of(Resting.Replace("vital.on_oxygen N", "vital.oxygen_flow 0; vital.fio2 40", StringComparison.Ordinal)), Noon));
        Exactly(0, News2.Compute(Of(Resting + "; vital.oxygen_flow 2"), Noon));
    }

    [Fact]
    public void NEWS2_is_not_for_children_nor_in_pregnancy()
    {
        var child = News2.Compute(Of(Resting, age: 15), Noon);
        Assert.Equal("not for patients under 16", child.NotApplicable);
        Assert.Null(News2.Compute(Of(Resting, age: 16), Noon).NotApplicable);
        Assert.Equal("not for patients with pregnancy", News2.Compute(Of(Resting + "; condition.active O24.4"), Noon).NotApplicable);
        Assert.Null(News2.Compute(Of(Resting + "; condition.active I50.9"), Noon).NotApplicable);
    }

    [Fact]
    public void Scores_name_their_table() => Assert.Equal(
        ["RCP 2017, scale 1", "RCP 2017, scale 2", "Sepsis-3 2016", "Bone 1992", "CMS SEP-1", "Subbe 2001"],
        [
            News2.Compute(Of(""), Noon).Version, News2.Compute(Of(""), Noon, 2).Version, Qsofa.Compute(Of(""), Noon).Version, Sirs.Compute(Of(""), Noon).Version,
            Sirs.Compute(Of(""), Noon, variant: Sirs.Sep1).Version, Mews.Compute(Of(""), Noon).Version,
        ]);

    internal static void Exactly(int points, ScoreResult score) => Assert.Equal((points, points), (score.Min, score.Max));
}
