using System.Net;
using System.Text.Json;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runink.Companion.Delivery.Smtp;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery.Browser;

/// <summary>
/// Messages to browsers whose pages are closed (Web Push: RFC 8030, 8291, 8292). What is shown on a locked screen says that work waits, and nothing of it; the link
/// needs a sign-in.
/// </summary>
public sealed class BrowserChannel(CompanionStore store, StoreWriter writer, OutsideHttp http, PushOptions options, PushKey key, IOptions<SmtpOptions> mail) : IDeliveryChannel
{
    /// <summary>A call for help that comes later than this is answered by somebody else by then.</summary>
    private static readonly TimeSpan Lives = TimeSpan.FromHours(4);

    public string Name => "browser";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.PushDevices.FirstOrDefaultAsync(row => row.Name == message.To && row.EndedAt == null, cancel) is not { } device)
            throw new DeliveryException(DeliveryFault.Permanent, $"{message.To} takes no messages any more.");
        if (options.PlaceOf(device.Endpoint) is not { } place)
            throw new DeliveryException(DeliveryFault.Permanent, $"The push service of {message.To} is none of those under {PushOptions.Section}:Services.");
        if (device.SenderKey != key.Public)
            throw await EndedAsync(device, "It was switched on with another key of this hospital. Switch it on again.", $"{message.To} was switched on with another key, and takes no messages any more.", cancel);
        var answer = await AskAsync(device, message, place, cancel);
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw await EndedAsync(
                device, "The browser says that it takes no messages any more: they were switched off there, or its data was cleared.", $"{place.Name} answered {(int)answer.Status}: {message.To} takes no messages any more.", cancel);
        }

        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw answer.Failure(DeliveryFault.Endpoint, $"{place.Name} does not take our proof ({(int)answer.Status}). Is the clock of this machine right?");
        answer.OrThrow(place.Name);
        await ChangeAsync(device.Id, (scope, kept) => kept.TakenAt = scope.Now, cancel);
        return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}");
    }

    /// <param name="why">For the person.</param>
    /// <param name="said">For who looks after deliveries.</param>
    private async Task<DeliveryException> EndedAsync(PushDevice device, string why, string said, CancellationToken cancel)
    {
        await ChangeAsync(device.Id, (scope, kept) => PushCommandHandler.End(scope, kept, why), cancel);
        return new DeliveryException(DeliveryFault.Permanent, said);
    }

    private async Task<OutsideAnswer> AskAsync(PushDevice device, OutboxMessage message, OutsidePlace place, CancellationToken cancel)
    {
        var subscription = new PushSubscription { Endpoint = device.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, device.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, device.Auth);
        using var proof = new VapidAuthentication(key.Public, key.Private) { Subject = options.Contact is { Length: > 0 } contact ? contact : $"mailto:{MimeKit.MailboxAddress.Parse(mail.Value.From).Address}" };
        using var handler = new PushHandler(http, place);
        using var client = new HttpClient(handler, disposeHandler: false);
        try
        {
            // Trying again is the outbox's part.
            await new PushServiceClient(client) { AutoRetryAfter = false }.RequestPushMessageDeliveryAsync(subscription, Message(message), proof, VapidAuthenticationScheme.Vapid, cancel);
        }
        catch (PushServiceClientException) when (handler.Answer is not null)
        {
            // It says no more than the answer does.
        }

        return handler.Answer!;
    }

    private static PushMessage Message(OutboxMessage message) => new(JsonSerializer.Serialize(new
    {
        title = message.EscalationId is null ? "Messages reach this browser" : "Work waits for you",
        url = message.EscalationId is { } escalation ? $"/escalations/{escalation}" : "/account",
    }))
    {
        TimeToLive = (int)Lives.TotalSeconds,
        Urgency = PushMessageUrgency.High,
        // While the browser is away the newest word about the same work is enough.
        Topic = message.EscalationId,
    };

    private Task<bool> ChangeAsync(string id, Action<WriteScope, PushDevice> change, CancellationToken cancel) => writer.WriteAsync(
        scope =>
        {
            if (scope.Db.PushDevices.Find(id) is { } kept)
                change(scope, kept);
            return true;
        }, cancel);
}
