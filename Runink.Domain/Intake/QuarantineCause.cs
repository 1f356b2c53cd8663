using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Runink.Domain.Intake;

/// <summary>What refused messages have in common: a sender that is wrong in one way fills a quarantine with one thing.</summary>
/// <param name="Place">Where in the message, whichever segment or entry it was: <c>OBX[*]-5</c>; null for the whole.</param>
/// <param name="Reason">With <c>…</c> for what differs from message to message: numbers and ids.</param>
public readonly partial record struct QuarantineCause(string Source, string Kind, string? Place, string Reason)
{
    public static QuarantineCause Of(string source, string kind, string? place, string reason) => new(
        source, kind, place is null ? null : Count().Replace(Index().Replace(place, "[*]"), "*"), Own().Replace(reason, "…"));

    /// <summary>A name for addresses, which says nothing of what it names.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', Source, Kind, Place, Reason))).AsSpan(0, 8));

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.NonBacktracking)]
    private static partial Regex Index();

    [GeneratedRegex("(?<=^(line|segment) )[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();

    /// <summary>Three digits or more make a word one message's own; MSH-12, v2 and 2.5.1 are said of all.</summary>
    [GeneratedRegex(@"\b[\p{L}_]*[0-9][\p{L}_]*[0-9][\p{L}_]*[0-9][\w]*\b", RegexOptions.NonBacktracking)]
    private static partial Regex Own();
}
