using FsCheck;
using FsCheck.Fluent;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Referrals;

public sealed class InformationChaseTests
{
    private static readonly DateTimeOffset Friday = new(2026, 3, 6, 15, 0, 0, TimeSpan.Zero);

    private static readonly ChasePolicy Policy = new(TimeSpan.FromHours(8), TimeSpan.FromHours(16), 2);

    private static readonly BusinessCalendar Office = new(
        new BusinessHours("office", new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .ToDictionary(day => day, _ => (IReadOnlyList<OpenHours>)[new OpenHours(TimeSpan.FromHours(9), TimeSpan.FromHours(17))]), [], null), TimeZoneInfo.Utc);

    [Theory]
    [InlineData(0, "2026-03-09T14:59:00Z", ChaseStep.Nothing, "2026-03-09T15:00:00Z")]
    [InlineData(0, "2026-03-09T15:00:00Z", ChaseStep.Remind, "2026-03-09T15:00:00Z")]
    [InlineData(1, "2026-03-09T15:00:00Z", ChaseStep.Nothing, "2026-03-10T15:00:00Z")]
    [InlineData(2, "2026-03-10T15:00:00Z", ChaseStep.HandOver, "2026-03-10T15:00:00Z")]
    [InlineData(1, "2026-03-14T12:00:00Z", ChaseStep.Nothing, "2026-03-16T09:00:00Z")]
    public void OnlyWorkingHoursCountAndNobodyIsRemindedAtNight(int reminded, string now, ChaseStep step, string next)
    {
        var decided = InformationChase.Decide(Policy, new ChaseState(Friday, Friday, reminded, IsHandedOver: false, IsOwed: true), Office, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(new ChaseDecision(step, DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture)), decided);
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void NothingIsDoneWhereNothingIsOwedSaidOrLeft(bool hasPolicy, bool isOwed, bool isFree) =>
        Assert.Equal(new ChaseDecision(ChaseStep.Nothing, null), InformationChase.Decide(hasPolicy ? Policy : null, new ChaseState(Friday, Friday, 0, !isFree, isOwed), null, Friday.AddYears(1)));

    /// <summary>However often and late somebody looks: never more reminders than allowed, never two closer together than said, and a person at the end.</summary>
    [Fact]
    public void WhoeverLooksWheneverNobodyIsRemindedTooOften()
    {
        var drawn = (from first in Gen.Choose(1, 40) from every in Gen.Choose(1, 40) from most in Gen.Choose(1, 10) from byCalendar in Gen.Elements(true, false) from looks in Gen.Choose(1, 4000).ListOf(60) select (first, every, most, byCalendar, looks)).ToArbitrary();
        Prop.ForAll(drawn, one =>
        {
            var (policy, calendar) = (new ChasePolicy(TimeSpan.FromHours(one.first), TimeSpan.FromHours(one.every), one.most), one.byCalendar ? Office : null);
            var (state, now, steps) = (new ChaseState(Friday, Friday, 0, IsHandedOver: false, IsOwed: true), Friday, new List<(ChaseStep Step, DateTimeOffset At)>());
            foreach (var minutes in one.looks.Concat(Enumerable.Repeat(60 * 24 * 30, one.most + 2)))
            {
                now = now.AddMinutes(minutes);
                var decided = InformationChase.Decide(policy, state, calendar, now);
                if (decided.Step == ChaseStep.Nothing)
                {
                    if (!state.IsHandedOver && !(decided.NextAt > now))
                        return false;
                    // Whoever looks again when it is said that something is due finds it due.
                    if (decided.NextAt is { } next && InformationChase.Decide(policy, state, calendar, next).Step == ChaseStep.Nothing)
                        return false;
                    continue;
                }

                if (calendar?.IsOpen(now) == false)
                    return false;
                var since = WorkingTime.Between(calendar, state.Since, now);
                if (since < (state.Reminded == 0 ? policy.First : policy.Every))
                    return false;
                steps.Add((decided.Step, now));
                state = decided.Step == ChaseStep.Remind ? state with { Reminded = state.Reminded + 1, Since = now } : state with { IsHandedOver = true };
            }

            return steps.Count(step => step.Step == ChaseStep.Remind) <= one.most && steps.Count(step => step.Step == ChaseStep.HandOver) <= 1 && (!state.IsHandedOver || state.Reminded == one.most);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void OnlyWhatWasAskedForAndHasNotComeIsOwed()
    {
        var dossier = new DossierAssessment([Finding("ECG", DossierPresence.Missing), Finding("Medicines", DossierPresence.Present), Finding("Visit note", DossierPresence.Missing)]);
        Assert.Equal("Please send: ECG.", InformationOwed.Of(dossier, "Please send: ECG; Medicines."));
        Assert.Null(InformationOwed.Of(dossier, "Please send: Medicines. Thank you"));
        Assert.Equal("Which side?", InformationOwed.Of(dossier, "Which side?"));
    }

    [Theory]
    [InlineData("chase: {first: 16h, every: 2d, at_most: 3}", null)]
    [InlineData("chase: {first: 10m, every: 2d, at_most: 3}", "one hour to sixty days")]
    [InlineData("chase: {first: 16h, every: 2d, at_most: 11}", "At most 1 to 10")]
    [InlineData("chase: {first: 16h, every: 2d}", "at_most")]
    [InlineData("chase: {first: 16h, often: 2d, at_most: 3}", "often")]
    public void TheRulesSayHowOften(string line, string? words)
    {
        var (rules, findings) = IntakeRulesReader.Read("c", $"intake:\n  service: Cardiology\n  {line}\n", 1, Vocabulary.Shipped);
        if (words is null)
            Assert.Equal((new ChasePolicy(TimeSpan.FromHours(16), TimeSpan.FromDays(2), 3), "after 16 h, then every 2 d, 3 at most"), (rules!.Chase, IntakeRulesChanges.Between(null, rules).Single(change => change.What == "Reminders of what is missing").After));
        else
            Assert.Contains(findings, finding => finding.Message.Contains(words, StringComparison.Ordinal));
    }

    private static DossierFinding Finding(string name, DossierPresence presence) => new(new DossierItem(name, 1, false, null, []), presence);
}
