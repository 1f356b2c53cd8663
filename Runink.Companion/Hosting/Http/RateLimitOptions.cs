using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Hosting.Http;

/// <summary>
/// How much one caller may ask for. Settings under <c>RateLimits</c>, in requests a second; ten seconds' worth may come at once. A request with a body counts
/// once more for each 16 KiB of it.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>A key that sends messages. It stands far above what a hospital's interface engine sends.</summary>
    [Range(10, 100_000, ErrorMessage = "10 to 100,000 a second: fewer would turn away the messages of a small ward.")]
    public int IntakeKeyPerSecond { get; set; } = 5_000;

    [Range(1, 10_000, ErrorMessage = "1 to 10,000 a second for each other key.")]
    public int KeyPerSecond { get; set; } = 200;

    [Range(5, 1_000, ErrorMessage = "5 to 1,000 a second: one page asks for a score of files when it opens.")]
    public int PersonPerSecond { get; set; } = 50;

    /// <summary>An address from which somebody comes of whom nobody knows who it is.</summary>
    [Range(5, 10_000, ErrorMessage = "5 to 10,000 a second: behind one proxy a whole shift signs in at once.")]
    public int AddressPerSecond { get; set; } = 100;

    /// <summary>Back-tests and checks that read stored data, for each person or key in a minute: each reads the whole store.</summary>
    [Range(1, 600, ErrorMessage = "1 to 600 a minute: an editor checks as its author writes.")]
    public int LookBacksPerMinute { get; set; } = 60;
}
