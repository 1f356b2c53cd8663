using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Domain.Store;

/// <summary>
/// Which file or folder stands at a path, whatever it is called: a volume and a number on it. A path that is taken away and made anew
/// has another one, and who holds the old one open writes where nobody will ever look.
/// </summary>
/// <param name="Volume">Device, or volume serial number.</param>
public readonly record struct FileIdentity(ulong Volume, UInt128 Number)
{
    private const int StatxBytes = 256;
    private const uint WantsNumber = 0x100;
    private const int AtWorkingFolder = -100;
    private const int FileIdInfo = 18;

    private static bool hasStatx = OperatingSystem.IsLinux();

    /// <returns>Null when nothing stands there, or it may not be looked at.</returns>
    public static FileIdentity? Of(string path)
    {
        if (hasStatx)
        {
            try
            {
                return OnLinux(path);
            }
            catch (EntryPointNotFoundException)
            {
                hasStatx = false;
            }
        }

        return OperatingSystem.IsWindows() && File.Exists(path) ? OnWindows(path) : ByBirth(path);
    }

    private static FileIdentity? OnLinux(string path)
    {
        // struct statx has the same layout on every processor: the inode at 32, the device's numbers at 136 and 140.
        var answer = new byte[StatxBytes];
        if (Statx(AtWorkingFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsNumber, answer) != 0)
            return null;
        return new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(136)), BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(32)));
    }

    private static FileIdentity? OnWindows(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var answer = new byte[24];
            return GetFileInformationByHandleEx(handle, FileIdInfo, answer, (uint)answer.Length)
                ? new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(answer), BinaryPrimitives.ReadUInt128LittleEndian(answer.AsSpan(8)))
                : ByBirth(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ByBirth(path);
        }
    }

    /// <summary>Where nothing better is to be had: when it was made.</summary>
    private static FileIdentity? ByBirth(string path) =>
        File.Exists(path) ? new FileIdentity(0, (ulong)File.GetCreationTimeUtc(path).Ticks)
        : Directory.Exists(path) ? new FileIdentity(0, (ulong)Directory.GetCreationTimeUtc(path).Ticks)
        : null;

#pragma warning disable SYSLIB1054 // Generated marshalling asks for unsafe code; arrays need none.
    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] answer);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandleEx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetFileInformationByHandleEx(SafeFileHandle file, int kind, byte[] answer, uint length);
#pragma warning restore SYSLIB1054
}

/// <summary>Files and folders that are in use, as they stood when their use began.</summary>
public sealed class KnownPlaces
{
    private readonly IReadOnlyList<(string Path, FileIdentity? Identity)> known;

    public KnownPlaces(IEnumerable<string> paths) => known = [.. paths.Select(path => (path, FileIdentity.Of(path)))];

    /// <summary>The first that is gone or another one now; null when all are as they were.</summary>
    public string? FirstLost()
    {
        foreach (var (path, identity) in known)
        {
            if (FileIdentity.Of(path) != identity)
                return path;
        }

        return null;
    }
}
