using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;

namespace Runink.Companion.Delivery.Teams;

/// <summary>
/// Settings under <c>Delivery:Endpoints:NAME:Teams</c>: a bot of the hospital instead of a workflow, whose cards have buttons. The endpoint's address is the service
/// that carries its messages (<c>https://smba.trafficmanager.net/emea/</c>), the endpoint's secret is the bot's client secret.
/// </summary>
public sealed class TeamsBotOptions
{
    /// <summary>The bot's application id in Entra ID; empty: a workflow takes the cards, and they have links only.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The hospital's tenant id: nobody of another one presses a button here.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>The conversation that messages go to, like <c>19:…@thread.tacv2</c>.</summary>
    public string Conversation { get; set; } = "";

    /// <summary>Who is who: Entra ID's object id of a user → login here.</summary>
    public Dictionary<string, string> People { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where the bot gets its tokens; null is Microsoft's, for the tenant.</summary>
    public Uri? TokenAddress { get; set; }

    /// <summary>The OpenID document that names the keys with which the Bot Framework signs what it sends.</summary>
    public Uri KeysAddress { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    public bool IsUsed => AppId.Length > 0;

    public Uri TokensFrom => TokenAddress ?? new Uri($"https://login.microsoftonline.com/{Uri.EscapeDataString(Tenant)}/oauth2/v2.0/token");

    internal IEnumerable<string> Problems(EndpointOptions endpoint)
    {
        if (!IsUsed)
        {
            if (People.Count > 0 || Conversation.Length > 0 || Tenant.Length > 0)
                yield return "Teams:AppId: say which bot; without one a workflow takes the cards.";
            yield break;
        }

        if (Tenant.Length == 0)
            yield return "Teams:Tenant: say the id of the hospital's tenant.";
        if (Conversation.Length == 0)
            yield return "Teams:Conversation: say the id of the conversation, like 19:…@thread.tacv2.";
        if (endpoint.Address?.AbsolutePath.EndsWith('/') == false)
            yield return "Address: the service that carries the bot's messages, with a slash at its end.";
        foreach (var (name, address) in new[] { ("TokenAddress", TokensFrom), ("KeysAddress", KeysAddress) })
        {
            if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && !endpoint.AllowPrivate))
                yield return $"Teams:{name}: an address that begins with https://; http:// only with AllowPrivate.";
        }

        if (SecretSetting.Problem("Secret", endpoint.Secret, endpoint.SecretFile, isNeeded: true) is { } secret)
            yield return secret;
    }
}
