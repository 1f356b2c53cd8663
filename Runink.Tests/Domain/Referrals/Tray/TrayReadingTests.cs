using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Tray;

namespace Runink.Tests.Domain.Referrals.Tray;

public sealed class TrayReadingTests
{
    private static readonly string[] Services = ["Cardiology", "Nephrology", "Physical Therapy", "Behavioral Health", "Pediatric Cardiology"];

    private const string Form = """
        Lakeside Family Medicine
        Tel: 555 0134   Fax: 555 0135

        Referred to: Cardiology   Priority: Urgent
        Patient name: Nguyen, Ann   Date of birth: 1958-03-14   MRN: 4711
        Insurance: Northwind Health   Member ID: 99
        Reason for referral:
        New systolic murmur at the apex.
        Echo and advice, please.

        Diagnosis: I34.0, R06.0
        Referring provider: Dr Helen Marsh
        """;

    [Theory]
    [InlineData(TrayField.PatientName, "Nguyen, Ann", "Patient name: Nguyen, Ann   Date of birth: 1958-03-14   MRN: 4711")]
    [InlineData(TrayField.BirthDate, "1958-03-14", "Patient name: Nguyen, Ann   Date of birth: 1958-03-14   MRN: 4711")]
    [InlineData(TrayField.Mrn, "4711", "Patient name: Nguyen, Ann   Date of birth: 1958-03-14   MRN: 4711")]
    [InlineData(TrayField.Service, "Cardiology", "Referred to: Cardiology   Priority: Urgent")]
    [InlineData(TrayField.Priority, "urgent", "Referred to: Cardiology   Priority: Urgent")]
    [InlineData(TrayField.Payer, "Northwind Health", "Insurance: Northwind Health   Member ID: 99")]
    [InlineData(TrayField.Reason, "New systolic murmur at the apex. Echo and advice, please.", "Reason for referral:")]
    [InlineData(TrayField.Diagnoses, "I34.0, R06.0", "Diagnosis: I34.0, R06.0")]
    [InlineData(TrayField.Referrer, "Dr Helen Marsh", "Referring provider: Dr Helen Marsh")]
    public void AFieldBehindItsLabelIsReadWithItsLine(TrayField field, string value, string quote)
    {
        var one = Of(Form, field)!;
        Assert.Equal((value, quote, TrayConfidence.Labelled, 1), (one.Value, one.Quote, one.Confidence, one.Page));
    }

    [Theory]
    [InlineData("DOB: 03/04/1958", "", TrayConfidence.Unsure)]
    [InlineData("DOB: 14/03/1958", "1958-03-14", TrayConfidence.Labelled)]
    [InlineData("DOB: 03/14/1958", "1958-03-14", TrayConfidence.Labelled)]
    [InlineData("DOB: 04/04/1958", "1958-04-04", TrayConfidence.Labelled)]
    [InlineData("born: 03.04.1958", "1958-04-03", TrayConfidence.Labelled)]
    [InlineData("born: 3 April 1958", "1958-04-03", TrayConfidence.Labelled)]
    [InlineData("born: April 3, 1958", "1958-04-03", TrayConfidence.Labelled)]
    [InlineData("DOB: 1958-03-14\nDOB: 1958-03-15", "", TrayConfidence.Unsure)]
    public void ADateThatIsTwoDatesIsNotChosen(string text, string value, TrayConfidence confidence)
    {
        var one = Of(text, TrayField.BirthDate)!;
        Assert.Equal((value, confidence), (one.Value, one.Confidence));
    }

    [Theory]
    [InlineData("DOB: 30/02/1958")]
    [InlineData("DOB: unknown")]
    [InlineData("Photo: 1958-03-14")]
    [InlineData("The stubborn: 1958-03-14")]
    public void WhatIsNoDateOrNoLabelIsNothing(string text) => Assert.Null(Of(text, TrayField.BirthDate));

