using System.Net;
using System.Net.Mail;
using Microsoft.Extensions.Options;
using Runink.Domain.Delivery;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>E-mail over SMTP. The outbox id is the Message-ID of every attempt, so that a receiver can drop a copy.</summary>
public sealed class SmtpChannel(IOptions<SmtpOptions> options, Directory directory, SampleMailServer sampleServer) : IDeliveryChannel
{
    public string Name => "email";

    public async Task<string> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var settings = options.Value;
        var address = directory.Find(message.To)
            ?? throw new InvalidOperationException($"Nobody can be reached as {message.To}: give it an address under Teams:Addresses.");
        var (host, port) = settings.Host is { Length: > 0 } configured ? (configured, settings.Port) : await sampleServer.AddressAsync(cancel);

        using var mail = new MailMessage(settings.From, address, message.Subject, message.Body);
        mail.Headers.Add("Message-ID", $"<{message.Id}@runink-companion>");
        using var client = new SmtpClient(host, port)
        {
            EnableSsl = settings.StartTls,
            Timeout = (int)settings.Timeout.TotalMilliseconds,
        };
        if (settings.User is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, settings.Password);
        await client.SendMailAsync(mail, cancel);
        return $"accepted for {address} by {host}:{port}{(settings.Host is { Length: > 0 } ? "" : $", kept as mail/{message.Id}.eml")}";
    }
}
