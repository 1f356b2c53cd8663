using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Sms;

public enum SmsProof
{
    /// <summary>The secret itself stands in the header.</summary>
    Secret,

    /// <summary>The header holds the HMAC-SHA256 of the body by the secret, in hexadecimal or base64.</summary>
    HmacSha256,
}

/// <summary>
/// Settings under <c>Delivery:Endpoints:NAME:Sms:Receipts</c>: what the provider's receipts look like, which it sends to <c>/hooks/sms/receipts</c>. Places are
/// names of a form's fields, or of JSON with dots: <c>data.id</c>.
/// </summary>
public sealed class SmsReceiptOptions
{
    /// <summary>Proves that it is the provider; without one no receipts are taken.</summary>
    public string? Secret { get; set; }

    public string? SecretFile { get; set; }

    public SmsProof Proof { get; set; }

    /// <summary>Where the proof stands.</summary>
    public string Header { get; set; } = "Authorization";

    /// <summary>What stands before it there: <c>Bearer </c>, <c>sha256=</c>.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Where a list of receipts stands; empty: the body is one receipt, or in JSON a list of them.</summary>
    public string List { get; set; } = "";

    /// <summary>Where a receipt says what the provider calls the message, as in its answer at <c>ReferencePath</c>.</summary>
    public string Reference { get; set; } = "";

    public string Status { get; set; } = "";

    /// <summary>Where it says why, if it does.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Words of the status, separated by commas: it reached the telephone.</summary>
    public string Delivered { get; set; } = "";

    /// <summary>It never will.</summary>
    public string Failed { get; set; } = "";

    public bool AreTaken => Secret is { Length: > 0 } || SecretFile is { Length: > 0 };

    public string? ReadSecret() => SecretSetting.Read(Secret, SecretFile);

    internal IEnumerable<string> Problems(SmsOptions sms)
    {
        if (!AreTaken)
        {
            if (Reference.Length > 0 || Status.Length > 0)
                yield return "Sms:Receipts:Secret: a receipt without a proof could come from anybody; say it in the environment, or in a file that SecretFile names.";
            yield break;
        }

        if (SecretSetting.Problem("Sms:Receipts:Secret", Secret, SecretFile, isNeeded: true) is { } problem)
            yield return problem;
        else if (ReadSecret() is { Length: < 16 })
            yield return "Sms:Receipts:Secret: at least 16 letters.";
        if (!SmsOptions.IsToken(Header))
            yield return $"Sms:Receipts:Header: no header is called {Header}.";
        if (sms.ReferencePath.Length == 0)
            yield return "Sms:ReferencePath: receipts name a message by what the provider's answer called it; say where it stands.";
        foreach (var (name, _) in new[] { (nameof(Reference), Reference), (nameof(Status), Status), (nameof(Delivered), Delivered), (nameof(Failed), Failed) }.Where(one => one.Item2.Length == 0))
            yield return $"Sms:Receipts:{name}: say it.";
        if (Words(Delivered).Intersect(Words(Failed), StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } both)
            yield return $"Sms:Receipts:Failed: {both} stands under Delivered too.";
    }

    internal static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
