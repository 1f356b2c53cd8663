using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery.Mllp;

/// <summary>HL7 v2 to the record system over MLLP: one message, one acknowledgement. The control id is the outbox id, so that a copy can be dropped.</summary>
public sealed class MllpChannel(EndpointBook endpoints, NoticeReader notices, CompanionStore store, SiteOptions site) : IDeliveryChannel
{
    private const byte Start = 0x0B;
    private const byte End = 0x1C;
    private const byte CarriageReturn = 0x0D;
    private const int MostBytes = 64 * 1024;

    public string Name => "mllp";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Mllp, message.To);
        var text = await TextAsync(endpoint.Options.Mllp, message, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(endpoint.Options.Timeout);
        string? answer;
        try
        {
            answer = await ExchangeAsync(endpoint.Options, text, patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint.Name} did not acknowledge within {endpoint.Options.Timeout.TotalSeconds:0} s.");
        }
        catch (Exception problem) when (problem is SocketException or IOException or AuthenticationException)
        {
            throw new DeliveryException(DeliveryFault.Endpoint, problem is AuthenticationException ? $"The certificate of {endpoint.Name} is not trusted." : $"{endpoint.Name} cannot be reached.", problem);
        }

        return answer is null
            ? throw new DeliveryException(DeliveryFault.Endpoint, $"{endpoint.Name} hung up without an acknowledgement.")
            : MllpAnswer.Read(endpoint.Name, message.Id, answer);
    }

    private async Task<string> TextAsync(MllpEndpointOptions options, OutboxMessage message, CancellationToken cancel)
    {
        if (OutsideContent.Read(message.Content).Referral is { } referral)
        {
            var heading = new MessageHeading(options.SendingApplication, options.SendingFacility, options.ReceivingApplication, options.ReceivingFacility);
            return OrderMessage.Of(message.Id, message.CreatedAt, heading, await OutsidePatient.OfReferralAsync(store, message.ReferralId, cancel), referral);
        }

        var about = await OutsidePatient.ReadAsync(store, message.EscalationId, cancel);
        var notice = (await notices.ReadAsync(message, cancel))!;
        return Hl7Escalation.Of(options, message, about, notice, notice.DueOn(site));
    }

    private static async Task<string?> ExchangeAsync(EndpointOptions options, string text, CancellationToken cancel)
    {
        var address = options.Address!;
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.IdnHost, address.Port, cancel);
        await using var plain = client.GetStream();
        if (address.Scheme != "mllps")
            return await TalkAsync(plain, text, cancel);
        await using var encrypted = new SslStream(plain);
        await encrypted.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = address.IdnHost, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, CertificateChainPolicy = OutsideTrust.Of(options.Authorities) }, cancel);
        return await TalkAsync(encrypted, text, cancel);
    }

    /// <returns>The acknowledgement; null when the other side hung up.</returns>
    private static async Task<string?> TalkAsync(Stream stream, string text, CancellationToken cancel)
    {
        await stream.WriteAsync((byte[])[Start, .. Encoding.UTF8.GetBytes(text), End, CarriageReturn], cancel);
        await stream.FlushAsync(cancel);
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (received.Length < MostBytes && await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            received.Write(buffer, 0, read);
            var all = received.GetBuffer().AsSpan(0, (int)received.Length);
            var (start, end) = (all.IndexOf(Start), all.IndexOf(End));
            if (start >= 0 && end > start)
                return Encoding.UTF8.GetString(all[(start + 1)..end]);
        }

        return null;
    }
}
