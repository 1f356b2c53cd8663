using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Runink.Tests.Harness;

/// <summary>An SMTP server on loopback that behaves as the test says: takes, refuses, hangs, or is slow.</summary>
public sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly Task serving;
    private int connections;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => connections;

    /// <summary>Subjects of the mails that were taken, in order.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>The answer to RCPT TO; null takes the receiver.</summary>
    public Func<string, string?> Receiver { get; set; } = _ => null;

    /// <summary>Done before the greeting of connection number so and so; a task that never ends is a server that hangs.</summary>
    public Func<int, CancellationToken, Task> BeforeGreeting { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Done before a mail is taken.</summary>
    public Func<CancellationToken, Task> BeforeTaking { get; set; } = _ => Task.CompletedTask;

    /// <summary>How one signs in, as EHLO says it: <c>XOAUTH2 OAUTHBEARER</c>; empty asks nobody.</summary>
    public string Mechanisms { get; set; } = "";

    /// <summary>Which user is let in with which token.</summary>
    public Func<string, string, bool> LetsIn { get; set; } = (_, _) => true;

    /// <summary>How each sign-in was tried: mechanism, user, token.</summary>
    public ConcurrentQueue<(string Mechanism, string User, string Token)> SignIns { get; } = new();

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Delivery:Smtp:Host"] = "127.0.0.1",
        ["Delivery:Smtp:Port"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        await serving;
        ended.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        while (!ended.IsCancellationRequested)
        {
            try
            {
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(ended.Token), Interlocked.Increment(ref connections)));
            }
            catch (Exception problem) when (problem is OperationCanceledException or SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await BeforeGreeting(number, ended.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 test server");
                while (await reader.ReadLineAsync(ended.Token) is { } line)
                {
                    if (line.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase) && Receiver(line) is { } refusal)
                        await writer.WriteLineAsync(refusal);
                    else if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase) && Mechanisms.Length > 0)
                        await writer.WriteLineAsync($"250-test server\r\n250 AUTH {Mechanisms}");
                    else if (line.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))
                        await SignInAsync(line, reader, writer);
                    else if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
                        await TakeAsync(reader, writer);
                    else if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
                        return;
                    else
                        await writer.WriteLineAsync("250 OK");
                }
            }
            catch (Exception problem) when (problem is IOException or OperationCanceledException)
            {
                // The sender hung up, or the test ends.
            }
        }
    }

    /// <summary>RFC 7628, and XOAUTH2 as its inventors describe it: a refusal is a challenge that is answered before the 535.</summary>
    private async Task SignInAsync(string line, StreamReader reader, StreamWriter writer)
    {
        var parts = line.Split(' ');
        var said = Encoding.UTF8.GetString(Convert.FromBase64String(parts[2]));
        var fields = said.Split('\u0001', StringSplitOptions.RemoveEmptyEntries);
        var user = parts[1] == "XOAUTH2" ? fields[0]["user=".Length..] : fields[0].Split(',')[1]["a=".Length..];
        var token = fields.Single(field => field.StartsWith("auth=Bearer ", StringComparison.Ordinal))["auth=Bearer ".Length..];
        SignIns.Enqueue((parts[1], user, token));
        if (LetsIn(user, token))
        {
            await writer.WriteLineAsync("235 2.7.0 welcome");
            return;
        }

        await writer.WriteLineAsync($"334 {Convert.ToBase64String("{\"status\":\"invalid_token\"}"u8)}");
        await reader.ReadLineAsync(ended.Token);
        await writer.WriteLineAsync("535 5.7.3 Authentication unsuccessful");
    }

    private async Task TakeAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 go on");
        var subject = "";
        while (await reader.ReadLineAsync(ended.Token) is { } line && line != ".")
        {
            if (line.StartsWith("Subject: ", StringComparison.OrdinalIgnoreCase))
                subject = line["Subject: ".Length..];
        }

        await BeforeTaking(ended.Token);
        Taken.Enqueue(subject);
        await writer.WriteLineAsync("250 taken");
    }
}
