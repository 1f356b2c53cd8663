using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using Runink.Companion.Hosting.Tls;

namespace Runink.Companion.Intake.Mllp;

/// <summary>Listens for HL7 v2 senders. Each connection is answered in order; connections do not wait for each other.</summary>
public sealed partial class MllpListener(
    IOptions<MllpOptions> options, MllpConversation conversation, MllpConnections connections, ShownCertificates certificates, TimeProvider time, ILogger<MllpListener> log) : BackgroundService
{
    private readonly TaskCompletionSource<IPEndPoint?> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where it listens; null when it is switched off.</summary>
    public Task<IPEndPoint?> Listening => listening.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        if (!settings.Enabled)
        {
            listening.TrySetResult(null);
            return;
        }

        var tls = settings.Tls.IsOn ? MllpTls.Load(settings.Tls, certificates, time) : null;
        using var listener = new TcpListener(IPAddress.Parse(settings.Address), settings.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException problem)
        {
            // Whoever waits for the door hears why; the host then stops with a sentence instead of a stack.
            listening.TrySetException(problem);
            return;
        }

        listening.TrySetResult((IPEndPoint)listener.LocalEndpoint);
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

            if (connections.TryAdmit((client.Client.RemoteEndPoint as IPEndPoint)?.Address, stoppingToken) is { } connection)
            {
                _ = ServeAsync(client, connection, tls, stoppingToken);
                continue;
            }

            LogTooMany(connections.Count);
            client.Dispose();
        }
    }

    private async Task ServeAsync(TcpClient client, MllpConnection connection, MllpTls? tls, CancellationToken stopping)
    {
        using (client)
        using (connection)
        {
            client.NoDelay = true;
            var sender = client.Client.RemoteEndPoint?.ToString() ?? "unknown";
            try
            {
                if (tls is null)
                {
                    await conversation.RunAsync(client.GetStream(), connection, sender, stopping);
                    return;
                }

                using var patience = new Patience(time, connection.Closing);
                await using var secure = await tls.GreetAsync(client.GetStream(), patience.Until(options.Value.FirstByte));
                await conversation.RunAsync(secure, connection, MllpTls.NameOf(secure) is { } name ? $"{name} ({sender})" : sender, stopping);
            }
            catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException or AuthenticationException)
            {
                LogEnded(sender, problem is AuthenticationException ? problem.Message : problem.GetType().Name);
            }
            finally
            {
                connections.Leave(connection);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An MLLP connection could not be accepted")]
    private partial void LogAcceptFailed(Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An MLLP connection was refused: {Open} are open and all are busy")]
    private partial void LogTooMany(int open);

    [LoggerMessage(Level = LogLevel.Information, Message = "The MLLP connection of {Sender} ended: {Reason}")]
    private partial void LogEnded(string sender, string reason);
}
