namespace Runink.Domain.Foundation;

/// <summary>A place in a text: 1-based line and column, length in UTF-16 units on that line (0 = a point).</summary>
public readonly record struct SourceSpan(int Line, int Column, int Length = 0)
{
    public static readonly SourceSpan Start = new(1, 1);

    public override string ToString() => $"{Line}:{Column}";
}
