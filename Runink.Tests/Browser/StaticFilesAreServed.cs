using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Runink.Tests.Harness;

namespace Runink.Tests.Browser;

/// <summary>What the browser gets beside the pages: whole, compressed, and kept for ever under a name made of the content.</summary>
public sealed partial class StaticFilesAreServed
{
    [Fact]
    public async Task FromTheBuild()
    {
        await using var hospital = await CompanionProcess.StartAsync();
        await EverySheetIsWholeAndCompressedAsync(hospital, "no-cache");
    }

    [Fact]
    public async Task FromAPublishedFolder()
    {
        var published = Directory.CreateTempSubdirectory("companion-published-");
        try
        {
            await PublishAsync(published.FullName);
            await using var hospital = await CompanionProcess.StartAsync(program: Path.Combine(published.FullName, "Runink.Companion.dll"));
            await EverySheetIsWholeAndCompressedAsync(hospital, "max-age=31536000, immutable");
        }
        finally
        {
            published.Delete(recursive: true);
        }
    }

    /// <param name="caching">A build may change under the running program and is asked again each time; what is published never changes.</param>
    private static async Task EverySheetIsWholeAndCompressedAsync(CompanionProcess hospital, string caching)
    {
        using var web = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = hospital.Address };
        var page = await web.GetStringAsync("/sign-in", Stop);
        var files = Links().Matches(page).Select(match => match.Groups["file"].Value).ToList();
        Assert.True(files.Count >= 7, $"The sign-in page names only {string.Join(", ", files)}.");
        foreach (var file in files)
        {
            using var plain = await web.GetAsync(file, Stop);
            Assert.True(plain.StatusCode == HttpStatusCode.OK, $"{file}: {plain.StatusCode}");
            Assert.True((await plain.Content.ReadAsByteArrayAsync(Stop)).Length > 0, $"{file} is empty");
            Assert.Equal(caching, plain.Headers.NonValidated["Cache-Control"].ToString());
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
            using var packed = await web.SendAsync(request, Stop);
            Assert.True(packed.Content.Headers.ContentEncoding.Any(coding => coding is "br" or "gzip"), $"{file} is not compressed when asked");
            Assert.NotEmpty(await packed.Content.ReadAsByteArrayAsync(Stop));
        }

        foreach (var file in (string[])["/_content/MudBlazor/MudBlazor.min.css", "/_content/MudBlazor/MudBlazor.min.js"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
            using var packed = await web.SendAsync(request, Stop);
            Assert.NotEmpty(packed.Content.Headers.ContentEncoding);
            // A build keeps the large sheet as it is inside its gzip; what is published is small.
            if (caching.Contains("immutable", StringComparison.Ordinal))
                Assert.InRange((await packed.Content.ReadAsByteArrayAsync(Stop)).Length, 1, 100_000);
        }

        foreach (var file in (string[])["/_framework/blazor.web.js", "/_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js", "/fonts/inter-latin-wght-normal.woff2", "/js/studio.js"])
        {
            using var answer = await web.GetAsync(file, Stop);
            Assert.True(answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsByteArrayAsync(Stop)).Length > 0, $"{file}: {answer.StatusCode}");
        }
    }

    private static async Task PublishAsync(string folder)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Runink.sln")))
            root = root.Parent;
        Assert.SkipWhen(root is null, "The sources are not above this build, so there is nothing to publish.");
        var start = new ProcessStartInfo("dotnet", ["publish", "Runink.Companion", "--configuration", "Debug", "--no-build", "--output", folder, "--nologo", "-v", "q"])
        {
            UseShellExecute = false,
            WorkingDirectory = root.FullName,
            RedirectStandardOutput = true,
        };
        using var publish = Process.Start(start)!;
        var written = await publish.StandardOutput.ReadToEndAsync(Stop);
        await publish.WaitForExitAsync(Stop);
        Assert.True(publish.ExitCode == 0, written);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Style sheets and scripts whose name carries a fingerprint.</summary>
    [GeneratedRegex(@"(?:href|src)=""(?<file>[^""]+\.[a-z0-9]{10}\.(?:styles\.)?(?:css|js))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Links();
}
