using System.Globalization;

namespace Runink.Companion.Shared.Controls;

/// <summary>How long something shall count, as a form asks for it: a number of hours, or nothing for "until somebody ends it".</summary>
public static class Expiry
{
    public static readonly IReadOnlyList<KeyValuePair<string, string>> Choices =
    [
        new("12", "for 12 hours"), new("24", "for a day"), new("168", "for a week"), new("720", "for 30 days"), new("", "until somebody ends it"),
    ];

    public static DateTimeOffset? At(string hours, DateTimeOffset now) =>
        int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? now.AddHours(number) : null;
}
