namespace Runink.Domain.Triggers.Binding;

internal enum ParameterKind { Series, Condition, Event, Scalar, Length, Whole, Word, Instant }

internal enum ResultRule { SameAsFirst, DifferenceOfFirst, FirstPerHour, Number, Boolean, Duration, Instant, Text }

/// <param name="Words">What a word may be; empty when anything.</param>
internal sealed record Parameter(string Name, ParameterKind Kind, bool Optional = false, params string[] Words);

/// <summary>One row of the table that feeds checker, runtime, completion and reference.</summary>
internal sealed record Function(string Name, string Group, ResultRule Result, string Doc, params IReadOnlyList<Parameter> Parameters)
{
    /// <summary>Concepts that it reads beside its arguments.</summary>
    public IReadOnlyList<string> AlsoReads { get; init; } = [];

    /// <summary>A condition that uses it.</summary>
    public string Example => FunctionExamples.Of(Name);

    /// <summary>What it yields, for people.</summary>
    public string Yields => Result switch
    {
        ResultRule.SameAsFirst => $"like {Parameters[0].Name}",
        ResultRule.DifferenceOfFirst => $"a difference in the unit of {Parameters[0].Name}",
        ResultRule.FirstPerHour => $"the unit of {Parameters[0].Name} per hour",
        ResultRule.Number => "a number",
        ResultRule.Boolean => "true, false or unknown",
        ResultRule.Duration => "a length of time",
        ResultRule.Instant => "an instant",
        ResultRule.Text => "a word",
    };

    /// <summary>For people: <c>rise(x, window)</c>.</summary>
    public string Signature => $"{Name}({string.Join(", ", Parameters.Select(p => p.Optional ? $"[{p.Name}]" : p.Name))})";
}
