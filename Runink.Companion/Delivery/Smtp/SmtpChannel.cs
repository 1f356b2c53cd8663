using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>E-mail over SMTP. The outbox id is the Message-ID of every attempt, so that a receiver can drop a copy.</summary>
public sealed class SmtpChannel(IOptions<SmtpOptions> options, Directory directory, SampleMailServer sampleServer, SmtpConnections connections) : IDeliveryChannel
{
    public string Name => "email";

    public bool IsServerForEachReceiver => false;

    /// <summary>Why the mail server, and not a mail, is in the way; null since one was taken.</summary>
    public string? Trouble { get; private set; }

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var settings = options.Value;
        var address = directory.Find(message.To) ?? throw new DeliveryException(
            DeliveryFault.Permanent, $"Nobody can be reached as {message.To}: give the team an address or members, or name one under Teams:Addresses.");
        var (host, port) = settings.Host is { Length: > 0 } configured ? (configured, settings.Port) : await sampleServer.AddressAsync(cancel);
        using var mail = new MimeMessage { Subject = PlainText.Line(message.Subject), MessageId = $"{message.Id}@runink-companion", Body = new TextPart("plain") { Text = message.Body } };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.AddRange(Receivers(address));
        // A server that takes the connection and then says nothing must not keep the place of others.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(settings.Timeout);
        try
        {
            var receipt = await connections.SendAsync(settings, host, port, mail, patience.Token);
            Trouble = null;
            return new DeliveryReceipt($"accepted for {(message.Receiver == message.To ? address : message.Receiver)}{(string.IsNullOrWhiteSpace(receipt) ? "" : $": {receipt.Trim()}")}{(settings.Host is { Length: > 0 } ? "" : $", kept as mail/{message.Id}.eml")}");
        }
        catch (SmtpCommandException refused)
        {
            throw new DeliveryException(FaultOf((int)refused.StatusCode), refused.Message, refused);
        }
        catch (Exception problem) when (!cancel.IsCancellationRequested)
        {
            var words = problem switch
            {
                OperationCanceledException => $"The mail server did not answer within {settings.Timeout.TotalSeconds:0} s.",
                AuthenticationException => "The mail server does not know our user and password.",
                _ => problem.Message,
            };
            Trouble = problem is OperationCanceledException or AuthenticationException or DeliveryException ? words : "The mail server cannot be reached, or broke off.";
            throw new DeliveryException(DeliveryFault.Endpoint, words, problem) { RetryAfter = (problem as DeliveryException)?.RetryAfter };
        }
    }

    /// <summary>RFC 5321 §4.2.1: 5yz is for good, 4yz for now; 421 means that the server itself goes away, 53z and 454 that it lets us in no further.</summary>
    internal static DeliveryFault FaultOf(int status) => status switch
    {
        421 or 454 or (>= 530 and <= 538) => DeliveryFault.Endpoint,
        >= 500 => DeliveryFault.Permanent,
        _ => DeliveryFault.Temporary,
    };

    private static InternetAddressList Receivers(string address)
    {
        try
        {
            return InternetAddressList.Parse(address);
        }
        catch (ParseException problem)
        {
            throw new DeliveryException(DeliveryFault.Permanent, $"{PlainText.Line(address)} is no mail address.", problem);
        }
    }
}