    [Theory]
    [InlineData("Could Nephrology see her?", "Nephrology", TrayConfidence.Named)]
    [InlineData("Nephrology or Cardiology, as you think", "", TrayConfidence.Unsure)]
    [InlineData("Service: Dermatology", "", TrayConfidence.Unsure)]
    [InlineData("Service: Pediatric Cardiology", "Pediatric Cardiology", TrayConfidence.Labelled)]
    [InlineData("Specialty: Cardiology\nSeen by Nephrology last year", "Cardiology", TrayConfidence.Labelled)]
    public void AServiceIsOneThatIsAskedForHere(string text, string value, TrayConfidence confidence)
    {
        var one = Of(text, TrayField.Service)!;
        Assert.Equal((value, confidence), (one.Value, one.Confidence));
    }

    [Theory]
    [InlineData("Priority: [x] Urgent  [ ] Routine", "urgent")]
    [InlineData("Priority: ☐ Urgent ☒ Routine", "routine")]
    [InlineData("Urgency: semi-urgent", "soon")]
    [InlineData("Priority: STAT", "urgent")]
    [InlineData("Priority: urgent or routine", "")]
    [InlineData("Priority: not urgent", "")]
    [InlineData("Priority: purple", "")]
    public void APriorityIsSaidOnceOrNotChosen(string text, string value) => Assert.Equal(value, Of(text, TrayField.Priority)!.Value);

    [Fact]
    public void WordsOfTheRulesSuggestAPriorityAndSaySo()
    {
        var facts = new TrayFacts([new TrayPage(0, 1, "Reason: syncope on exertion")], null, Services, new PriorityWords(["syncope"], []));
        var one = TrayReading.Of(facts).Single(read => read.Field == TrayField.Priority);
        Assert.Equal(("urgent", "The reason says “syncope”.", TrayConfidence.Named), (one.Value, one.Because, one.Confidence));
        Assert.Null(TrayReading.Of(facts with { Pages = [new TrayPage(0, 1, "Reason: no syncope")] }).FirstOrDefault(read => read.Field == TrayField.Priority));
    }

    [Theory]
    [InlineData("Takes vitamin B12 and has E11.9", "E11.9")]
    [InlineData("Diagnosis: E11, N184", "E11, N184")]
    public void CodesNeedALabelOrAPoint(string text, string value) => Assert.Equal(value, Of(text, TrayField.Diagnoses)!.Value);

    [Fact]
    public void AMailsSenderIsTheReferrerWhereNobodyElseIsNamed()
    {
        var facts = new TrayFacts([new TrayPage(0, 1, "Please see this patient")], "Dr Weller <w@harbour.example>", Services);
        Assert.Equal(("Dr Weller <w@harbour.example>", TrayConfidence.Named), (TrayReading.Of(facts).Single().Value, TrayReading.Of(facts).Single().Confidence));
    }

    [Theory]
    [InlineData("Hall, Ann", "Ann", "Hall")]
    [InlineData("Mrs Ann B. Hall (67 F)", "Ann", "Hall")]
    [InlineData("Ann Hall - urgent", "Ann", "Hall")]
    [InlineData("Hall", null, "Hall")]
    [InlineData("", null, null)]
    public void NamesAreTakenApart(string text, string? given, string? family) => Assert.Equal(new WrittenName(given, family), WrittenName.Of(text));

    [Fact]
    public void WhateverStandsThereQuotesAreOfTheirPageAndUnsureChoosesNothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text =>
        {
            foreach (var page in new[] { text.Get, $"{Form}\n{text.Get}", $"Patient: {text.Get}\nDOB: {text.Get}\nReason:\n{text.Get}" })
            {
                foreach (var one in TrayReading.Of(new TrayFacts([new TrayPage(0, 1, page)], null, Services)))
                {
                    if (!page.Contains(one.Quote.TrimEnd('…'), StringComparison.Ordinal) || (one.Confidence == TrayConfidence.Unsure) != (one.Value.Length == 0))
                        return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();

    private static TraySuggestion? Of(string text, TrayField field) => TrayReading.Of(new TrayFacts([new TrayPage(0, 1, text.ReplaceLineEndings("\n"))], null, Services)).FirstOrDefault(one => one.Field == field);
}
