using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Sms;

/// <summary>Text messages over the HTTP interface of whatever provider the hospital has.</summary>
public sealed partial class SmsChannel(EndpointBook endpoints, NoticeReader notices, OutsideHttp http, SiteOptions site) : IDeliveryChannel
{
    public string Name => "sms";

    public bool IsServerForEachReceiver => false;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Only(EndpointKind.Sms);
        if (!Number().IsMatch(message.To))
            throw new DeliveryException(DeliveryFault.Permanent, $"{message.To} is not a phone number like +34600123456.");
        var text = await notices.ReadAsync(message, cancel) is { } notice ? SmsText.Of(notice, site) : SmsText.Of(message.Body);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["to"] = message.To, ["text"] = text, ["id"] = message.Id, ["secret"] = endpoint.Options.ReadSecret() ?? "" };
        using var request = Request(endpoint.Options, values);
        var answer = (await http.SendAsync(endpoint.Place, request, cancel)).OrThrow(endpoint.Name);
        return Receipt(endpoint, answer);
    }

    private static HttpRequestMessage Request(EndpointOptions options, Dictionary<string, string> values)
    {
        var sms = options.Sms;
        var request = new HttpRequestMessage(new HttpMethod(sms.Method), Fill(options.Address!.OriginalString, values, Uri.EscapeDataString));
        if (sms.Method != "GET")
        {
            Func<string, string> escape = sms.ContentType == "application/json" ? text => JsonEncodedText.Encode(text).ToString() : Uri.EscapeDataString;
            request.Content = new StringContent(Fill(sms.Body, values, escape), Encoding.UTF8, sms.ContentType);
        }

        foreach (var (name, value) in sms.Headers)
            request.Headers.TryAddWithoutValidation(name, Fill(value, values, PlainText.Line));
        return request;
    }

    private static DeliveryReceipt Receipt(NamedEndpoint endpoint, OutsideAnswer answer)
    {
        var sms = endpoint.Options.Sms;
        if (sms.SuccessPath.Length == 0 && sms.ReferencePath.Length == 0)
            return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}");
        var json = JsonAnswer.Read(endpoint.Name, answer.Body);
        if (sms.SuccessPath.Length > 0)
        {
            var said = JsonAnswer.At(json, sms.SuccessPath);
            if (said is null || !sms.SuccessValue.Split(',', StringSplitOptions.TrimEntries).Contains(said, StringComparer.OrdinalIgnoreCase))
                throw answer.Failure(DeliveryFault.Permanent, $"{endpoint.Name} answered {(int)answer.Status}, but {sms.SuccessPath} is {said ?? "missing"}.");
        }

        var reference = sms.ReferencePath.Length > 0 ? JsonAnswer.At(json, sms.ReferencePath) : null;
        return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}{(reference is null ? "" : $", {reference}")}", Reference: reference);
    }

    /// <summary>Once: what a value holds in braces is text.</summary>
    private static string Fill(string template, Dictionary<string, string> values, Func<string, string> escape) =>
        Placeholder().Replace(template, match => escape(values[match.Groups["name"].Value]));

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{(?<name>to|text|id|secret)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
