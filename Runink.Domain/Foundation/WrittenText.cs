using System.Globalization;

namespace Runink.Domain.Foundation;

/// <summary>What a person writes into a field: plain, trimmed, and no longer than the field is for.</summary>
public static class WrittenText
{
    /// <summary>A comment or a reason. Two pages of text; what is longer is a document and belongs into the record, where others look for it.</summary>
    public const int LongestNote = 4000;

    /// <summary>A name, a ward, a value.</summary>
    public const int LongestName = 200;

    /// <param name="field">As the person knows it: "The comment".</param>
    /// <returns>The text, null when there was none, or why it cannot be taken.</returns>
    public static Outcome<string?> Note(string? text, string field) => Read(text is null ? null : PlainText.Of(text), field, LongestNote);

    /// <summary>The same for a field of one line.</summary>
    public static Outcome<string?> Name(string? text, string field) => Read(text is null ? null : PlainText.Line(text), field, LongestName);

    private static Outcome<string?> Read(string? text, string field, int most)
    {
        var trimmed = text?.Trim();
        return trimmed?.Length > most
            ? new Refusal("invalid", string.Create(CultureInfo.InvariantCulture, $"{field} has {trimmed.Length:N0} characters; {most:N0} are allowed."))
            : new Outcome<string?>(trimmed, null);
    }
}
