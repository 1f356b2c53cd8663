using Runink.Domain.Signals;
using Runink.Domain.Signals.Scores;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>What a score was at each instant at which one of its parts came: how it ran where nobody charts it.</summary>
/// <param name="parts">Places of the series whose samples make it anew.</param>
internal sealed class ScoreHistory(Concept concept, Func<PatientState, DateTimeOffset, ScoreResult> compute, int[] parts)
{
    /// <summary>Its values between two instants, both included, those of which every part is missing left out; null when that is too much to work out.</summary>
    public List<Sample>? Between(ref Frame frame, DateTimeOffset from, DateTimeOffset to)
    {
        var made = new List<Sample>();
        foreach (var instant in Instants.Of(ref frame, parts, from))
        {
            if (instant > to)
                break;
            if (!frame.Pay(parts.Length))
                return null;
            var score = compute(frame.State, instant);
            if (score.NotApplicable is null && !score.Parts.All(part => part.Missing))
                made.Add(new Sample(new Signal(concept.Name, score.Range.ToString(), null, instant, instant, SignalStatus.Final, ""), score.Range, SampleFault.None));
        }

        return made;
    }

    /// <summary>When a part of it last came.</summary>
    public DateTimeOffset? Newest(ref Frame frame) => Instants.Of(ref frame, parts, frame.Now - concept.FreshFor) is [.., var newest] ? newest : null;
}
