namespace Runink.Companion.Hosting;

/// <summary>The folder that holds everything this process must keep.</summary>
public sealed record DataDirectory(string Path)
{
    public string Store => System.IO.Path.Combine(Path, "companion.db");

    /// <summary>Makes the folder when it is not there, for this user alone.</summary>
    public void Make()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Lock => System.IO.Path.Combine(Path, "companion.lock");

    public string Keys => System.IO.Path.Combine(Path, "keys");

    /// <summary>By which push services know this hospital.</summary>
    public string PushKey => System.IO.Path.Combine(Path, "push-signing.pem");

    /// <summary>Under which ids are renamed for those who only count.</summary>
    public string AnalyticsKey => System.IO.Path.Combine(Path, "analytics-key");

    /// <summary>Long bodies while they come in; emptied at each start.</summary>
    public string Temporary => System.IO.Path.Combine(Path, "temp");

    public string SampleApiKey => System.IO.Path.Combine(Path, "sample-api-key");
}
