using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;

namespace Runink.Companion.Delivery.Teams;

/// <summary>A workflow of Microsoft Teams ("when a webhook request is received"), with an Adaptive Card. Its address is its secret.</summary>
public sealed class TeamsChannel(EndpointBook endpoints, NoticeReader notices, OutsideHttp http, SiteOptions site) : IDeliveryChannel
{
    public string Name => "teams";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Teams, message.To);
        var card = Card(message, await notices.ReadAsync(message, cancel));
        var body = new JsonObject
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = "application/vnd.microsoft.card.adaptive", ["contentUrl"] = null, ["content"] = card }),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Options.Address) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        var answer = (await http.SendAsync(endpoint.Place, request, cancel)).OrThrow(endpoint.Name);
        // A retired connector says 200 and puts the failure into its text; a workflow that takes it says 202.
        return answer.Status == HttpStatusCode.Accepted
            ? new DeliveryReceipt("202 Accepted")
            : throw answer.Failure(DeliveryFault.Permanent, $"{endpoint.Name} answered {(int)answer.Status}, not 202: its address is not that of a workflow.");
    }

    private JsonObject Card(OutboxMessage message, EscalationNotice? notice)
    {
        var body = new JsonArray(new JsonObject
        {
            ["type"] = "TextBlock", ["size"] = "Medium", ["weight"] = "Bolder", ["wrap"] = true, ["text"] = Plain(notice?.TriggerName ?? message.Subject),
            ["color"] = notice?.Severity switch { "critical" => "Attention", "high" => "Warning", _ => "Default" },
        });
        if (notice is not null)
        {
            var facts = new JsonArray(Fact("Severity", notice.Severity()), Fact("Unit", notice.Unit ?? "unknown"));
            if (notice.DueOn(site) is { } due)
                facts.Add(Fact("Acknowledge by", due));
            body.Add(new JsonObject { ["type"] = "FactSet", ["facts"] = facts });
        }

        var card = new JsonObject { ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.5", ["body"] = body };
        if (notice?.Link is { } link)
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = "Open to claim or acknowledge", ["url"] = link });
        return card;
    }

    private static JsonObject Fact(string title, string value) => new() { ["title"] = title, ["value"] = Plain(value) };

    /// <summary>Cards read Markdown: a name of a unit makes no link.</summary>
    private static string Plain(string text) => string.Concat(text.Select(letter => letter is '[' or ']' or '*' or '_' or '`' or '<' or '>' or '\\' ? $"\\{letter}" : letter.ToString()));
}
