using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Listens for HL7 v2 senders. Each connection is answered in order; connections do not wait for each other.</summary>
public sealed partial class MllpListener(IOptions<MllpOptions> options, MllpConversation conversation, ILogger<MllpListener> log) : BackgroundService
{
    private readonly TaskCompletionSource<IPEndPoint?> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int connections;

    /// <summary>Where it listens; null when it is switched off.</summary>
    public Task<IPEndPoint?> Listening => listening.Task;

    public int Connections => Volatile.Read(ref connections);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        if (!settings.Enabled)
        {
            listening.SetResult(null);
            return;
        }

        using var listener = new TcpListener(IPAddress.Parse(settings.Address), settings.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException problem)
        {
            // Whoever waits for the door hears why; the host then stops with a sentence instead of a stack.
            listening.SetException(problem);
            return;
        }

        listening.SetResult((IPEndPoint)listener.LocalEndpoint);
        while (!stoppingToken.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException problem)
            {
                LogAcceptFailed(problem);
                continue;
            }

            if (Connections >= settings.MaxConnections)
            {
                LogTooMany(settings.MaxConnections);
                client.Dispose();
                continue;
            }

            _ = ServeAsync(client, stoppingToken);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stopping)
    {
        Interlocked.Increment(ref connections);
        using (client)
        {
            client.NoDelay = true;
            var sender = client.Client.RemoteEndPoint?.ToString() ?? "unknown";
            try
            {
                await conversation.RunAsync(client.GetStream(), sender, stopping);
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
            {
                LogEnded(sender, problem.GetType().Name);
            }
            finally
            {
                Interlocked.Decrement(ref connections);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An MLLP connection could not be accepted")]
    private partial void LogAcceptFailed(Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An MLLP connection was refused: {Most} are open")]
    private partial void LogTooMany(int most);

    [LoggerMessage(Level = LogLevel.Information, Message = "The MLLP connection of {Sender} ended: {Reason}")]
    private partial void LogEnded(string sender, string reason);
}
