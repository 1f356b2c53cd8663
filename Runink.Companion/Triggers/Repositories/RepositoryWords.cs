using System.Globalization;
using Runink.Domain.Repositories;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>What people read of repositories and their files.</summary>
internal static class RepositoryWords
{
    public static string Finding(RepositoryFinding finding) => finding.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"Line {finding.Line}: {finding.Message}") : finding.Message;

    public static string Kind(string kind) => kind switch
    {
        "trigger" => "Trigger",
        "intake-rules" => "Intake rules",
        "feed-profile" => "What a feed means",
        "feed-contract" => "Contract of a feed",
        _ => "Policy",
    };

    public static (string Word, string Chip) State(string state) => state switch
    {
        "in-force" => ("in force", "ok"),
        "asked" => ("waits for approval", "moderate"),
        "approved" => ("approved, not published", "moderate"),
        "scheduled" => ("comes into force by itself", "moderate"),
        "sent-back" => ("sent back", "high"),
        "failing" => ("does not pass", "critical"),
        "gone" => ("deleted there, still live here", "high"),
        "other-text" => ("another text is in force here", "high"),
        _ => ("asked about no more", ""),
    };
}
