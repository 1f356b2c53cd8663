using System.Collections.Concurrent;
using MailKit.Net.Smtp;
using MimeKit;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>Connections to the mail server that are kept for the next message; one that was idle for long is closed.</summary>
public sealed class SmtpConnections(SmtpLogin login, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentStack<(SmtpClient Client, DateTimeOffset Since)> idle = new();

    /// <summary>Hands one mail over, on a connection of before when there is one that still lives.</summary>
    /// <returns>What the server answered.</returns>
    public async Task<string> SendAsync(SmtpOptions settings, string host, int port, MimeMessage mail, CancellationToken cancel)
    {
        while (idle.TryPop(out var kept))
        {
            if (time.GetUtcNow() - kept.Since > Longest || !await LivesAsync(kept.Client, cancel))
            {
                kept.Client.Dispose();
                continue;
            }

            return await SendOverAsync(kept.Client, mail, cancel);
        }

        var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(host, port, settings.Security, cancel);
            await login.EnterAsync(client, settings, host, cancel);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        return await SendOverAsync(client, mail, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        while (idle.TryPop(out var kept))
        {
            using (kept.Client)
            {
                if (kept.Client.IsConnected)
                    await kept.Client.DisconnectAsync(quit: false);
            }
        }
    }

    private async Task<string> SendOverAsync(SmtpClient client, MimeMessage mail, CancellationToken cancel)
    {
        try
        {
            var receipt = await client.SendAsync(mail, cancel);
            idle.Push((client, time.GetUtcNow()));
            return receipt;
        }
        catch (SmtpCommandException) when (client.IsConnected)
        {
            // It said no to this mail and is ready for the next.
            idle.Push((client, time.GetUtcNow()));
            throw;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

#pragma warning disable CA1031 // Whatever went wrong with an idle connection, a new one is made.
    private static async Task<bool> LivesAsync(SmtpClient client, CancellationToken cancel)
    {
        try
        {
            await client.NoOpAsync(cancel);
            return true;
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
#pragma warning restore CA1031
}
