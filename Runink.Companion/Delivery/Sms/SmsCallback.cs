using System.Text;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Delivery.Sms;

/// <summary>
/// A provider says what became of text messages. Copies, late words and words that nobody understands are kept or known, and change nothing; what is
/// unknown is said to be so.
/// </summary>
public sealed class SmsCallback(EndpointBook endpoints, CompanionStore store, StoreWriter writer)
{
    /// <returns>Why it was not taken; null when it was, or was known already.</returns>
    public async Task<Refusal?> TakeAsync(IHeaderDictionary headers, string? contentType, byte[] body, CancellationToken cancel)
    {
        if (endpoints.All.FirstOrDefault(one => one.Options is { Kind: EndpointKind.Sms, Sms.Receipts.AreTaken: true }) is not { } endpoint)
            return new Refusal("not-found", "No provider of text messages is registered with receipts.");
        var options = endpoint.Options.Sms.Receipts;
        if (options.ReadSecret() is not { } secret || !SmsReceiptProof.Holds(options, secret, headers[options.Header].ToString() is { Length: > 0 } said ? said : null, body))
            return new Refusal("forbidden", "This does not prove that it comes from the provider that is registered here.");
        if (SmsReceipt.Read(options, Encoding.UTF8.GetString(body), contentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true) is not { } receipts)
            return new Refusal("invalid", $"Each receipt has a message at {options.Reference} and a status at {options.Status}.");
        var unknown = await writer.WriteAsync(scope => receipts.Count(receipt => !Take(scope, options, receipt)), cancel);
        if (unknown == 0)
            return null;
        // The provider may be quicker than we are in writing down what it called the message.
        await using var db = store.Read();
        return await db.Outbox.AnyAsync(message => message.Channel == "sms" && message.Status == OutboxStatus.Pending, cancel)
            ? new Refusal("busy", "A message is on its way whose name is not written down yet. Send it again in a moment.")
            : new Refusal("not-found", $"{unknown} of {receipts.Count} receipts are about messages that are not known here.");
    }

    /// <returns>Whether the message is known.</returns>
    private static bool Take(WriteScope scope, SmsReceiptOptions options, SmsReceipt receipt)
    {
        if (scope.Db.Outbox.Where(message => message.Channel == "sms" && message.Reference == receipt.Reference).OrderByDescending(message => message.Id).FirstOrDefault() is not { } message)
            return false;
        var word = receipt.Word(options);
        var text = receipt.Text(word);
        if (!scope.Db.DeliveryEvents.Local.Any(IsCopy) && !scope.Db.DeliveryEvents.Where(one => one.MessageId == message.Id && one.Text == text).AsEnumerable().Any(IsCopy))
            LaterReceipts.Take(scope, message, word, receipt.Said, text);
        return true;

        bool IsCopy(DeliveryEvent one) => one.MessageId == message.Id && one.Text == text && one.At >= message.AcceptedAt;
    }
}
