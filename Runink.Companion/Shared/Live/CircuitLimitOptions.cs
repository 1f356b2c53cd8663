using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Shared.Live;

/// <summary>How many pages may be open at a time. Settings under <c>Circuits</c>.</summary>
public sealed class CircuitLimitOptions
{
    public const string Section = "Circuits";

    /// <summary>When one more is opened, the one that was touched longest ago makes room.</summary>
    [Range(2, 200, ErrorMessage = "2 to 200 open pages of one person: each holds some hundred KB of memory here.")]
    public int MostOfPerson { get; set; } = 12;

    /// <summary>Of all people together; beyond it a new page says that it cannot be opened now.</summary>
    [Range(10, 20_000, ErrorMessage = "10 to 20,000 open pages of all people.")]
    public int Most { get; set; } = 1_000;

    /// <summary>Pages whose connection was lost and that are kept for a moment, so that they can go on where they were.</summary>
    [Range(0, 1_000, ErrorMessage = "0 to 1,000 pages without a connection.")]
    public int RetainedMost { get; set; } = 50;

    [Range(1, 15, ErrorMessage = "1 to 15 minutes: a screen that comes back later loads its page again.")]
    public int RetainedMinutes { get; set; } = 3;
}
