using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
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
            ?? throw new InvalidOperationException($"Nobody can be reached as {message.To}: give the team an address or members, or name one under Teams:Addresses.");
        var (host, port) = settings.Host is { Length: > 0 } configured ? (configured, settings.Port) : await sampleServer.AddressAsync(cancel);

        using var mail = new MimeMessage { Subject = PlainText.Line(message.Subject), MessageId = $"{message.Id}@runink-companion", Body = new TextPart("plain") { Text = message.Body } };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.AddRange(InternetAddressList.Parse(address));
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        await client.ConnectAsync(host, port, settings.Security, cancel);
        if (settings.User is { Length: > 0 } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", cancel);
        var receipt = await client.SendAsync(mail, cancel);
        await client.DisconnectAsync(quit: true, cancel);
        return $"accepted for {address}{(string.IsNullOrWhiteSpace(receipt) ? "" : $": {receipt.Trim()}")}{(settings.Host is { Length: > 0 } ? "" : $", kept as mail/{message.Id}.eml")}";
    }
}
