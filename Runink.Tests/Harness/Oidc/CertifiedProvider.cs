using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Runink.Tests.Harness.Oidc;

/// <summary>oidc-provider, which the OpenID Foundation certified, in a process of its own. run-tests.sh brings it where npm is.</summary>
public sealed class CertifiedProvider : IAsyncDisposable
{
    private static readonly string Here = Path.GetDirectoryName(Source())!;
    private static readonly string Library = Path.GetFullPath(Path.Combine(Here, "..", "..", "obj", "oidc", "node_modules", "oidc-provider", "lib", "index.js"));

    private readonly Process process;

    private CertifiedProvider(Process process, string issuer) => (this.process, Issuer) = (process, issuer);

    public string Issuer { get; }

    /// <summary>Leaves the test out, with the reason, where it is not installed.</summary>
    public static async Task<CertifiedProvider> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Library), "oidc-provider is not installed here: npm install --prefix Runink.Tests/obj/oidc oidc-provider@9.13.3");
        var started = Process.Start(new ProcessStartInfo("node", [Path.Combine(Here, "provider.mjs"), Library]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(started);
        started.ErrorDataReceived += (_, _) => { };
        started.BeginErrorReadLine();
        while (await started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System) is { } line)
        {
            if (line.StartsWith("ready ", StringComparison.Ordinal))
                return new CertifiedProvider(started, line["ready ".Length..]);
        }

        throw new InvalidOperationException("The provider ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        End(process);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
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

    private static string Source([CallerFilePath] string path = "") => path;
}
