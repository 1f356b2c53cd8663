namespace Runink.Domain.Analytics;

/// <summary>
/// What somebody may know of a count who may not see patients. A small count is about persons who can be told apart, and two exact ones tell by their
/// difference of one person: below eleven nothing is said, above it the nearest ten.
/// </summary>
public static class SmallCells
{
    public const int Least = 11;

    /// <returns>Null when it is too small to be told.</returns>
    public static int? Told(int count) => count < Least ? null : (int)(Math.Round(count / 10.0, MidpointRounding.AwayFromZero) * 10);

    /// <summary>In words, for whom it was and was not hidden.</summary>
    public static string Word(int? count) => count is { } told ? told.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) : $"fewer than {Least}";
}
