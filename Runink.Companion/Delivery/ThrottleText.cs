using System.Globalization;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery;

/// <summary>Limits as they stand in the settings.</summary>
internal static class ThrottleText
{
    public const string OfSms = "5 in 00:15:00, 11 in 01:00:00, 21 in 03:00:00";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <returns>Null when it cannot be read; empty for no limits.</returns>
    public static IReadOnlyList<ThrottleLimit>? Read(string text)
    {
        var limits = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadOne).ToList();
        return limits.Contains(null) ? null : [.. limits.OfType<ThrottleLimit>()];
    }

    private static ThrottleLimit? ReadOne(string text) =>
        text.Split(" in ", 2, StringSplitOptions.TrimEntries) is [var most, var within]
        && int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000
        && TimeSpan.TryParseExact(within, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out var window) && window > TimeSpan.Zero && window <= Longest
            ? new ThrottleLimit(count, window)
            : null;
}
