using Runink.Companion.Intake.Mapping;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Signals;
using Runink.Tests.Domain.Triggers;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Tests.Domain.Mapping;

/// <summary>Clicks change a profile, its text says the same, and what it would say of the sample is shown row by row.</summary>
public sealed class ProfileEditingTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Vocabulary Names = Vocabulary.Shipped;

    [Fact]
    public void AnyClicksGiveATextThatSaysTheSame()
    {
        var random = new Random(20261129);
        var roles = Enum.GetValues<ColumnRole>().Where(role => role != Measure).ToArray();
        string[] columns = ["a", "b c", "größe", "d:e", "f, g", "#h", "yes", "[0].x", "'q'", "=z ".Trim('=', ' ')];
        var concepts = ConceptFinder.Sendable(Names).ToArray();
        for (var run = 0; run < 300; run++)
        {
            var profile = ProfileEditing.New("Ward: \"4\"", "lab/x");
            for (var step = 0; step < 12; step++)
            {
                var column = columns[random.Next(columns.Length)];
                profile = random.Next(6) switch
                {
                    0 => ProfileEditing.SetMeasure(profile, column, concepts[random.Next(concepts.Length)], random.Next(2) == 0 ? "mmol/L" : null),
                    1 => ProfileEditing.WriteTimes(profile, random.Next(2) == 0 ? "d/M/yyyy" : "M/d/yyyy"),
                    2 => ProfileEditing.Translate(profile, $"x{random.Next(3)} \"", concepts[random.Next(concepts.Length)]),
                    3 => ProfileEditing.TranslateUnit(profile, "mmol / l", random.Next(2) == 0 ? "mmol/L" : null),
                    4 => ProfileEditing.SetZone(ProfileEditing.SetDecimal(profile, ','), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
                    _ => ProfileEditing.Assign(profile, column, roles[random.Next(roles.Length)]),
                };
            }

            var text = ProfileText.Write(profile);
            var read = FeedProfileReader.ReadDraft(text);
            Assert.Equal(text, ProfileText.Write(read));
            Assert.All(columns, column => Assert.Equal(ProfileEditing.RoleOf(profile, column), ProfileEditing.RoleOf(read, column)));
            Assert.True(profile.Rows!.Times.Count <= 1);
        }
    }

    [Fact]
    public void TheShippedProfilesAreWrittenWhole()
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Repository.Path("Runink.Companion/Samples/Feeds"), "*.yaml"))
        {
            var read = FeedProfileReader.Read(File.ReadAllText(file));
            var again = FeedProfileReader.Read(ProfileText.Write(read));
            Assert.Empty(ProfileCheck.Run(again, TimeZoneInfo.Utc));
            Assert.Empty(FeedProfileChanges.Between(read, again));
        }
    }

    [Fact]
    public void AColumnIsOneThingAtATime()
    {
        var profile = ProfileEditing.Assign(ProfileEditing.Assign(ProfileEditing.New("x", "x"), "a", PatientNumber), "a", Visit);
        Assert.Equal((Visit, None), (ProfileEditing.RoleOf(profile, "a"), ProfileEditing.RoleOf(profile, "b")));
        Assert.False(ProfileEditing.Slot(profile, PatientNumber).IsThere);
        Assert.Null(ProfileEditing.Assign(profile, "a", None).Rows!.Stay);
    }

    [Fact]
    public void RowsAreShownWithWhatIsNotUnderstoodAndWhere()
    {
        var (profile, sample) = German();
        var preview = SamplePreview.Of(profile, sample, Names, TimeZoneInfo.Utc, Now);
        Assert.Equal((1, 3, 1), (preview.Clean, preview.Remarked, preview.Refused));
        Assert.Contains("lactate 4.4 mmol/l at 2026-02-28 08:15", preview.Rows[0].Says);
        Assert.Contains("HOSP 17 Groß, Änne, born 1950-12-31", preview.Rows[0].Says);
        Assert.Equal(("XYZ", 1), (Assert.Single(preview.Codes).Text, preview.Codes[0].Rows));
        Assert.Equal("furlong", Assert.Single(preview.Units).Text);
        Assert.Contains("mmol/L", preview.Units[0].Near);
        Assert.Equal("Abnahmezeit", preview.Rows[3].Rejects[0].Column);
        Assert.Equal("Patientennummer", preview.Rows[4].Rejects[0].Column);
    }

    [Fact]
    public void ATestThatIsMadeOfARowNamesNobody()
    {
        var (profile, sample) = German();
        var tested = ProfileExample.Add(profile, sample, sample.Rows[0], "a row", TimeZoneInfo.Utc);
        var text = ProfileText.Write(tested);
        Assert.DoesNotContain("Groß", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"17\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1950", text, StringComparison.Ordinal);
        Assert.DoesNotContain("28.02", text, StringComparison.Ordinal);
        Assert.Empty(ProfileCheck.Run(FeedProfileReader.Read(text), TimeZoneInfo.Utc));
        Assert.Contains("value LN|2524-7 = 4.4 mmol/l", tested.Tests[0].Says);
    }

    [Fact]
    public void WhatIsNotCertainIsObjectedTo()
    {
        var profile = ProfileEditing.SetMeasure(ProfileEditing.New("x", "x"), "k", Names.Find("lab.potassium")!, null);
        Assert.Contains(ProfileObjections.Of(profile, Names), said => said.Contains("potassium has no unit", StringComparison.Ordinal));
        profile = ProfileEditing.SetMeasure(profile, "k", Names.Find("lab.potassium")!, "mmHg");
        Assert.Contains(ProfileObjections.Of(profile, Names), said => said.Contains("mmHg is no unit of potassium; near to it are mmol/L", StringComparison.Ordinal));
        profile = ProfileEditing.SetMeasure(profile, "k", Names.Find("lab.potassium")!, "mmol/L");
        Assert.Equal(["It has no test. Take one from a row of the sample."], ProfileObjections.Of(profile, Names));
    }

    [Theory]
    [InlineData("1.234,5", ',', "1234.5")]
    [InlineData("1,234", ',', "1.234")]
    [InlineData("1,234", '.', "1234")]
    [InlineData("<0,5", ',', "<0.5")]
    [InlineData("4.4", ',', "4.4")]
    [InlineData("a,b", ',', "a,b")]
    [InlineData("1,234", null, "1,234")]
    public void NumbersAreWhatTheirSignMeans(string text, char? sign, string plain) => Assert.Equal(plain, Runink.Domain.Intake.Rows.RowNumber.Plain(text, sign));

    private static (FeedProfile Profile, FeedSample Sample) German()
    {
        var sample = new SampleText("""
            Patientennummer;Nachname;Vorname;Geburtsdatum;Untersuchung;Wert;Einheit;Abnahmezeit
            17;Groß;Änne;31.12.1950;LAK;4,4;mmol/l;28.02.2026 08:15
            18;Maier;Jörg;01.02.1949;XYZ;0,250;mmol/l;01.03.2026 09:00
            18;Maier;Jörg;01.02.1949;LAK;1,1;furlong;01.03.2026 09:00
            18;Maier;Jörg;01.02.1949;LAK;1,1;mmol/l;
            ;Maier;Jörg;01.02.1949;LAK;1,1;mmol/l;01.03.2026 09:00
            """).Read().Value!;
        sample = sample with { Rows = [.. sample.Rows.Take(3), sample.Rows[3] with { Row = Late(sample) }, sample.Rows[4]] };
        var profile = ProfileEditing.Take(ProfileEditing.New("Labor", "labor"), ColumnGuesser.Guess(new FeedSample(sample.Columns, [.. sample.Rows.Take(3)], [], []), Names), Names);
        profile = ProfileEditing.Set(profile, PatientAuthority, new(null, "HOSP"));
        return (ProfileEditing.Translate(profile, "LAK", Names.Find("lab.lactate")), sample);
    }

    private static Runink.Domain.Intake.Rows.SourceRow Late(FeedSample sample) =>
        new(sample.Columns, ["18", "Maier", "Jörg", "01.02.1949", "LAK", "1,1", "mmol/l", "yesterday"]);
}
