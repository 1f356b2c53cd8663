namespace Runink.Domain.Mapping;

/// <summary>What a column may be, and why.</summary>
/// <param name="Reason">In words that say nothing of a patient.</param>
public sealed record ColumnGuess(string Column, ColumnRole Role, Confidence Confidence, string Reason)
{
    /// <summary>What only a person can tell; null when nothing is open.</summary>
    public string? Question { get; init; }

    /// <summary>Among what to choose: ways of writing a time, signs before a fraction, names of measures, roles.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Of a measure: its name in the vocabulary.</summary>
    public string? Concept { get; init; }

    /// <summary>Of a measure: the unit that its header says, known and fitting.</summary>
    public string? Unit { get; init; }

    /// <summary>How its times are written; null where that needs no saying.</summary>
    public string? TimeFormat { get; init; }

    /// <summary>The sign before the fraction of its numbers where that is a comma.</summary>
    public bool HasDecimalComma { get; init; }

    /// <summary>Of a code: the system in which nearly all of its values are known.</summary>
    public string? System { get; init; }

    /// <summary>Taken over without being asked: it is likely and nothing of it is open.</summary>
    public bool IsTaken => Role != ColumnRole.None && Confidence >= Confidence.Likely && Question is null;
}
