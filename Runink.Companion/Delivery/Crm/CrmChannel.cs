using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery.Crm;

/// <summary>Writes a record of a CRM by our id: made when it is not there, changed when it is (<c>PATCH …/Object/Field/id</c>), so that a second attempt does no harm.</summary>
public sealed class CrmChannel(EndpointBook endpoints, CompanionStore store, OutsideHttp http) : IDeliveryChannel
{
    public string Name => "crm";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Crm, message.To);
        var options = endpoint.Options.Crm;
        if (endpoint.Options.ReadSecret() is not { } token)
            throw new DeliveryException(DeliveryFault.Endpoint, $"The token of {endpoint.Name} cannot be read.");
        await using var db = store.Read();
        if (await db.Escalations.FirstOrDefaultAsync(row => row.Id == message.EscalationId, cancel) is not { } escalation)
            throw new DeliveryException(DeliveryFault.Permanent, "It is about no escalation on the worklist, so there is nothing to write.");
        var body = new JsonObject(options.Map.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)JsonValue.Create(CrmField.Of(field.Value, escalation)))));
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(endpoint.Options.Address!, $"{options.Object}/{options.ExternalField}/{escalation.Id}"))
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(endpoint.Place, request, cancel);
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw answer.Failure(DeliveryFault.Endpoint, $"{endpoint.Name} does not let us in ({(int)answer.Status}).");
        answer.OrThrow(endpoint.Name);
        return new DeliveryReceipt($"{(int)answer.Status} {answer.Status}, {options.Object}", IsDelivered: true, escalation.Id);
    }
}
