using System.Text.Json;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Compilation;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Explaining;

/// <summary>The values that an evaluation looked at, as received and as compared.</summary>
internal static class InputReader
{
    private const int MostPerSeries = 10;

    public static IReadOnlyList<ExplanationInput> Of(TriggerProgram program, Trace trace, PatientState state, DateTimeOffset now)
    {
        var inputs = new List<ExplanationInput>();
        var asked = program.Nodes.OfType<EachCode>().SelectMany(each => Below(each).Select(node => (node, each))).ToDictionary(pair => pair.node, pair => pair.each);
        ItemSeries? item = null;
        foreach (var node in program.Nodes.Take(program.Explained))
        {
            item = asked.TryGetValue(node, out var each) ? trace[each].Item.Decides : null;
            if (each is not null && item is null)
                continue;
            switch (node)
            {
                case ParameterCode parameter when parameter.Setting(state, now) is { } set:
                    Add(new($"${parameter.Name}", $"{parameter.Name}, set for {set.Unit ?? "this patient"} by {set.Author}: {set.Reason}", Interval.Number(set.Number), set.Code.Length == 0 ? null : set.Code, null, set.From, DurationText.Words(now - set.From), "override", null));
                    break;
                case ContextCode context:
                    Add(new(Phrasing.Subject(context.Bound)!.Name, Phrasing.Subject(context.Bound)!.Label, Shown.Alone(trace[context].Value, context.Bound.Type), null, null, null, null, trace[context].Value.Known ? "context" : "missing", null));
                    break;
                case SeriesCode windowed:
                    if (Series(windowed.Concept, windowed.Window is { } length ? now - length : null, MostPerSeries) == 0)
                        Score(new Compiler(program.Vocabulary).Score(windowed.Concept.Name), windowed.Concept.Name, trace[windowed].Value);
                    break;
                case SpecimenFlagCode flag when Phrasing.Subject(flag.Bound) is { } about:
                    Series(about, null, 1);
                    break;
                case NewestCode newest:
                    foreach (var one in newest.Concepts)
                        Series(one, null, 1);
                    break;
                case ReferenceLimitCode { Concept: var measured }:
                    Series(measured, null, 1);
                    break;
                case AbnormalFlagCode { Concept: var flagged }:
                    Series(flagged, null, 1);
                    break;
                case LatestCode latest when Phrasing.Subject(latest.Bound) is { } concept:
                    Series(concept, null, 1);
                    Score(new Compiler(program.Vocabulary).Score(concept.Name), concept.Name, trace[latest].Value);
                    break;
                case ScoreCode score:
                    Score(score.Compute, "score." + score.Compute(state, now).Name, trace[score].Value);
                    break;
                default:
                    if (node.Bound is Binding.BoundCall { Function.Name: "absent" or "age_of" or "since" } call && (call["x"] ?? call["event"])?.Series is { IsContext: false } other)
                        Series(other, null, 1);
                    break;
            }
        }

        return inputs;

        void Add(ExplanationInput input)
        {
            if (!inputs.Contains(input))
                inputs.Add(input);
        }

        int Series(Concept concept, DateTimeOffset? from, int most)
        {
            if (ItemSeries.SeriesAt(state, item, concept.Slot) is not { } series)
                return 0;
            var end = series.CountUntil(now);
            var taken = 0;
            for (var i = end - 1; i >= 0 && taken < most && (from is null || series.Samples[i].At >= from); i--, taken++)
                Add(Input(concept, series.Samples[i], now));
            return taken;
        }

        void Score(Func<PatientState, DateTimeOffset, Signals.Scores.ScoreResult>? compute, string name, Value used)
        {
            if (compute is null || !used.Known || (state.SeriesAt(program.Vocabulary.Find(name)?.Slot ?? int.MaxValue) is { } received && used.Number.IsPoint && received.CountUntil(now) is > 0 and var count && received.Samples[count - 1].Number == used.Number))
                return;
            var score = compute(state, now);
            Add(new(name, program.Vocabulary.Find(name)?.Label ?? score.Name, score.Range.ToString(), null, null, null, null, "computed", null));
            foreach (var part in score.Parts.Where(p => !p.Missing))
            {
                if (program.Vocabulary.Find(part.Concept) is { } concept)
                    Series(concept, null, 1);
            }
        }
    }

    private static IEnumerable<Code> Below(Code node) => node.Children.SelectMany(child => Below(child).Prepend(child));

    private static ExplanationInput Input(Concept concept, Sample sample, DateTimeOffset now)
    {
        var signal = sample.Signal;
        var canonical = concept.IsNumeric && sample.Fault == SampleFault.None ? new CanonicalValue(sample.Number.ToString(), concept.Unit) : null;
        return new(concept.Name, concept.Label, signal.Value, signal.Unit, canonical, signal.At, DurationText.Words(now - signal.At), JsonNamingPolicy.KebabCaseLower.ConvertName(signal.Status.ToString()), signal.SourceMessage);
    }
}
