using Runink.Domain.Intake;

namespace Runink.Domain.Signals;

/// <summary>What a received observation means by the names of a vocabulary, and what of it is not understood.</summary>
internal sealed class ObservationReader(Vocabulary vocabulary)
{
    /// <summary>A clock may be this far ahead before its feed is said to be.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>A code that the vocabulary does not know is kept under its own name, so that a later vocabulary can use it.</summary>
    /// <param name="findings">What of it was not understood is added here.</param>
    internal Sample Read(ObservationNotice observation, string messageId, DateTimeOffset now, List<IntakeFinding> findings)
    {
        var concept = Known(observation.Codes);
        var name = concept?.Name ?? (observation.Codes is [var first, ..] ? $"{first.System}|{first.Code}" : "unknown");
        var at = NotAhead(observation.At, now);
        if (observation.At - now > ClockTolerance)
            findings.Add(new(IntakeFinding.TimeAhead, observation.Place, $"The clinical time is {(long)(observation.At - now).TotalSeconds} s ahead of ours: it counts from its arrival."));
        var signal = new Signal(
            name, Word(concept, observation), observation.Unit, at, now, Status(observation.Status), messageId,
            observation.Key is { } key ? ResultKey.Of(key) : null, observation.VersionAt)
        {
            Marks = ResultMarks.Of(observation.ReferenceRange, observation.Flags),
            Item = concept is { Item: not null } ? observation.Item : null,
        };
        var sample = Sample.Of(signal, concept);
        if (concept is null)
        {
            var unknown = $"{name} is not in the vocabulary: kept, and no trigger reads it.";
            if (!findings.Exists(finding => finding.Text == unknown))
                findings.Add(new(IntakeFinding.CodeUnknown, observation.Place, unknown) { Code = observation.Codes is [var code, ..] ? code : null });
        }
        else if (signal.Status != SignalStatus.EnteredInError && Fault(sample, concept) is { } unread)
        {
            findings.Add(unread with { Place = observation.Place });
        }

        return sample;
    }

    private Concept? Known(IReadOnlyList<Intake.Coding> codes)
    {
        foreach (var code in codes)
        {
            if (vocabulary.ByCode(code.System, code.Code) is { } known)
                return known;
        }

        return null;
    }

    /// <summary>What is said to be true later than now was true by now.</summary>
    private static DateTimeOffset NotAhead(DateTimeOffset at, DateTimeOffset now) => at > now ? now : at;

    /// <summary>Of the words for a coded value, the one that the vocabulary lists.</summary>
    private static string Word(Concept? concept, ObservationNotice observation) =>
        concept is { Values.Count: > 0 } && !concept.Values.Contains(observation.Value, StringComparer.OrdinalIgnoreCase)
            ? observation.Synonyms.FirstOrDefault(word => concept.Values.Contains(word, StringComparer.OrdinalIgnoreCase)) ?? observation.Value
            : observation.Value;

    private static IntakeFinding? Fault(Sample sample, Concept concept) => sample.Fault switch
    {
        SampleFault.NonNumeric => new(IntakeFinding.ValueUnreadable, null, $"The value of {concept.Label} is not readable as a number."),
        SampleFault.Implausible => new(IntakeFinding.ValueUnreadable, null, $"The value of {concept.Label} is not plausible: no patient can have it."),
        SampleFault.UnitUnknown when string.IsNullOrWhiteSpace(sample.Signal.Unit) => new(IntakeFinding.UnitMissing, null, $"The value of {concept.Label} has no unit."),
        SampleFault.UnitUnknown => new(IntakeFinding.UnitUnknown, null, $"The unit of {concept.Label} is not known."),
        _ => null,
    };

    private static SignalStatus Status(string status) => status switch
    {
        "final" => SignalStatus.Final,
        "preliminary" => SignalStatus.Preliminary,
        "corrected" => SignalStatus.Corrected,
        "entered-in-error" => SignalStatus.EnteredInError,
        _ => SignalStatus.Unknown,
    };
}
