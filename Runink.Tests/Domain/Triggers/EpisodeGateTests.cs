using System.Text.Json;
using Runink.Domain.Triggers;

namespace Runink.Tests.Domain.Triggers;

public class EpisodeGateTests
{
    private static readonly EpisodeRules Rules = new();

    private static List<EpisodeMove> Run(EpisodeRules rules, params (double Hours, EpisodeInput Input)[] steps)
    {
        var state = EpisodeState.Initial;
        var moves = new List<EpisodeMove>();
        foreach (var (hours, input) in steps)
        {
            var decision = EpisodeGate.Decide(rules, state, input, Write.Noon.AddHours(hours));
            // The state must survive being stored.
            state = JsonSerializer.Deserialize<EpisodeState>(TriggerJson.Write(decision.Next), TriggerJson.Options)!;
            moves.Add(decision.Move);
        }

        return moves;
    }

    private static (double, EpisodeInput) At(double hours, Verdict holds) => (hours, new EpisodeInput(holds));

    [Fact]
    public void It_fires_once_for_an_unbroken_truth_and_unknown_does_not_break_it() => Assert.Equal(
        [EpisodeMove.Fire, EpisodeMove.Hold, EpisodeMove.Hold, EpisodeMove.Hold],
        Run(Rules, At(0, Verdict.True), At(1, Verdict.True), At(2, Verdict.Unknown), At(3, Verdict.True)));

    [Theory]
    [InlineData(Verdict.True)]
    [InlineData(Verdict.False)]
    public void What_could_not_be_evaluated_is_over_when_the_truth_can_be_told(Verdict then)
    {
        var fault = new EpisodeInput(Verdict.Unknown, Causes: UnknownCauses.NonNumeric);
        var waits = EpisodeGate.Decide(Rules, EpisodeState.Initial, fault, Write.Noon);
        Assert.False(EpisodeGate.Decide(Rules, waits.Next, then, Write.Noon.AddHours(1)).Readable);
        var asked = EpisodeGate.Decide(Rules, waits.Next, fault, Write.Noon.AddHours(2));
        Assert.Equal(EpisodeMove.CannotEvaluate, asked.Move);
        Assert.False(EpisodeGate.Decide(Rules, asked.Next, fault, Write.Noon.AddHours(3)).Readable);
        var told = EpisodeGate.Decide(Rules, asked.Next, then, Write.Noon.AddHours(3));
        Assert.True(told.Readable);
        Assert.Equal(then == Verdict.True ? EpisodeMove.Fire : EpisodeMove.Hold, told.Move);
        Assert.False(EpisodeGate.Decide(Rules, told.Next, then, Write.Noon.AddHours(4)).Readable);
    }

    [Fact]
    public void While_an_episode_is_open_a_new_truth_does_not_open_another() => Assert.Equal(
        [EpisodeMove.Fire, EpisodeMove.ReArm, EpisodeMove.Hold],
        Run(Rules, At(0, Verdict.True), At(1, Verdict.False), At(2, Verdict.True)));

    [Fact]
    public void After_closing_only_a_new_truth_fires()
    {
        var fired = EpisodeGate.Decide(Rules, EpisodeState.Initial, Verdict.True, Write.Noon).Next.Closed();
        Assert.Equal(EpisodeMove.Hold, EpisodeGate.Decide(Rules, fired, Verdict.True, Write.Noon).Move);
        var ended = EpisodeGate.Decide(Rules, fired, Verdict.False, Write.Noon);
        Assert.Equal(EpisodeMove.ReArm, ended.Move);
        Assert.Equal(EpisodeMove.Fire, EpisodeGate.Decide(Rules, ended.Next, Verdict.True, Write.Noon).Move);
    }

    [Fact]
    public void Without_a_worklist_row_every_new_truth_fires() => Assert.Equal(
        [EpisodeMove.Fire, EpisodeMove.Hold, EpisodeMove.ReArm, EpisodeMove.Fire],
        Run(Write.When("lab.lactate > 3 mmol/L", "worklist: false").Episode, At(0, Verdict.True), At(1, Verdict.True), At(2, Verdict.False), At(3, Verdict.True)));

