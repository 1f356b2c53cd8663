using System.Runtime.InteropServices;

namespace Runink.Companion.Hosting;

/// <summary>Everything that this program makes is for its own user: store, journals, mails, keys, checkpoints, copies.</summary>
internal static class PrivateFiles
{
    private const uint NobodyElse = 0x3F; // 077
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Once, before anything is made; it holds for libraries as well. On Windows the folder's own list of rights does it.</summary>
    public static void FromNowOn()
    {
        if (!OperatingSystem.IsWindows())
            _ = Umask(NobodyElse);
    }

    /// <summary>Takes from others what an earlier version left open to them, and lets long bodies wait in the data folder instead of the system's.</summary>
    public static void Close(DataDirectory data)
    {
        if (Directory.Exists(data.Temporary))
            Directory.Delete(data.Temporary, recursive: true);
        Directory.CreateDirectory(data.Temporary);
        Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", data.Temporary);
        if (OperatingSystem.IsWindows())
            return;
        Close(data.Path);
        foreach (var entry in Directory.EnumerateFileSystemEntries(data.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            Close(entry);
    }

    private static void Close(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Others) == 0)
            return;
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
        }
        catch (UnauthorizedAccessException)
        {
            // It belongs to somebody else, who decides.
        }
    }

#pragma warning disable SYSLIB1054 // A generated one asks for unsafe code.
    [DllImport("libc", EntryPoint = "umask", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint Umask(uint mask);
#pragma warning restore SYSLIB1054
}
