using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runink.Benchmarks.Doors;

/// <summary>A door in a process and a folder of its own.</summary>
internal sealed partial class DoorProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private DoorProcess(Process process, string folder, Uri? web, IPEndPoint mllp) => (this.process, this.folder, Web, Mllp) = (process, folder, web, mllp);

    /// <summary>Null of a door that has no pages.</summary>
    public Uri? Web { get; }

    public IPEndPoint Mllp { get; }

    /// <summary>Bytes that the process holds of the machine's memory.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What the product's health page says of its memory.</summary>
    public async Task<string> MemoryAsync()
    {
        using var http = new HttpClient();
        // A warning of another check is an answer too.
        using var health = await http.GetAsync(new Uri(Web!, "health/ready"));
        using var read = JsonDocument.Parse(await health.Content.ReadAsStringAsync());
        return read.RootElement.GetProperty("checks").GetProperty("Memory").GetProperty("description").GetString()!;
    }

    /// <summary>Processor time so far, of all its threads.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Of the store's file.</summary>
    public long StoreBytes => Length("*.db");

    /// <summary>Of the write-ahead log beside it.</summary>
    public long LogBytes => Length("*.db-wal");

    /// <summary>The product as it is started in a hospital, with its shipped triggers and without invented patients.</summary>
    public static Task<DoorProcess> ProductAsync(params string[] settings) => StartAsync(folder =>
        [Beside("Runink.Companion.dll"), "--urls", "http://127.0.0.1:0", "--data", folder, "--no-samples", "--Intake:Mllp:Port=0", .. settings]);

    public static Task<DoorProcess> BareAsync() => StartAsync(folder => [Beside("Runink.Benchmarks.dll"), "bare", Path.Combine(folder, "bare.db")]);

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private long Length(string pattern) => new DirectoryInfo(folder).EnumerateFiles(pattern).Sum(file => file.Length);

    private static string Beside(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    private static async Task<DoorProcess> StartAsync(Func<string, IEnumerable<string>> arguments)
    {
        var data = Directory.CreateTempSubdirectory("companion-door-").FullName;
        var start = new ProcessStartInfo("dotnet", arguments(data)) { WorkingDirectory = AppContext.BaseDirectory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var started = new Process { StartInfo = start };
        var ready = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        var written = new List<string>();
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (written)
                written.Add(line);
            if (Ready().Match(line) is { Success: true } found)
                ready.TrySetResult(found);
        }

        started.OutputDataReceived += (_, line) => Read(line.Data);
        started.ErrorDataReceived += (_, line) => Read(line.Data);
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) =>
        {
            lock (written)
                ready.TrySetException(new InvalidOperationException(string.Join('\n', written)));
        };
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var line = await ready.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
        return new DoorProcess(started, data, line.Groups["web"] is { Success: true } address ? new Uri(address.Value) : null, IPEndPoint.Parse(line.Groups["door"].Value));
    }

    [GeneratedRegex(@"(?:: (?<web>http\S+) )?\(MLLP (?<door>\S+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
