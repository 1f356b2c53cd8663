namespace Runink.Domain.Intake;

/// <summary>What measured something, as its feed names it.</summary>
/// <param name="System">Who gave the number: an authority, a URI, or the feed itself; the same number of another system is another device.</param>
/// <param name="Source">The feed that names it.</param>
public sealed record DeviceNotice(string System, string Value, string Source)
{
    /// <summary>What it is, in its feed's words; null when not said.</summary>
    public string? Kind { get; init; }

    public string? Maker { get; init; }

    public string? Model { get; init; }

    /// <summary>When it sent the reading, by its own clock; null when not said.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Where it stands in the message.</summary>
    public string? Place { get; init; }
}
