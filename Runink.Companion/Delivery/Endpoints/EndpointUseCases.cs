using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Fhir;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery.Endpoints;

/// <summary>The registered endpoints with how they stand.</summary>
public sealed class EndpointUseCases(EndpointBook endpoints, DeliveryLanes lanes, FhirRecordSystem record, CompanionStore store, TimeProvider time)
{
    public async Task<Outcome<IReadOnlyList<EndpointRow>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadDeliveries) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var rows = new List<EndpointRow>();
        foreach (var endpoint in endpoints.All)
        {
            var lane = lanes.Of(endpoint.Kind, endpoint.Name);
            var messages = lane?.To is null ? db.Outbox.Where(row => row.Channel == endpoint.Kind) : db.Outbox.Where(row => row.Channel == endpoint.Kind && row.To == endpoint.Name);
            var breaker = lane?.Breaker ?? EndpointBreaker.Closed;
            rows.Add(new EndpointRow(
                endpoint.Name, endpoint.Kind, HostOf(endpoint), endpoint.Options.MayCarryPhi,
                await messages.MaxAsync(row => row.AcceptedAt, cancel), breaker.Failures, breaker.OpenUntil > time.GetUtcNow() ? breaker.OpenUntil : null,
                await messages.CountAsync(row => row.Status == OutboxStatus.Pending, cancel), await messages.CountAsync(row => row.Status == OutboxStatus.Failed, cancel), NoteOf(endpoint)));
        }

        return rows;
    }

    private static string HostOf(NamedEndpoint endpoint) => endpoint.Options.Address?.Authority ?? "slack.com";

    private string NoteOf(NamedEndpoint endpoint) => endpoint.Options.Kind switch
    {
        EndpointKind.Slack => endpoint.Options.Slack.ReadSigningSecret() is null ? "Buttons open links only: no signing secret is set." : "People claim and acknowledge from the message.",
        EndpointKind.Teams => endpoint.Options.Teams.IsUsed ? "People claim and acknowledge from the card." : "Links only; nothing comes back.",
        EndpointKind.Sms => endpoint.Options.Sms.Receipts.AreTaken ? "The provider says whether the telephone got it." : "No word of whether the telephone got it: no receipts are set.",
        EndpointKind.Mllp => $"{endpoint.Options.Mllp.MessageType}: filed with the patient; no status comes back.",
        EndpointKind.Fhir => record.Known(endpoint) is { } ability ? FhirLadder.Words(ability) : "What it can do is not known yet: it did not answer when it was asked.",
        EndpointKind.Crm => $"Owner, stage and due into {endpoint.Options.Crm.Object}, nothing clinical; what changes there does not come back.",
        _ => "Signed; no word of whether somebody saw it.",
    };
}
