using Runink.Companion.Intake.Mapping;
using Runink.Domain.Mapping;
using Runink.Domain.Signals;
using Runink.Tests.Architecture;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Tests.Domain.Mapping;

/// <summary>What columns are taken for, on samples of others and on odd ones. What can be read two ways is asked.</summary>
public sealed class ColumnGuesserTests
{
    private static readonly string Corpus = Path.Combine(Path.GetDirectoryName(SourceTree.Root)!, "shared", "corpora", "csv-synthea");

    public static TheoryData<string, string> Synthea => new()
    {
        { "observations.csv", "DATE=ValueTime PATIENT=PatientNumber ENCOUNTER=Visit CODE=Code DESCRIPTION=Label VALUE=Value UNITS=ValueUnit" },
        { "patients.csv", "Id=PatientNumber BIRTHDATE=BirthDate FIRST=GivenName LAST=FamilyName GENDER=Sex" },
        { "conditions.csv", "PATIENT=PatientNumber ENCOUNTER=Visit CODE=Code DESCRIPTION=Label" },
        { "encounters.csv", "Id=Key PATIENT=PatientNumber ENCOUNTERCLASS=VisitClass" },
    };

    [Theory]
    [MemberData(nameof(Synthea))]
    public void TablesThatWereNotMadeForIt(string file, string expected)
    {
        var path = Path.Combine(Corpus, file);
        if (!File.Exists(path))
            Assert.Skip("The corpus is not beside this tree.");
        var guesses = Guess(string.Join('\n', File.ReadLines(path).Take(200)));
        foreach (var pair in expected.Split(' ').Select(word => word.Split('=')))
            Assert.Equal((pair[0], pair[1]), (pair[0], guesses.Single(guess => guess.Column == pair[0]).Role.ToString()));
        Assert.All(guesses, guess => Assert.NotEmpty(guess.Reason));
    }

    [Fact]
    public void AGermanTableWithSemicolonsCommasAndDots()
    {
        var guesses = Guess("Patientennummer;Nachname;Vorname;Geburtsdatum;Geschlecht;Untersuchung;Wert;Einheit;Abnahmezeit\n17;Groß;Änne;31.12.1950;F;LAK;4,4;mmol/l;28.02.2026 08:15\n18;Maier;Jörg;01.02.1949;M;KA;0,250;mmol/l;01.03.2026 09:00\n");
        Assert.Equal([PatientNumber, FamilyName, GivenName, BirthDate, Sex, Code, Value, ValueUnit, ValueTime], guesses.Select(guess => guess.Role));
        Assert.All(guesses, guess => Assert.Null(guess.Question));
        Assert.True(guesses[6].HasDecimalComma);
        Assert.Equal(("d.M.yyyy", "d.M.yyyy H:mm"), (guesses[3].TimeFormat, guesses[8].TimeFormat));
    }

    [Theory]
    [InlineData("03/04/2026 10:00\n05/06/2026 11:00", "d/M/yyyy H:mm|M/d/yyyy H:mm")]
    [InlineData("01.02.2026\n02.01.2026", "d.M.yyyy|M.d.yyyy")]
    public void DayAndMonthThatCanBeEitherAreAsked(string values, string choices)
    {
        var guess = Guess("mrn|date|value\n" + string.Join('\n', values.Split('\n').Select(value => $"7|{value}|1")))[1];
        Assert.Equal(ValueTime, guess.Role);
        Assert.Contains("day before the month", guess.Question, StringComparison.Ordinal);
        Assert.Equal(choices, string.Join('|', guess.Choices));
        Assert.False(guess.IsTaken);
    }

