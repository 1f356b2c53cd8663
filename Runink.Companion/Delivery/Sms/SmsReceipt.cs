using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Sms;

/// <summary>What a provider says of one text message.</summary>
/// <param name="Reference">What the provider calls it.</param>
/// <param name="Said">The provider's word for how it stands.</param>
internal sealed record SmsReceipt(string Reference, string Said, string? Reason)
{
    private const int LongestWord = 80;

    /// <summary>All receipts of a body, or null when one of them cannot be read: a part of a list is not taken.</summary>
    public static IReadOnlyList<SmsReceipt>? Read(SmsReceiptOptions options, string body, bool isForm)
    {
        if (isForm)
        {
            var form = QueryHelpers.ParseQuery(body);
            string? Field(string name) => form.TryGetValue(name, out var value) ? value.ToString() : null;
            return Of(Field(options.Reference), Field(options.Status), Field(options.Reason)) is { } one ? [one] : null;
        }

        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body);
            if (options.List.Length > 0 && JsonAnswer.Find(json, options.List) is not { ValueKind: JsonValueKind.Array })
                return null;
            var list = options.List.Length > 0 ? JsonAnswer.Find(json, options.List)!.Value : json;
            var all = (list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [list])
                .ConvertAll(one => Of(JsonAnswer.At(one, options.Reference), JsonAnswer.At(one, options.Status), options.Reason.Length > 0 ? JsonAnswer.At(one, options.Reason) : null));
            return all.Count > 0 && all.TrueForAll(one => one is not null) ? all.ConvertAll(one => one!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public LaterWord Word(SmsReceiptOptions options) =>
        SmsReceiptOptions.Words(options.Delivered).Contains(Said, StringComparer.OrdinalIgnoreCase) ? LaterWord.Delivered
        : SmsReceiptOptions.Words(options.Failed).Contains(Said, StringComparer.OrdinalIgnoreCase) ? LaterWord.NotDelivered
        : LaterWord.Nothing;

    /// <summary>As it is shown; the same receipt has the same words, by which a copy is known.</summary>
    public string Text(LaterWord word) => word switch
    {
        LaterWord.Delivered => $"It reached the telephone ({Said}).",
        LaterWord.NotDelivered => $"It did not reach the telephone ({Said}{(Reason is null ? "" : $": {Reason}")}).",
        _ => $"The provider says: {Said}{(Reason is null ? "" : $", {Reason}")}.",
    };

    private static SmsReceipt? Of(string? reference, string? said, string? reason) =>
        reference is not { Length: > 0 and <= 200 } || said is not { Length: > 0 and <= LongestWord } ? null
        : new SmsReceipt(reference, PlainText.Line(said), reason is { Length: > 0 } ? PlainText.Line(reason.Length > LongestWord ? reason[..LongestWord] : reason) : null);
}
