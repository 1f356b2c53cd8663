namespace Runink.Domain.Teams;

/// <summary>Severities in their order, as work and channels name them.</summary>
public static class Severities
{
    public const string Critical = "critical";

    public static IReadOnlyList<string> All { get; } = ["info", "low", "moderate", "high", Critical];

    /// <summary>A word that is none of them counts as the highest: rather told too often than not at all.</summary>
    public static int Rank(string severity) => All.ToList().FindIndex(known => string.Equals(known, severity, StringComparison.OrdinalIgnoreCase)) is >= 0 and var rank ? rank : All.Count;
}
