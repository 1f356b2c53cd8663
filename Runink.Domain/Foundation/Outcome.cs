namespace Runink.Domain.Foundation;

/// <summary>Why a command was refused: an expected answer, not an exception.</summary>
/// <param name="Code">kebab-case, stable: <c>not-found</c>, <c>forbidden</c>, <c>stale-version</c>, <c>not-allowed-now</c>, …</param>
public sealed record Refusal(string Code, string Message);

/// <summary>The value that a command made, or why it was refused. Exactly one of the two is set.</summary>
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
{
    public bool Ok => Refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
