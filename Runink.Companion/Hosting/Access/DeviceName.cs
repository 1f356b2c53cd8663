namespace Runink.Companion.Hosting.Access;

/// <summary>A browser by the two words that its owner knows it by.</summary>
public static class DeviceName
{
    public static string Of(string? agent)
    {
        var text = agent ?? "";
        var browser = text switch
        {
            _ when Has(text, "Edg/") => "Edge",
            _ when Has(text, "Firefox/") => "Firefox",
            _ when Has(text, "Chrome/") || Has(text, "Chromium/") => "Chrome",
            _ when Has(text, "Safari/") => "Safari",
            _ => "Another browser",
        };
        var system = text switch
        {
            _ when Has(text, "Windows") => "Windows",
            _ when Has(text, "Android") => "Android",
            _ when Has(text, "iPhone") || Has(text, "iPad") => "iOS",
            _ when Has(text, "Mac OS") => "macOS",
            _ when Has(text, "Linux") => "Linux",
            _ => "an unknown system",
        };
        return $"{browser} on {system}";
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
