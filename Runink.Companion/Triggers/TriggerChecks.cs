namespace Runink.Companion.Triggers;

/// <summary>What a text and an id must be before anything else looks at them.</summary>
public static class TriggerChecks
{
    public const int LongestText = 256 * 1024;

    public static bool IsSlug(string id) =>
        // The help page has this address.
        id != "help" && id.Length is > 0 and <= 80 && id[0] != '-' && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>The id that a name gives: "Sepsis, older ED patients" is sepsis-older-ed-patients.</summary>
    public static string Slug(string name) =>
        string.Join('-', new string([.. name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
