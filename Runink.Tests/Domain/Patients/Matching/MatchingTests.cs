using Runink.Domain.Intake;
using Runink.Domain.Patients.Matching;

namespace Runink.Tests.Domain.Patients.Matching;

public class MatchingTests
{
    private static readonly string[] Givens = ["james", "mary", "robert", "patricia", "john", "jennifer", "michael", "linda", "david", "elizabeth", "william", "barbara", "richard", "susan", "joseph", "jessica", "thomas", "karen", "ngozi", "siobhan"];
    private static readonly string[] Families = ["smith", "johnson", "williams", "brown", "jones", "garcia", "miller", "davis", "rodriguez", "martinez", "hernandez", "lopez", "gonzalez", "wilson", "anderson", "taylor", "moore", "jackson", "martin", "lee", "zwiefelhofer", "okonkwo", "vandersteen", "kowalczyk"];
    private static readonly Lazy<MatchWeights> Learnt = new(() => FellegiSunter.Estimate(Population()));

    private static readonly MatchRecord Ann = MatchRecord.Of("ann", "Siobhan", "Vandersteen", "1961-03-12", "female", "6063", "12 High Street", "Morley", "WA", "219-88-4412", "08 5566 1234");

    [Theory]
    [InlineData("martha", "marhta", 0.9611)]
    [InlineData("dwayne", "duane", 0.8400)]
    [InlineData("dixon", "dicksonx", 0.8133)]
    [InlineData("same", "same", 1)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "", 0)]
    public void JaroWinkler_is_what_Winkler_printed(string a, string b, double expected) =>
        Assert.Equal((expected, expected), (Math.Round(JaroWinkler.Similarity(a, b), 4), Math.Round(JaroWinkler.Similarity(b, a), 4)));

    [Theory]
    [InlineData("robert", "r163")]
    [InlineData("rupert", "r163")]
    [InlineData("rubin", "r150")]
    [InlineData("ashcraft", "a261")]
    [InlineData("tymczak", "t522")]
    [InlineData("pfister", "p236")]
    [InlineData("honeyman", "h555")]
    [InlineData("lee", "l000")]
    public void Soundex_is_that_of_the_National_Archives(string name, string code) => Assert.Equal(code, Soundex.Of(name));

    [Theory]
    [InlineData("19610312", "19610312", 0)]
    [InlineData("19610312", "19611203", 1)]
    [InlineData("19610312", "19610313", 2)]
    [InlineData("19610312", "19610321", 2)]
    [InlineData("19610312", "19160312", 2)]
    [InlineData("19610312", "19610725", 3)]
    [InlineData("19610312", "19780725", 4)]
    [InlineData("19610312", "1900-01-01", null)]
    [InlineData("19610312", null, null)]
    public void Birth_dates_agree_by_levels(string a, string? b, int? level) =>
        Assert.Equal(level, ComparisonVector.Of(MatchRecord.Of("a", birthDate: a), MatchRecord.Of("b", birthDate: b))[MatchField.BirthDate]);

    [Theory]
    [InlineData("D'Arcy", "darcy", 0)]
    [InlineData("van Boom", "VANBOOM", 0)]
    [InlineData("Müller", "Muller", 0)]
    [InlineData("Smith-Jones", "smith jones", 0)]
    [InlineData("emiily", "emily", 1)]
    [InlineData("roocke", "rooke", 1)]
    [InlineData("cathrine", "kathryn", 3)]
    [InlineData("UNKNOWN", "UNKNOWN", null)]
    [InlineData("BABY BOY", "BABY BOY", null)]
    public void Names_agree_by_levels(string a, string b, int? level) =>
        Assert.Equal(level, ComparisonVector.Of(MatchRecord.Of("a", family: a), MatchRecord.Of("b", family: b))[MatchField.Family]);

    [Theory]
    [InlineData("219-88-4412", "219884412", 0)]
    [InlineData("219-88-4412", "219-88-4421", 1)]
    [InlineData("219-88-4412", "4412", 2)]
    [InlineData("219-88-4412", "301-22-9981", 3)]
    [InlineData("000-00-0000", "000-00-0000", null)]
    [InlineData("999999999", "999-99-9999", null)]
    [InlineData("123-45-6789", "123-45-6789", null)]
    public void Numbers_agree_by_levels(string a, string b, int? level) =>
        Assert.Equal(level, ComparisonVector.Of(MatchRecord.Of("a", ssn: a), MatchRecord.Of("b", ssn: b))[MatchField.Ssn]);

    [Fact]
    public void Names_in_each_others_place_are_found()
    {
        var vector = ComparisonVector.Of(Ann, MatchRecord.Of("b", "Vandersteen", "Siobhan"));
        Assert.Equal((ComparisonVector.Swapped, null), (vector[MatchField.Family], vector[MatchField.Given]));
        Assert.True(Learnt.Value[MatchField.Family, ComparisonVector.Swapped] > 5);
    }

    [Fact]
    public void The_same_person_is_found_among_thousands_and_others_are_not()
    {
        var index = new MatchIndex([.. Population(), Ann], Learnt.Value);
        var moved = MatchRecord.Of("q", "Siobhan", "Vandersteen", "1961-03-12", "F", "7000", "4 Low Road", "Hobart", "TAS", "219-88-4412");
        Assert.Equal(("ann", MatchBand.Automatic), (index.Find(moved)[0].Id, index.Find(moved)[0].Band));
        Assert.Empty(index.Find(MatchRecord.Of("r", "Ethelred", "Quirke", "1933-07-09", "M", "0801", "9 Nowhere Lane", "Darwin", "NT")));
    }

    [Fact]
    public void What_is_missing_counts_for_nothing()
    {
        var sure = MatchRecord.Of("q", "Siobhan", "Vandersteen", "1961-03-12");
        Assert.Equal(Weight(Ann, sure), Weight(Ann, MatchRecord.Of("q", "Siobhan", "Vandersteen", "1961-03-12", "unknown", "", " ", "", null, "000-00-0000", "0000000000")));
        Assert.True(Weight(Ann, MatchRecord.Of("q", "Siobhan", "Vandersteen", "1961-03-12", postcode: "7000")) < Weight(Ann, sure));
    }

    [Fact]
    public void Placeholders_make_nobody_one()
    {
        var one = MatchRecord.Of("a", "TEST", "UNKNOWN", "1900-01-01", null, "0000", null, null, null, "000-00-0000", "999-999-9999");
        var index = new MatchIndex([.. Population(), one], Learnt.Value);
        Assert.Empty(index.Find(MatchRecord.Of("b", "TEST", "UNKNOWN", "1900-01-01", null, "0000", null, null, null, "000-00-0000", "999-999-9999")));
        Assert.Empty(Blocking.Keys(one));
    }

    [Theory]
    [InlineData("Siobhan", "1961-03-12", "male")]
    [InlineData("Siobhain", "1961-03-12", "female")]
    [InlineData("Sinead", "1961-03-12", "female")]
    [InlineData("Siobhan", "1989-07-30", "female")]
    public void A_twin_or_a_child_of_the_same_name_is_never_one_unasked(string given, string born, string sex)
    {
        var relative = MatchRecord.Of("q", given, "Vandersteen", born, sex, "6063", "12 High Street", "Morley", "WA", null, "08 5566 1234");
        Assert.NotEqual(MatchBand.Automatic, new MatchIndex([Ann], Learnt.Value).Decide(relative, Ann).Band);
    }

    [Fact]
    public void A_rare_name_tells_more_than_a_common_one()
    {
        var (common, rare) = (MatchRecord.Of("a", "James", "Smith", "1950-01-07"), MatchRecord.Of("b", "James", "Xiques", "1950-01-07"));
        Assert.True(Weight(rare, rare) > Weight(common, common) + 3);
    }

    [Fact]
    public void The_same_population_teaches_the_same()
    {
        var (one, other) = (FellegiSunter.Estimate(Population(600)), FellegiSunter.Estimate(Population(600)));
        for (var field = MatchField.Given; field <= MatchField.Phone; field++)
        {
            for (var level = 0; level < ComparisonVector.Levels[(int)field]; level++)
                Assert.Equal(one[field, level], other[field, level]);
        }

        Assert.True(one[MatchField.BirthDate, 0] > one[MatchField.BirthDate, 2] && one[MatchField.BirthDate, 2] > one[MatchField.BirthDate, 4]);
    }

    [Fact]
    public void Who_is_added_is_found()
    {
        var index = new MatchIndex([.. Population(600)], Learnt.Value);
        Assert.Empty(index.Find(Ann));
        index.Add(Ann);
        Assert.Equal("ann", Assert.Single(index.Find(Ann)).Id);
    }

    [Theory]
    [InlineData("000-00-0000", true)]
    [InlineData("999999999", true)]
    [InlineData("666-12-3456", true)]
    [InlineData("219-00-4412", true)]
    [InlineData("219-88-4412", false)]
    [InlineData("7478073", false)]
    public void Numbers_that_nobody_has(string ssn, bool placeholder) => Assert.Equal(placeholder, Placeholders.IsSsn(ssn));

    [Theory]
    [InlineData("0000000", true)]
    [InlineData("99999999", true)]
    [InlineData("UNKNOWN", true)]
    [InlineData("none", true)]
    [InlineData(" ", true)]
    [InlineData("1001", false)]
    [InlineData("A000017", false)]
    [InlineData("9", false)]
    public void Identifiers_that_say_nothing(string value, bool placeholder) => Assert.Equal(placeholder, Placeholders.IsNumber(value));

    private static double Weight(MatchRecord a, MatchRecord b) => Learnt.Value.Of(a, b, ComparisonVector.Of(a, b));

    /// <summary>Invented persons; each twelfth comes again with something mistyped.</summary>
    private static List<MatchRecord> Population(int count = 3000)
    {
        var random = new Random(7);
        var people = new List<MatchRecord>();
        while (people.Count < count)
        {
            var (given, family) = (Pick(Givens), Pick(Families));
            var born = new DateOnly(1930, 1, 1).AddDays(random.Next(30000)).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
            var (sex, postcode, street, ssn, phone) = (random.Next(2) == 0 ? "M" : "F", random.Next(2000, 2400), $"{random.Next(1, 200)} {Pick(Families)} street", random.Next(100000000, 660000000), random.Next(20000000, 89999999));
            Person(given, postcode);
            if (people.Count % 12 == 0)
                Person(given[..^1], random.Next(2000, 2400));

            void Person(string first, int area) => people.Add(MatchRecord.Of($"p{people.Count}", first, family, born, sex, $"{area}", street, "Town" + (char)('a' + (area % 20)), "WA", $"{ssn}", $"{phone}"));
        }

        return people;

        string Pick(string[] names) => names[(int)(random.NextDouble() * random.NextDouble() * names.Length)];
    }
}
