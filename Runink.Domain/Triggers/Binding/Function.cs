namespace Runink.Domain.Triggers.Binding;

internal enum ParameterKind { Series, Condition, Event, Scalar, Length, Whole, Word, Instant }

internal enum ResultRule { SameAsFirst, DifferenceOfFirst, FirstPerHour, Number, Boolean, Duration, Instant }

/// <param name="Words">What a word may be; empty when anything.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, bool Optional = false, params string[] Words);

/// <summary>One row of the table that feeds checker, runtime, completion and reference.</summary>
internal sealed record Function(string Name, string Group, ResultRule Result, string Doc, params IReadOnlyList<Parameter> Parameters)
{
    /// <summary>Concepts that it reads beside its arguments.</summary>
    public IReadOnlyList<string> AlsoReads { get; init; } = [];

    /// <summary>For people: <c>rise(x, window)</c>.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(p => p.Optional ? $"[{p.Name}]" : p.Name))})";
}
