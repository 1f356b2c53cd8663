using System.Text.Json;
using Runink.Domain.Escalations;
using Runink.Domain.Signals;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Whether what was put off has become worse than it was then. A value that is only older is not.</summary>
internal static class Worsening
{
    /// <summary>The newest value of the signal that an escalation was opened for; null when it has none that is a number.</summary>
    public static decimal? Value(PatientState state, Vocabulary vocabulary, Escalation escalation)
    {
        if (Line(escalation) is not { } line || vocabulary.Find(line.Concept) is not { IsNumeric: true } concept)
            return null;
        var points = state.Series(concept.Name).Select(signal => Sample.Of(signal, concept)).Where(sample => sample is { Fault: SampleFault.None, Number.IsPoint: true }).ToList();
        return points.Count == 0 ? null : points[^1].Number.Low;
    }

    public static bool IsWorse(Escalation escalation, decimal before, decimal now) => IsWorse(before, now, Line(escalation)?.Threshold);

    /// <summary>Further beyond the threshold, on the side on which it was.</summary>
    public static bool IsWorse(decimal before, decimal now, decimal? threshold) => threshold is { } limit
        && (before == limit ? now != limit : Math.Sign(now - limit) == Math.Sign(before - limit) && Math.Abs(now - limit) > Math.Abs(before - limit));

    private static Sparkline? Line(Escalation escalation) => escalation.Spark is null ? null : JsonSerializer.Deserialize<Sparkline>(escalation.Spark);
}
