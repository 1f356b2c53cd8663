namespace Runink.Companion.Hosting;

/// <summary>Which installation this is. Settings at the root.</summary>
public sealed class ProfileOptions
{
    /// <summary><c>Sample</c> (the default: sample people, packs and messages on loopback) or <c>Production</c>.</summary>
    public string Profile { get; set; } = "Sample";

    /// <summary>Off with <c>--no-samples</c>: people, packs and key are there, but no sample messages.</summary>
    public bool SampleMessages { get; set; } = true;

    public bool IsSample => string.Equals(Profile, "Sample", StringComparison.OrdinalIgnoreCase);
}
