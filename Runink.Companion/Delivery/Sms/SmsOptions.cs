using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Sms;

/// <summary>
/// Settings under <c>Delivery:Endpoints:NAME:Sms</c>: what the provider's HTTP interface looks like. <c>{to}</c>, <c>{text}</c>,
/// <c>{id}</c> and <c>{secret}</c> are put in, escaped for where they stand.
/// </summary>
public sealed class SmsOptions
{
    public string Method { get; set; } = "POST";

    /// <summary>application/x-www-form-urlencoded or application/json.</summary>
    public string ContentType { get; set; } = "application/x-www-form-urlencoded";

    public string Body { get; set; } = "";

    public Dictionary<string, string> Headers { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the answer says whether it was taken, with dots: <c>messages.0.status</c>. Empty: the HTTP status says it.</summary>
    public string SuccessPath { get; set; } = "";

    /// <summary>What stands there then; several are separated by commas.</summary>
    public string SuccessValue { get; set; } = "";

    /// <summary>Where the answer says what the provider calls the message.</summary>
    public string ReferencePath { get; set; } = "";

    public SmsReceiptOptions Receipts { get; set; } = new();

    internal IEnumerable<string> Problems(EndpointOptions endpoint)
    {
        if (Method is not ("POST" or "PUT" or "GET"))
            yield return "Sms:Method: POST, PUT or GET.";
        if (ContentType is not ("application/x-www-form-urlencoded" or "application/json"))
            yield return "Sms:ContentType: application/x-www-form-urlencoded or application/json.";
        var all = $"{endpoint.Address?.OriginalString} {Body}";
        if (!all.Contains("{to}", StringComparison.Ordinal) || !all.Contains("{text}", StringComparison.Ordinal))
            yield return "Sms:Body: {to} and {text} stand in the body or in the address.";
        if (endpoint.Address?.OriginalString is { } address && (address.Split('?')[0].Contains("{secret}", StringComparison.Ordinal) || address.Contains("{secret}", StringComparison.Ordinal)))
            yield return "Address: a secret in an address ends up in logs of others; put {secret} into a header or the body.";
        if (Headers.Keys.FirstOrDefault(name => !IsToken(name)) is { } wrong)
            yield return $"Sms:Headers:{wrong}: no header is called so.";
        foreach (var problem in Receipts.Problems(this))
            yield return problem;
        if ((SuccessPath.Length == 0) != (SuccessValue.Length == 0))
            yield return "Sms:SuccessPath: goes with SuccessValue.";
        if (all.Contains("{secret}", StringComparison.Ordinal) || Headers.Values.Any(value => value.Contains("{secret}", StringComparison.Ordinal)))
        {
            if (SecretSetting.Problem("Secret", endpoint.Secret, endpoint.SecretFile, isNeeded: true) is { } missing)
                yield return missing;
        }
    }

    internal static bool IsToken(string name)
    {
        using var request = new HttpRequestMessage();
        return name.Length > 0 && (request.Headers.TryAddWithoutValidation(name, "x") || string.Equals(name, "Content-Type", StringComparison.OrdinalIgnoreCase));
    }
}
