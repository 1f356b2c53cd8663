using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Tests.Harness;

/// <summary>A sender of its own, written against the standard and not against our listener.</summary>
public sealed class MllpClient(TcpClient client) : IAsyncDisposable
{
    public static async Task<MllpClient> ConnectAsync(IPEndPoint door)
    {
        var client = new TcpClient();
        await client.ConnectAsync(door, TestContext.Current.CancellationToken);
        return new MllpClient(client);
    }

    public async Task<string> SendAsync(string message)
    {
        await SendBytesAsync([0x0B, .. Encoding.UTF8.GetBytes(message), 0x1C, 0x0D]);
        return await ReceiveAsync() ?? throw new IOException("The connection was closed without an answer.");
    }

    public async Task SendBytesAsync(byte[] bytes) => await client.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Null when the other side closed the connection.</summary>
    public async Task<string?> ReceiveAsync()
    {
        var received = new List<byte>();
        var buffer = new byte[1];
        while (await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken) == 1)
        {
            received.Add(buffer[0]);
            if (received is [.., 0x1C, 0x0D])
                return Encoding.UTF8.GetString([.. received.Skip(1).SkipLast(2)]);
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
