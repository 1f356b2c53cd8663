namespace Runink.Domain.Signals;

/// <summary>Something in a vocabulary file that is allowed but hardly meant.</summary>
/// <param name="Line">Counts from 1.</param>
/// <param name="Code">The code that is called by a name that is not its own.</param>
public sealed record VocabularyWarning(int Line, Coding Code, string Message);