    [Fact]
    public void A_cooldown_holds_back_once_and_fires_when_it_ends()
    {
        var rules = Rules with { Cooldown = TimeSpan.FromHours(4) };
        var state = EpisodeGate.Decide(rules, EpisodeState.Initial, Verdict.True, Write.Noon).Next.Closed();
        state = EpisodeGate.Decide(rules, state, Verdict.False, Write.Noon.AddHours(1)).Next;
        var held = EpisodeGate.Decide(rules, state, Verdict.True, Write.Noon.AddHours(2));
        Assert.Equal((EpisodeMove.Suppress, "cooldown", Write.Noon.AddHours(4)), (held.Move, held.Reason, held.CheckAgainAt));
        Assert.Equal(EpisodeMove.Hold, EpisodeGate.Decide(rules, held.Next, Verdict.True, Write.Noon.AddHours(3)).Move);
        Assert.Equal(EpisodeMove.Fire, EpisodeGate.Decide(rules, held.Next, Verdict.True, Write.Noon.AddHours(4)).Move);
    }

    [Fact]
    public void A_daily_limit_counts_any_24_hours()
    {
        var rules = Rules with { MaxPerPatientDay = 1 };
        var state = EpisodeGate.Decide(rules, EpisodeState.Initial, Verdict.True, Write.Noon).Next.Closed() with { Armed = true };
        var held = EpisodeGate.Decide(rules, state, Verdict.True, Write.Noon.AddHours(23));
        Assert.Equal((EpisodeMove.Suppress, "daily-limit", Write.Noon.AddDays(1)), (held.Move, held.Reason, held.CheckAgainAt));
        Assert.Equal(EpisodeMove.Fire, EpisodeGate.Decide(rules, held.Next, Verdict.True, Write.Noon.AddDays(1)).Move);
    }

    [Fact]
    public void Worse_re_alerts_once_until_it_was_better() => Assert.Equal(
        [EpisodeMove.Fire, EpisodeMove.ReAlert, EpisodeMove.Hold, EpisodeMove.Hold, EpisodeMove.ReAlert],
        Run(Rules, At(0, Verdict.True), Worse(1, Verdict.True), Worse(2, Verdict.True), Worse(3, Verdict.False), Worse(4, Verdict.True)));

    [Fact]
    public void A_rule_resolves_and_a_correction_retracts()
    {
        Assert.Equal([EpisodeMove.Fire, EpisodeMove.Resolve], Run(Rules, At(0, Verdict.True), (1, new(Verdict.False, Resolve: Verdict.True))));
        Assert.Equal([EpisodeMove.Fire, EpisodeMove.Retract], Run(Rules, At(0, Verdict.True), (1, new(Verdict.False, AfterCorrection: true))));
    }

    [Fact]
    public void An_exception_is_told_once_and_what_it_held_back_fires_when_it_ends() => Assert.Equal(
        [EpisodeMove.Suppress, EpisodeMove.Hold, EpisodeMove.Fire],
        Run(Rules, (0, new(Verdict.False, Suppressed: true)), (1, new(Verdict.False, Suppressed: true)), At(2, Verdict.True)));

    [Fact]
    public void A_fault_of_the_data_is_shown_to_a_person_after_two_hours_and_once() => Assert.Equal(
        [EpisodeMove.Hold, EpisodeMove.CannotEvaluate, EpisodeMove.Hold, EpisodeMove.Hold],
        Run(Rules, Fault(0, UnknownCauses.UnitUnknown), Fault(2, UnknownCauses.UnitUnknown), Fault(3, UnknownCauses.UnitUnknown), Fault(9, UnknownCauses.Missing)));

    private static (double, EpisodeInput) Worse(double hours, Verdict worse) => (hours, new(Verdict.True, ReAlert: worse));

    private static (double, EpisodeInput) Fault(double hours, UnknownCauses causes) => (hours, new(Verdict.Unknown, Causes: causes));

    [Fact]
    public void A_correction_that_also_resolves_is_told_as_one()
    {
        var open = EpisodeGate.Decide(new EpisodeRules(ResolvesItself: true), EpisodeState.Initial, Verdict.True, Write.Noon).Next;
        var corrected = EpisodeGate.Decide(new EpisodeRules(ResolvesItself: true), open, new EpisodeInput(Verdict.False, Resolve: Verdict.True, AfterCorrection: true), Write.Noon.AddHours(1));
        var better = EpisodeGate.Decide(new EpisodeRules(ResolvesItself: true), open, new EpisodeInput(Verdict.False, Resolve: Verdict.True), Write.Noon.AddHours(1));
        Assert.Equal((EpisodeMove.Resolve, "result-corrected"), (corrected.Move, corrected.Reason));
        Assert.Equal((EpisodeMove.Resolve, "resolve-when"), (better.Move, better.Reason));
    }
}
