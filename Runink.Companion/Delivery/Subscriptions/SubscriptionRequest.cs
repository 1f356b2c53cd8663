using Hl7.Fhir.Model;
using Runink.Companion.Delivery.Endpoints;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;

namespace Runink.Companion.Delivery.Subscriptions;

/// <summary>What a Subscription asks for, when it can be had: what it asks beyond that is refused and not overlooked.</summary>
internal sealed record SubscriptionRequest(string Topic, string Endpoint, string Address, string Payload, int? HeartbeatSeconds, string Reason)
{
    private const string Backport = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private const int ShortestHeartbeat = 10;

    public static Outcome<SubscriptionRequest> Read(Subscription asked, EndpointBook endpoints)
    {
        if (!SubscriptionTopics.All.Contains(asked.Criteria, StringComparer.Ordinal))
            return Invalid($"criteria is the topic: {string.Join(" or ", SubscriptionTopics.All)}.");
        if (asked.CriteriaElement.Extension.Count > 0)
            return Invalid("Filters are not understood here.");
        if (asked.Status is not Subscription.SubscriptionStatus.Requested)
            return Invalid("A new subscription has the status requested.");
        if (asked.Channel?.Type is not Subscription.SubscriptionChannelType.RestHook)
            return Invalid("channel.type is rest-hook.");
        if (asked.Channel.Header.Any())
            return Invalid("Headers are not kept here; what is sent is signed with the secret of the registered endpoint.");
        if (asked.Channel.Payload is not (null or "application/fhir+json"))
            return Invalid("channel.payload is application/fhir+json.");
        var content = asked.Channel.PayloadElement?.Extension.Find(one => one.Url == $"{Backport}backport-payload-content")?.Value is Code code ? code.Value : "id-only";
        if (content is not ("empty" or "id-only"))
            return Invalid("The content of the payload is empty or id-only: values of patients are read here, where each look is recorded.");
        if (asked.End is not null)
            return Invalid("A subscription lasts until it is deleted.");
        int? heartbeat = asked.Channel.Extension.Find(one => one.Url == $"{Backport}backport-heartbeat-period")?.Value is UnsignedInt seconds ? seconds.Value : null;
        if (heartbeat < ShortestHeartbeat)
            return Invalid($"The heartbeat is at least {ShortestHeartbeat} seconds.");
        if (!Uri.TryCreate(asked.Channel.Endpoint, UriKind.Absolute, out var address) || address.UserInfo.Length > 0
            || endpoints.All.FirstOrDefault(one => one.Options.Kind == EndpointKind.Webhook && one.Options.Address is { } known && Uri.Compare(known, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0) is not { } endpoint)
            return Invalid("channel.endpoint is on the host of a webhook endpoint that an administrator registered.");
        return new SubscriptionRequest(asked.Criteria!, endpoint.Name, address.AbsoluteUri, content, heartbeat, PlainText.Line(asked.Reason ?? ""));
    }

    /// <summary>As it stands here.</summary>
    public static string Write(TopicSubscription kept) => FhirWriter.ToJson(new Subscription
    {
        Id = kept.Id,
        Status = kept.State switch
        {
            SubscriptionState.Requested => Subscription.SubscriptionStatus.Requested,
            SubscriptionState.Active => Subscription.SubscriptionStatus.Active,
            SubscriptionState.Error => Subscription.SubscriptionStatus.Error,
            SubscriptionState.Off => Subscription.SubscriptionStatus.Off,
        },
        Reason = kept.Reason,
        Criteria = kept.Topic,
        Error = kept.Error,
        Channel = new Subscription.ChannelComponent
        {
            Type = Subscription.SubscriptionChannelType.RestHook,
            Endpoint = kept.Address,
            PayloadElement = new Code("application/fhir+json") { Extension = [new Extension($"{Backport}backport-payload-content", new Code(kept.Payload))] },
            Extension = kept.HeartbeatSeconds is { } seconds ? [new Extension($"{Backport}backport-heartbeat-period", new UnsignedInt(seconds))] : [],
        },
    });

    private static Refusal Invalid(string words) => new("invalid", words);
}
