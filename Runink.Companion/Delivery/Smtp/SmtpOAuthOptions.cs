using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>
/// Settings under <c>Delivery:Smtp:OAuth</c>: the mail server wants a token instead of a password (OAuth 2.0, client credentials). <c>User</c> is the mailbox
/// in whose name mails are sent.
/// </summary>
public sealed class SmtpOAuthOptions
{
    /// <summary>Where tokens are given: for Microsoft 365 <c>https://login.microsoftonline.com/TENANT/oauth2/v2.0/token</c>.</summary>
    public Uri? TokenAddress { get; set; }

    public string ClientId { get; set; } = "";

    /// <summary>From the environment or a file.</summary>
    public string? ClientSecret { get; set; }

    public string? ClientSecretFile { get; set; }

    /// <summary>For Microsoft 365 <c>https://outlook.office365.com/.default</c>.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Tokens are given in the hospital's own network, or on this machine, and perhaps without TLS there.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>PEM file of the authorities whose certificates count there; empty: those of this machine.</summary>
    public string Authorities { get; set; } = "";

    public bool IsUsed => ClientId.Length > 0;

    public string? ReadSecret() => SecretSetting.Read(ClientSecret, ClientSecretFile);

    internal IEnumerable<string> Problems(SmtpOptions smtp)
    {
        if (!IsUsed)
        {
            if (TokenAddress is not null || ClientSecret is { Length: > 0 } || ClientSecretFile is { Length: > 0 })
                yield return "OAuth:ClientId: say as which program tokens are asked for.";
            yield break;
        }

        if (TokenAddress is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            yield return "OAuth:TokenAddress: say where tokens are given.";
        else if (TokenAddress.Scheme != Uri.UriSchemeHttps && !AllowPrivate)
            yield return "OAuth:TokenAddress: an address that begins with https://; http:// only with AllowPrivate.";
        if (SecretSetting.Problem("OAuth:ClientSecret", ClientSecret, ClientSecretFile, isNeeded: true) is { } secret)
            yield return secret;
        if (OutsideTrust.Problem(Authorities) is { } authorities)
            yield return $"OAuth:{authorities}";
        if (smtp.User is not { Length: > 0 })
            yield return "User: say in the name of which mailbox the token is shown.";
        if (smtp.Password is { Length: > 0 })
            yield return "Password: with OAuth there is none; take one of the two away.";
        if (smtp is { StartTls: false, ImplicitTls: false } && !IsThisMachine(smtp.Host))
            yield return "StartTls: a token that travels in the open is everybody's; say StartTls or ImplicitTls.";
    }

    private static bool IsThisMachine(string? host) => host is "localhost" || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address));
}
