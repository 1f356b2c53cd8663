using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runink.Tests.Harness;

/// <summary>The real program in a process of its own, on free ports, over a data folder that outlives it; it can be killed and started again.</summary>
public sealed partial class CompanionProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly bool ownsFolder;

    private readonly List<string> written;

    private CompanionProcess(Process process, string folder, bool ownsFolder, Match ready, TimeSpan startedIn, List<string> written)
    {
        (this.process, this.ownsFolder, this.written) = (process, ownsFolder, written);
        Folder = folder;
        StartedIn = startedIn;
        Mllp = IPEndPoint.Parse(ready.Groups["mllp"].Value);
        Web = new HttpClient { BaseAddress = new Uri(ready.Groups["web"].Value) };
        if (Path.Combine(folder, "sample-api-key") is var key && File.Exists(key))
            Web.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(key).Trim());
    }

    /// <summary>As the build of this test project copied it.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Runink.Companion.dll");

    public string Folder { get; }

    public IPEndPoint Mllp { get; }

    /// <summary>With the sample key, which may do everything; with none in production.</summary>
    public HttpClient Web { get; }

    public Uri Address => Web.BaseAddress!;

    /// <summary>All lines that it wrote so far.</summary>
    public IReadOnlyList<string> Written
    {
        get
        {
            lock (written)
                return [.. written];
        }
    }

    /// <summary>From the start of the process to its ready line.</summary>
    public TimeSpan StartedIn { get; }

    /// <param name="folder">Data that an earlier process left; null = a new folder that goes with this process.</param>
    /// <param name="program">Another build of the program, as <c>dotnet publish</c> makes one.</param>
    /// <param name="settings">Beside those that every process of the tests has.</param>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message carries what it wrote.</exception>
    public static async Task<CompanionProcess> StartAsync(string? folder = null, string? program = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var isOwn = folder is null;
        folder ??= Directory.CreateTempSubdirectory("companion-").FullName;
        program ??= Program;
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--data", folder, "--no-samples", "--Intake:Mllp:Port=0"])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in await TestDatabase.SettingsAsync(folder))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var started = new Process { StartInfo = start };
        var lines = new List<string>();
        var ready = new TaskCompletionSource<Match>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Read(string? line)
        {
            if (line is null)
                return;
            lock (lines)
                lines.Add(line);
            if (ReadyLine().Match(line) is { Success: true } found)
                ready.TrySetResult(found);
        }

        started.OutputDataReceived += (_, line) => Read(line.Data);
        started.ErrorDataReceived += (_, line) => Read(line.Data);
        started.EnableRaisingEvents = true;
        started.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The program ended before it was ready."));
        var clock = TimeProvider.System.GetTimestamp();
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        // A test run that is itself interrupted must not leave the program behind.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(started);
        try
        {
            var line = await ready.Task.WaitAsync(Patience, TimeProvider.System);
            return new CompanionProcess(started, folder, isOwn, line, TimeProvider.System.GetElapsedTime(clock), lines);
        }
        catch (Exception problem) when (problem is TimeoutException or InvalidOperationException)
        {
            End(started);
            string said;
            lock (lines)
                said = string.Join('\n', lines);
            throw new InvalidOperationException($"{problem.Message}\n{said}", problem);
        }
    }

    /// <summary>Runs a verb of the program to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunVerbAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Array.IndexOf(arguments, "--data") is >= 0 and var at)
        {
            foreach (var (name, value) in await TestDatabase.SettingsAsync(arguments[at + 1]))
                start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        using var verb = Process.Start(start)!;
        var (output, error) = (verb.StandardOutput.ReadToEndAsync(Stop), verb.StandardError.ReadToEndAsync(Stop));
        await verb.WaitForExitAsync(Stop);
        return (verb.ExitCode, await output + await error);
    }

    public async Task<IReadOnlyList<string>> SendAsync(params string[] messages)
    {
        await using var client = await MllpClient.ConnectAsync(Mllp);
        var answers = new List<string>();
        foreach (var message in messages)
            answers.Add(await client.SendAsync(message));
        return answers;
    }

    public async Task<JsonElement> GetAsync(string path) => await Web.GetFromJsonAsync<JsonElement>(path, Stop);

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) => [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        End(process);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        if (ownsFolder)
            await TestDatabase.DeleteAsync(Folder);
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already, or was disposed of.
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"^Runink Companion is ready: (?<web>\S+) \(MLLP (?<mllp>\S+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadyLine();
}
