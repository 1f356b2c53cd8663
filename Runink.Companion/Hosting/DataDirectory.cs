namespace Runink.Companion.Hosting;

/// <summary>The folder that holds everything this process must keep.</summary>
public sealed record DataDirectory(string Path)
{
    public string Store => System.IO.Path.Combine(Path, "companion.db");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    public string SampleApiKey => System.IO.Path.Combine(Path, "sample-api-key");
}
