using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;
using Runink.Domain.Triggers.Syntax;

namespace Runink.Domain.Triggers.Testing;

/// <summary>Runs the tests that stand beside a trigger through the same evaluator and gate as the live feed.</summary>
internal static class TriggerTestRunner
{
    public static IEnumerable<TriggerTestResult> Run(CompiledTrigger trigger, IReadOnlyList<ParsedTest> tests, Vocabulary vocabulary, Report report, CoverageRecorder coverage) =>
        tests.SelectMany(test => Run(trigger, test, vocabulary, report, coverage)).ToArray();

    private static IEnumerable<TriggerTestResult> Run(CompiledTrigger trigger, ParsedTest test, Vocabulary vocabulary, Report report, CoverageRecorder coverage)
    {
        var timeline = Timeline.Of(test, trigger, vocabulary, report);
        var last = test.Givens.Select(g => g.Recorded).DefaultIfEmpty(TimeSpan.Zero).Max();
        foreach (var expectation in test.Expectations)
        {
            var offset = expectation.At ?? last;
            var at = Timeline.Origin + offset;
            var state = timeline.Start(vocabulary);
            var firings = Play(trigger, state, timeline.Signals, at);
            var evaluation = TriggerEvaluator.Evaluate(trigger, state, at);
            coverage.See(state, at);
            var passed = (expectation.Fires ?? evaluation.Holds) == evaluation.Holds && (expectation.Firings ?? firings) == firings;
            var when = (offset < TimeSpan.Zero ? "T-" : "T+") + DurationText.Words(offset.Duration());
            var explanation = TriggerEvaluator.Explain(trigger, state, at);
            var actual = $"fires: {evaluation.Holds.Word()}";
            if (expectation.Firings is not null)
                actual += FormattableString.Invariant($", firings: {firings}");
            if (!passed)
                actual += $" - {explanation.Sentence}";
            yield return new(trigger.Id, test.Name, passed, Expected(expectation, when), actual) { Sentence = explanation.Sentence, Headline = evaluation.Holds == Verdict.True ? explanation.Headline.Text : null };
        }
    }

    private static string Expected(ParsedExpectation expectation, string when)
    {
        var parts = new List<string>();
        if (expectation.Fires is { } fires)
            parts.Add($"fires: {fires.Word()}");
        if (expectation.Firings is { } firings)
            parts.Add(FormattableString.Invariant($"firings: {firings}"));
        return $"{string.Join(", ", parts)} at {when}";
    }

    /// <summary>Feeds the signals up to an instant, timers in between included; how often it fired.</summary>
    private static int Play(CompiledTrigger trigger, PatientState state, IReadOnlyList<Signal> signals, DateTimeOffset until)
    {
        var replay = new Replay(trigger, state);
        foreach (var signal in signals)
        {
            if (signal.RecordedAt > until)
                break;
            replay.Take(signal);
        }

        replay.PassTime(until);
        return replay.Firings;
    }
}
