using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Tests.Harness;

/// <summary>An MLLP server of somebody else: it keeps what it was sent, and acknowledges as the test says, or hangs up.</summary>
internal sealed class MllpPartner : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task serving;

    public MllpPartner()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>AA, AE or AR; null hangs up.</summary>
    public required Func<string, string?> Says { get; set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                await TalkAsync(client);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test ends.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            await using var stream = client.GetStream();
            var buffer = new byte[16 * 1024];
            var text = "";
            while (!text.Contains('\u001c', StringComparison.Ordinal) && await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var read)
                text += Encoding.UTF8.GetString(buffer, 0, read);
            Asked.Enqueue(text);
            if (Says(text) is { } word)
                await stream.WriteAsync((byte[])[0x0B, .. Encoding.UTF8.GetBytes($"MSH|^~\\&|EHR|K|RUNINK||20260302080000||ACK|1|P|2.5.1\rMSA|{word}|{text.Split('|')[9]}|{(word == "AA" ? "" : "no")}\r"), 0x1C, 0x0D], TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It hung up.
        }
    }
}
