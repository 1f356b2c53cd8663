using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Runink.Companion.Hosting;
using Runink.Companion.Intake.Mllp;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Tests.Harness;

/// <summary>The real host in this process: real ports, a real store in a folder of its own, and a clock that the test moves.</summary>
public sealed class Hospital : IAsyncDisposable
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private readonly bool ownsFolder;
    private readonly WebApplication app;
    private bool isStopped;

    private Hospital(WebApplication app, ManualTime time, string folder, bool ownsFolder, IPEndPoint mllp)
    {
        this.app = app;
        this.ownsFolder = ownsFolder;
        Time = time;
        Folder = folder;
        Mllp = mllp;
        Web = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        // A hospital in production has no such key; its test makes one.
        if (Path.Combine(folder, "sample-api-key") is var file && File.Exists(file))
            Web.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(file).Trim());
    }

    public ManualTime Time { get; }

    public string Folder { get; }

    public IPEndPoint Mllp { get; }

    /// <summary>With the sample key, which may do everything.</summary>
    public HttpClient Web { get; }

    public IServiceProvider Services => app.Services;

    public static async Task<Hospital> StartAsync(
        DateTimeOffset? now = null, string? folder = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var isOwn = folder is null;
        folder ??= Directory.CreateTempSubdirectory("companion-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(Program).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Store:DataDirectory"] = folder,
            ["SampleMessages"] = "false",
            ["Intake:Mllp:Port"] = "0",
            ["urls"] = "http://127.0.0.1:0",
            ["Site:TimeZone"] = "UTC",
        });
        builder.Configuration.AddInMemoryCollection(await TestDatabase.SettingsAsync(folder));
        if (settings is not null)
            builder.Configuration.AddInMemoryCollection(settings);
        builder.AddCompanion();
        builder.Logging.ClearProviders();
        var time = new ManualTime(now ?? Morning);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        // What is asked of SQLite is asked of a SQL Server that is not there as well, which shows whether it could be.
        if (string.IsNullOrEmpty(builder.Configuration["Store:Provider"]))
            builder.Services.Replace(ServiceDescriptor.Singleton(new CompanionStore(new SqliteDialect(Path.Combine(folder, "companion.db"), SqlServerMirror.Instance))));
        var running = builder.Build();
        running.MapCompanion();
        await HostStartup.PrepareAsync(running.Services, CancellationToken.None);
        await running.StartAsync();
        return new Hospital(running, time, folder, isOwn, (await running.Services.GetRequiredService<MllpListener>().Listening)!);
    }

    /// <summary>Sends messages over one MLLP connection and answers the acknowledgements.</summary>
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

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Web.PostAsJsonAsync(path, body, Stop);

    /// <summary>Looks until it is so. Workers of the host run on their own threads; nothing here waits for a fixed time.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> isSo, string what)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isSo(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(patience) > TimeSpan.FromSeconds(20))
                throw new TimeoutException($"Waited 20 s for: {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }

    /// <summary>Moves the clock in steps, so that the workers see each stretch of time.</summary>
    public async Task FastForwardAsync(TimeSpan by, TimeSpan? step = null)
    {
        var stride = step ?? TimeSpan.FromMinutes(1);
        for (var left = by; left > TimeSpan.Zero; left -= stride)
        {
            Time.Advance(left < stride ? left : stride);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Stop);
        }
    }

    public CompanionDb Read() => Services.GetRequiredService<CompanionStore>().Read();

    /// <summary>Ends it as an operator would. Disposing alone would leave its workers writing into a folder that is about to go.</summary>
    public async Task StopAsync()
    {
        if (isStopped)
            return;
        isStopped = true;
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Web.Dispose();
        await StopAsync();
        if (ownsFolder)
            await TestDatabase.DeleteAsync(Folder);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
