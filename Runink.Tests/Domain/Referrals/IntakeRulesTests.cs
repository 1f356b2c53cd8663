using FsCheck;
using FsCheck.Fluent;
using Runink.Companion.Referrals.Rules;
using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Referrals;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Signals;
using Runink.Domain.Teams;
using Runink.Tests.Domain.Triggers;

namespace Runink.Tests.Domain.Referrals;

public sealed class IntakeRulesTests
{
    private const string Cardiology = """
        intake:
          service: Cardiology
          also: [Heart clinic]
          documents:
            - {name: Reason, weight: 3, critical: yes, any_of: [reason]}
            - {name: 12-lead ECG, weight: 3, critical: yes, within: 90d, any_of: [document 11524-6]}
            - {name: Lactate, weight: 2, within: 7d, any_of: [result lab.lactate]}
            - {name: Medicines, weight: 2, any_of: [medications]}
          priority: {urgent: [syncope, chest pain at rest], soon: [palpitations]}
          clocks:
            calendar: office
            received: {urgent: 4h, routine: 16h}
          owners: {triage: cardiology_triage}
          authorization: {required: [Northwind Health], not_required: [Medicare]}
          where:
            - payer: Northwind Health
              documents: [{name: Visit note, weight: 2, critical: yes}]
            - payer: Medicare
              unit: ICU
              authorization: required
          tests:
            - {name: syncope, reason: Syncope on exertion, payer: Northwind Health, expect: {priority: urgent, authorization: required, missing: [12-lead ECG, Visit note]}}
        """;

