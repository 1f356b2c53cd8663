using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Teams;

/// <summary>
/// Microsoft Teams with an Adaptive Card: through a workflow ("when a webhook request is received"), whose address is its secret, or through a bot of the
/// hospital, whose cards have buttons and change when one was pressed.
/// </summary>
public sealed class TeamsChannel(EndpointBook endpoints, NoticeReader notices, OutsideHttp http, AccessTokens tokens, SiteOptions site) : IDeliveryChannel
{
    private const string BotScope = "https://api.botframework.com/.default";

    public string Name => "teams";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Teams, message.To);
        if (OutsideContent.Read(message.Content).Payload is { } payload)
            return await ByBotAsync(endpoint, TeamsUpdate.Read(payload), cancel);
        var card = TeamsCard.Of(await notices.ReadAsync(message, cancel), message.Subject, became: null, endpoint.Options.Teams.IsUsed, site);
        return endpoint.Options.Teams.IsUsed ? await ByBotAsync(endpoint, new TeamsUpdate(null, card), cancel) : await ByWorkflowAsync(endpoint, card, cancel);
    }

    private async Task<DeliveryReceipt> ByWorkflowAsync(NamedEndpoint endpoint, JsonObject card, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Options.Address) { Content = Json(TeamsCard.Message(card)) };
        var answer = (await http.SendAsync(endpoint.Place, request, cancel)).OrThrow(endpoint.Name);
        // A retired connector says 200 and puts the failure into its text; a workflow that takes it says 202.
        return answer.Status == HttpStatusCode.Accepted
            ? new DeliveryReceipt("202 Accepted")
            : throw answer.Failure(DeliveryFault.Permanent, $"{endpoint.Name} answered {(int)answer.Status}, not 202: its address is not that of a workflow.");
    }

    /// <summary>The Bot Framework's connector: an activity of the conversation is made, or the card in one is put in the place of another.</summary>
    private async Task<DeliveryReceipt> ByBotAsync(NamedEndpoint endpoint, TeamsUpdate said, CancellationToken cancel)
    {
        var bot = endpoint.Options.Teams;
        var secret = endpoint.Options.ReadSecret() ?? throw new DeliveryException(DeliveryFault.Endpoint, $"The secret of {endpoint.Name} cannot be read.");
        var token = await tokens.OfAsync(endpoint.Place, bot.TokensFrom, BotScope, () => [new("client_id", bot.AppId), new("client_secret", secret)], cancel);
        var place = $"v3/conversations/{Uri.EscapeDataString(bot.Conversation)}/activities{(said.Activity is { } id ? $"/{Uri.EscapeDataString(id)}" : "")}";
        using var request = new HttpRequestMessage(said.Activity is null ? HttpMethod.Post : HttpMethod.Put, new Uri(endpoint.Options.Address!, place)) { Content = Json(TeamsCard.Message(said.Card)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(endpoint.Place, request, cancel);
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            tokens.Forget(endpoint.Name);
            throw answer.Failure(DeliveryFault.Endpoint, $"{endpoint.Name} does not let the bot in ({(int)answer.Status}): is it a member of the conversation?");
        }

        answer.OrThrow(endpoint.Name);
        var reference = said.Activity ?? JsonAnswer.At(JsonAnswer.Read(endpoint.Name, answer.Body), "id");
        return reference is null
            ? throw new DeliveryException(DeliveryFault.Temporary, $"{endpoint.Name} answered {(int)answer.Status} without saying which message it made.")
            : new DeliveryReceipt($"{(int)answer.Status}, activity {PlainText.Line(reference)}", IsDelivered: true, reference);
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");
}
