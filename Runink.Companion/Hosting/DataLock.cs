namespace Runink.Companion.Hosting;

/// <summary>One process to a data folder: two would send every message twice. The operating system lets go when the process dies.</summary>
public sealed class DataLock : IDisposable
{
    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Null when another process holds the folder.</summary>
    public static DataLock? TryTake(DataDirectory data)
    {
        Directory.CreateDirectory(data.Path);
        try
        {
            return new DataLock(new FileStream(Path.Combine(data.Path, "companion.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