    [Fact]
    public void OneValueThatCanOnlyBeADayTellsTheOthers()
    {
        var guess = Guess("mrn|date|value\n7|03/04/2026|1\n7|13/04/2026|1")[1];
        Assert.Equal(("d/M/yyyy", true), (guess.TimeFormat, guess.IsTaken));
        Assert.Contains("no one way", Guess("mrn|date|value\n7|13/04/2026|1\n7|04/13/2026|1")[1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,234", "1,500", true)]
    [InlineData("1,234", "4,4", false)]
    [InlineData("1,234", "1,234.5", false)]
    public void ACommaThatMayPartThousandsIsAsked(string one, string other, bool isAsked)
    {
        var guess = Guess($"mrn;value\n7;{one}\n8;{other}")[1];
        Assert.Equal(isAsked, guess.Question?.Contains("decimal sign", StringComparison.Ordinal) == true);
        Assert.Equal(other == "4,4", guess.HasDecimalComma);
    }

    [Fact]
    public void AWideTableHasAMeasureInEachColumnAndAUnitIsNeverMadeUp()
    {
        var guesses = Guess("mrn,taken_at,Potassium (mmol/L),Glucose [mg/dL],Lactate,Sodium (furlong),Mood,Heart rate\n7,2026-03-02T08:00:00Z,4.1,90,1.2,140,3,80\n");
        Assert.Equal((Measure, "lab.potassium", "mmol/L", Confidence.Sure), (guesses[2].Role, guesses[2].Concept, guesses[2].Unit, guesses[2].Confidence));
        Assert.Equal(("lab.glucose", "mg/dL"), (guesses[3].Concept, guesses[3].Unit));
        Assert.Contains("In which unit", guesses[4].Question, StringComparison.Ordinal);
        Assert.Null(guesses[4].Unit);
        Assert.Contains("furlong is not known", guesses[5].Question, StringComparison.Ordinal);
        Assert.Contains("mmol/L", guesses[5].Choices);
        Assert.Equal(None, guesses[6].Role);
        Assert.Equal(Measure, guesses[7].Role);
    }

    [Fact]
    public void EmptyColumnsDoubleHeadersAMarkAndNoHeaderAtAll()
    {
        var sample = Sample("\uFEFFmrn,value,value,,note\n7,1,2,x,\n");
        Assert.Equal(["mrn", "value", "value (2)", "column 4", "note"], sample.Columns);
        var guesses = ColumnGuesser.Guess(sample, Vocabulary.Shipped);
        Assert.Equal(PatientNumber, guesses[0].Role);
        Assert.Equal("It is empty in every row.", guesses[4].Reason);

        var headless = Guess("4711,2951-2,140,mmol/L,2026-03-02 08:00\n4712,2823-3,4.1,mmol/L,2026-03-02 08:00\n");
        Assert.Equal([None, Code, None, ValueUnit, ValueTime], headless.Select(guess => guess.Role));
        Assert.Equal("LN", headless[1].System);
    }

    [Fact]
    public void TwoColumnsThatCanBeTheSameAreAsked()
    {
        var guesses = Guess("mrn,charttime,collected_at,value\n7,2026-03-02 08:00,2026-03-02 07:00,1\n");
        Assert.All(guesses.Skip(1).Take(2), guess => Assert.Contains("charttime, collected_at can each be", guess.Question, StringComparison.Ordinal));
    }

    [Fact]
    public void PathsOfJsonAreColumns()
    {
        var guesses = Guess("""[{"patient":{"id":"7","name":{"family":"Doe"}},"code":{"code":"2951-2"},"value":{"amount":140,"unit":"mmol/L"},"effective":"2026-03-02T08:00:00Z"}]""");
        Assert.Equal(["patient.id", "patient.name.family", "code.code", "value.amount", "value.unit", "effective"], guesses.Select(guess => guess.Column));
        Assert.Equal([PatientNumber, FamilyName, Code, Value, ValueUnit, ValueTime], guesses.Select(guess => guess.Role));
    }

    private static IReadOnlyList<ColumnGuess> Guess(string text) => ColumnGuesser.Guess(Sample(text), Vocabulary.Shipped);

    private static FeedSample Sample(string text) => new SampleText(text).Read() is { Value: { } sample } ? sample : throw new InvalidOperationException(new SampleText(text).Read().Refusal!.Message);
}
