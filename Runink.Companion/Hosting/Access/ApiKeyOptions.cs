using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Hosting.Access;

/// <summary>How long keys of machines live. Settings under <c>ApiKeys</c>.</summary>
public sealed class ApiKeyOptions
{
    public const string Section = "ApiKeys";

    /// <summary>Days that a new key lives unless it is made for fewer; none is made for more.</summary>
    [Range(1, 1095, ErrorMessage = "1 to 1095 days: a key that nobody exchanges in three years is one that nobody looks after.")]
    public int MaxDays { get; set; } = 365;

    /// <summary>Hours that the old key goes on beside the new one after a rotation, unless it is said otherwise.</summary>
    [Range(0, 720, ErrorMessage = "0 to 720 hours: whoever needs longer than a month to change over would better make a second key.")]
    public int OverlapHours { get; set; } = 24;

    public TimeSpan Longest => TimeSpan.FromDays(MaxDays);

    public TimeSpan Overlap => TimeSpan.FromHours(OverlapHours);
}
