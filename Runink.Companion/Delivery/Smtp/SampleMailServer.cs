using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Runink.Companion.Hosting;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>
/// The sample hospital's mail server: a real SMTP conversation on loopback that ends in a file. It runs only while no other
/// server is set.
/// </summary>
public sealed class SampleMailServer(DataDirectory data, IOptions<SmtpOptions> options, ProfileOptions profile) : BackgroundService
{
    private readonly TaskCompletionSource<(string Host, int Port)> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Folder => Path.Combine(data.Path, "mail");

    public async Task<(string Host, int Port)> AddressAsync(CancellationToken cancel) => await address.Task.WaitAsync(cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Host is { Length: > 0 } || !profile.IsSample)
        {
            address.TrySetException(new InvalidOperationException("No mail server is set: Delivery:Smtp:Host."));
            return;
        }

        Directory.CreateDirectory(Folder);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address.TrySetResult(("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port));
        var conversations = new List<Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                conversations.RemoveAll(conversation => conversation.IsCompleted);
                conversations.Add(ServeAsync(await listener.AcceptTcpClientAsync(stoppingToken), stoppingToken));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        // A mail that is being written is finished or given up before the folder may go.
        await Task.WhenAll(conversations);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        using (client)
        {
            try
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await TalkAsync(reader, writer, stopping);
            }
            catch (Exception problem) when (problem is IOException or OperationCanceledException)
            {
                // The peer went away; it will try again.
            }
        }
    }

    private async Task TalkAsync(StreamReader reader, StreamWriter writer, CancellationToken stopping)
    {
        await writer.WriteLineAsync("220 sample hospital mail server");
        while (await reader.ReadLineAsync(stopping) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await writer.WriteLineAsync("250 sample-hospital.example");
                    break;
                case "MAIL" or "RCPT" or "RSET" or "NOOP":
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on, end with a dot");
                    await ReceiveAsync(reader, stopping);
                    await writer.WriteLineAsync("250 kept");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("502 not known here");
                    break;
            }
        }
    }

    /// <summary>A copy of a message that is here already has the same name and replaces it.</summary>
    private async Task ReceiveAsync(StreamReader reader, CancellationToken stopping)
    {
        var text = new StringBuilder();
        var id = "unnamed";
        while (await reader.ReadLineAsync(stopping) is { } line && line != ".")
        {
            if (line.StartsWith("Message-ID: <", StringComparison.OrdinalIgnoreCase))
                id = line["Message-ID: <".Length..].Split('@')[0];
            text.AppendLine(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line);
        }

        await File.WriteAllTextAsync(FileOf(id), text.ToString(), stopping);
    }

    private string FileOf(string id) => Path.Combine(Folder, $"{string.Concat(id.Where(char.IsAsciiLetterOrDigit))}.eml");
}