    private static readonly Vocabulary Names = Vocabulary.Shipped;

    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 15, 0, 0, TimeSpan.Zero);

    private static readonly BusinessCalendar Office = new(
        new BusinessHours("office", new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .ToDictionary(day => day, _ => (IReadOnlyList<OpenHours>)[new OpenHours(TimeSpan.FromHours(9), TimeSpan.FromHours(17))]), [], null), TimeZoneInfo.Utc);

    [Fact]
    public void WhatDiffersBetweenTwoTextsIsSaidInWords()
    {
        var before = Cardiology.Replace("calendar: office", "triage: {urgent: 2h}", StringComparison.Ordinal);
        var after = before.Replace("within: 90d", "within: 30d", StringComparison.Ordinal).Replace("- {name: Medicines, weight: 2, any_of: [medications]}", "- {name: Allergies, critical: yes, any_of: [allergies]}", StringComparison.Ordinal);
        var changes = IntakeRulesChanges.Between(IntakeRulesReader.Read("c", before, 1, Vocabulary.Shipped).Rules, IntakeRulesReader.Read("c", after, 2, Vocabulary.Shipped).Rules!);
        Assert.Equal(
            ["Needs 12-lead ECG: weight 3, critical, of the last 90 d, any of document 11524-6 → weight 3, critical, of the last 30 d, any of document 11524-6", "Needs Allergies:  → weight 1, critical, any of allergies", "Needs Medicines: weight 2, any of medications → "],
            changes.Select(change => $"{change.What}: {change.Before} → {change.After}").Order(StringComparer.Ordinal));
        Assert.Empty(IntakeRulesChanges.Between(IntakeRulesReader.Read("c", after, 1, Vocabulary.Shipped).Rules, IntakeRulesReader.Read("c", after + "\n# a remark\n", 2, Vocabulary.Shipped).Rules!));
    }

    [Theory]
    [InlineData("Syncope on exertion", "urgent")]
    [InlineData("SYNCOPE, twice", "urgent")]
    [InlineData("Denies syncope", "routine")]
    [InlineData("No dizziness, no syncope or falls", "routine")]
    [InlineData("No fever. Syncope yesterday", "urgent")]
    [InlineData("No fever but syncope yesterday", "urgent")]
    [InlineData("Presyncope", "routine")]
    [InlineData("Has chest pain at rest", "urgent")]
    [InlineData("Chest pain, rest helps", "routine")]
    [InlineData("Rule out palpitations", "routine")]
    [InlineData("Palpitations at night", "soon")]
    [InlineData(null, "routine")]
    public void WordsRaiseThePriorityUnlessTheyAreDenied(string? reason, string priority) =>
        Assert.Equal(priority, Read().Priority.Decide("routine", reason).Priority);

    [Fact]
    public void NothingLowersWhatSomebodyChose()
    {
        Assert.Equal("urgent", Read().Priority.Decide("urgent", "Palpitations at night").Priority);
        Assert.Equal("soon", Read().Priority.Decide("soon", "nothing special").Priority);
    }

    [Theory]
    [InlineData("Northwind Health", null, "required")]
    [InlineData("northwind health", "ICU", "required")]
    [InlineData("Medicare", null, "not-required")]
    [InlineData("Medicare", "ICU", "required")]
    [InlineData("Somebody else", null, "unknown")]
    [InlineData(null, null, "unknown")]
    public void WhoPaysAndWhereDecidesWhetherThePayerMustAgree(string? payer, string? unit, string gate) =>
        Assert.Equal(gate, Read().For(payer, unit, null).Decide("routine", Facts(), Friday).Authorization);

    [Fact]
    public void WhatIsThereIsWeighedAndWhatGrewOldIsAskedForAgain()
    {
        var items = Read().For(null, null, null).Documents;
        var nothing = DossierAssessment.Of(items, Facts(), Friday);
        Assert.Equal((30, true), (nothing.Percent, nothing.IsTooLittle));
        Assert.Equal("Please send: 12-lead ECG of the last 90 days; Lactate of the last 7 days; Medicines.", nothing.Request);

        var old = DossierAssessment.Of(items, Facts() with { Documents = [new DossierDocument("11524-6", "ECG", Friday.AddDays(-91))] }, Friday);
        Assert.Equal(DossierPresence.Expired, old.Findings[1].Presence);
        Assert.Contains("(the newest is of 2025-12-05)", old.Request, StringComparison.Ordinal);

        // The same file by hand counts from when it was attached, whatever its name is.
        var attached = DossierAssessment.Of(items, Facts() with { Attached = [new DossierDocument("12-Lead ECG", "scan0001.pdf", Friday)], Documents = [new DossierDocument("11524-6", "ECG", Friday.AddDays(-91))] }, Friday);
        Assert.Equal((60, DossierPresence.Present, "scan0001.pdf"), (attached.Percent, attached.Findings[1].Presence, attached.Findings[1].What));
        Assert.False(attached.IsTooLittle);

        var all = DossierAssessment.Of(items, Facts() with
        {
            Documents = [new DossierDocument("11524-6", "ECG", Friday.AddDays(-90))],
            Results = new Dictionary<string, DateTimeOffset> { ["lab.lactate"] = Friday.AddDays(-7) },
            Lists = new Dictionary<DossierEvidenceKind, DateTimeOffset> { [DossierEvidenceKind.Medications] = Friday.AddYears(-1) },
        }, Friday);
        Assert.Equal((100, null), (all.Percent, all.Request));
    }

    [Fact]
    public void ACriticalGapBlocksHoweverCompleteTheRestIs()
    {
        var assessment = new DossierAssessment([new(new DossierItem("Big", 99, false, null, []), DossierPresence.Present), new(new DossierItem("Small", 1, true, null, []), DossierPresence.Missing)]);
        Assert.Equal((99, true), (assessment.Percent, assessment.IsTooLittle));
    }

    [Fact]
    public void ByACalendarOnlyWorkingHoursCountAlsoOverAHold()
    {
        var clocks = Read().For(null, null, Office).Clocks;
        // Two hours are left on Friday: four hours end on Monday at eleven.
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 11, 0, 0, TimeSpan.Zero), clocks.DueAt(ReferralState.Received, "urgent", Friday, TimeSpan.Zero));
        // The rules say nothing of "soon": the table's two days, round the clock.
        Assert.Equal(Friday.AddDays(2), clocks.DueAt(ReferralState.Received, "soon", Friday, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromHours(2), clocks.Between(ReferralState.Received, "urgent", Friday, Friday.AddDays(2)));

        var referral = Referral.Open("R1", "Cardiology", "P1", Read().For(null, null, Office).Decide("urgent", Facts(), Friday), "why", "person", "luis", default, Friday);
        Assert.True(referral.Apply("hold", new ReferralInput(referral.Version, "weekend", Friday.AddDays(3)), new PersonRef("luis", "Luis"), clocks, Friday).Ok);
        Assert.True(referral.Apply("resume", new ReferralInput(referral.Version), new PersonRef("luis", "Luis"), clocks, Friday.AddDays(3).AddHours(-5)).Ok);
        // Held from Friday 15:00 to Monday 10:00, three working hours: the four hours all remain.
        Assert.Equal(new DateTimeOffset(2026, 3, 9, 14, 0, 0, TimeSpan.Zero), referral.DueAt);
    }

    [Theory]
    [InlineData("intake:\n  service: X\n  clocks: {calendar: nowhere}", "There is no calendar nowhere")]
    [InlineData("intake:\n  service: X\n  clocks: {received: {urgent: 0m}}", "allows more than no time")]
    [InlineData("intake:\n  service: X\n  clocks: {authorization: {urgent: 4h}}", "authorization is not a key here")]
    [InlineData("intake:\n  service: X\n  documents: [{name: A, any_of: [telepathy]}]", "It is shown by one of")]
    [InlineData("intake:\n  service: X\n  documents: [{name: A, any_of: [result lab.lactat]}]", "There is no result lab.lactat")]
    [InlineData("intake:\n  service: X\n  documents: [{name: A}, {name: a}]", "is here twice")]
    [InlineData("intake:\n  service: X\n  where: [{authorization: required}]", "Say for whom it is otherwise")]
    [InlineData("intake:\n  service: X\n  tests: [{name: t, reason: calm, expect: {priority: urgent}}]", "t: the priority is routine, not urgent")]
    [InlineData("intake:\n  service: X\n  tests: [{name: t, expect: {missing: [ECG]}}]", "ECG is not asked for")]
    [InlineData("intake:\n  servce: X", "Did you mean service?")]
    [InlineData("policy:\n  name: X", "one mapping under intake:")]
    [InlineData("a: &a [*a]", "")]
    public void AMistakeIsAnsweredWithItsPlace(string yaml, string words)
    {
        var (rules, findings) = IntakeRulesReader.Read("x", yaml, 1, Names);
        Assert.Null(rules);
        Assert.Contains(findings, finding => finding.Message.Contains(words, StringComparison.Ordinal) && finding.Span.Line > 0);
    }

    [Fact]
    public void WhatIsShippedAsAnExampleCanBeRead()
    {
        var texts = System.IO.Directory.EnumerateFiles(Repository.Path("Runink.Companion/Samples/IntakeRules"), "*.yaml").Select(File.ReadAllText).Append(IntakeRulesUseCases.Example).ToList();
        Assert.True(texts.Count > 4);
        Assert.All(texts, text => Assert.Empty(IntakeRulesReader.Read("example", text, 1, Names).Findings));
    }

    /// <summary>More evidence never makes a dossier worse, and nothing is rounded up to the whole.</summary>
    [Fact]
    public void MoreNeverMakesItWorse()
    {
        var items = (from weights in Gen.Choose(1, 50).ListOf(6) from critical in Gen.Elements(true, false).ListOf(6) from present in Gen.Elements(true, false).ListOf(6) select (weights, critical, present)).ToArbitrary();
        Prop.ForAll(items, drawn =>
        {
            DossierAssessment Of(Func<int, bool> present) => new([.. Enumerable.Range(0, 6).Select(at => new DossierFinding(new DossierItem($"{at}", drawn.weights[at], drawn.critical[at], null, []), present(at) ? DossierPresence.Present : DossierPresence.Missing))]);
            var some = Of(at => drawn.present[at]);
            return Enumerable.Range(0, 6).All(more => Of(at => drawn.present[at] || at == more) is var richer && richer.Percent >= some.Percent && (some.IsTooLittle || !richer.IsTooLittle))
                && (some.Percent == 100) == drawn.present.All(one => one);
        }).QuickCheckThrowOnFailure();
    }

    private static IntakeRules Read()
    {
        var (rules, findings) = IntakeRulesReader.Read("cardiology", Cardiology.Replace("calendar: office", $"calendar: {Names.Calendars.Keys.First()}", StringComparison.Ordinal), 1, Names);
        Assert.Empty(findings);
        return rules!;
    }

    private static DossierFacts Facts() => DossierFacts.Of(hasNumber: true, "why", hasValues: false);
}
