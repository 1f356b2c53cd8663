using MailKit.Net.Smtp;
using MailKit.Security;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;

namespace Runink.Companion.Delivery.Smtp;

/// <summary>Says to a mail server who we are: by a password, or by a token (OAUTHBEARER, else XOAUTH2).</summary>
public sealed class SmtpLogin(AccessTokens tokens)
{
    private const string Place = "The token server for mail";

    /// <exception cref="DeliveryException">No token is to be had, or none that the server takes.</exception>
    /// <exception cref="AuthenticationException">It does not know user and password.</exception>
    public async Task EnterAsync(SmtpClient client, SmtpOptions settings, string host, CancellationToken cancel)
    {
        if (settings.User is not { Length: > 0 } user)
            return;
        if (!settings.OAuth.IsUsed)
        {
            await client.AuthenticateAsync(user, settings.Password ?? "", cancel);
            return;
        }

        try
        {
            await client.AuthenticateAsync(Mechanism(client, user, await TokenAsync(settings, cancel), host), cancel);
        }
        catch (AuthenticationException)
        {
            // It may have been taken back before its time: a new one, once.
            tokens.Forget(Place);
            await WithNewAsync(client, settings, user, host, cancel);
        }
    }

    private async Task WithNewAsync(SmtpClient client, SmtpOptions settings, string user, string host, CancellationToken cancel)
    {
        try
        {
            await client.AuthenticateAsync(Mechanism(client, user, await TokenAsync(settings, cancel), host), cancel);
        }
        catch (AuthenticationException refused)
        {
            tokens.Forget(Place);
            throw new DeliveryException(
                DeliveryFault.Endpoint, $"The mail server refuses our token, a new one too: {settings.OAuth.ClientId} may not send as {user}, or the scope is not the one that it wants. It says: {refused.Message}", refused);
        }
    }

    private static SaslMechanism Mechanism(SmtpClient client, string user, string token, string host) =>
        client.AuthenticationMechanisms.Contains("OAUTHBEARER") ? new SaslMechanismOAuthBearer(user, token)
        : client.AuthenticationMechanisms.Contains("XOAUTH2") ? new SaslMechanismOAuth2(user, token)
        : throw new DeliveryException(
            DeliveryFault.Endpoint, $"The mail server takes no tokens: {host} offers {(client.AuthenticationMechanisms.Count == 0 ? "no way to sign in" : string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal)))}.");

    private Task<string> TokenAsync(SmtpOptions settings, CancellationToken cancel)
    {
        var oauth = settings.OAuth;
        var secret = oauth.ReadSecret() ?? throw new DeliveryException(DeliveryFault.Endpoint, "The client secret for mail (Delivery:Smtp:OAuth) cannot be read.");
        return tokens.OfAsync(
            new OutsidePlace(Place, oauth.TokenAddress, oauth.AllowPrivate, oauth.Authorities, settings.Timeout), oauth.TokenAddress!, oauth.Scope,
            () => [new("client_id", oauth.ClientId), new("client_secret", secret)], cancel);
    }
}
