using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>
/// A message to a log server: RFC 5424, facility 13 (log audit), framed by counted octets as RFC 6587 §3.4.1 and RFC 5425 §4.3 say.
/// A finding is an alert, a head a notice. The text is the signed line, so that it can be held against the ledger later.
/// </summary>
public sealed class SyslogAnchor(Uri server) : LedgerAnchor
{
    private const int LogAudit = 13;
    private const int Alert = 1;
    private const int Notice = 5;

    public override string Name => "syslog server";

    public override async Task SendAsync(LedgerCheckpoint checkpoint, string line, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port > 0 ? server.Port : server.Scheme == "tls" ? 6514 : 601, cancel);
        Stream stream = client.GetStream();
        if (server.Scheme == "tls")
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = server.Host }, cancel);
            stream = tls;
        }

        await using (stream)
        {
            await stream.WriteAsync(Frame(checkpoint, line, Environment.MachineName, Environment.ProcessId), cancel);
            await stream.FlushAsync(cancel);
        }
    }

    internal static byte[] Frame(LedgerCheckpoint checkpoint, string line, string host, int process)
    {
        var priority = (LogAudit * 8) + (checkpoint.Kind == CheckpointKind.Finding ? Alert : Notice);
        var at = checkpoint.At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        var message = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<{priority}>1 {at} {host} runink-companion {process} LEDGER - {line}"));
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} ")), .. message];
    }
}
