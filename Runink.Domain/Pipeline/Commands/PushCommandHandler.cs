using System.Buffers.Text;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>What a browser says of itself when its person switches messages on.</summary>
/// <param name="Before">Where it took messages until now, when it did.</param>
public sealed record PushSubscriptionKeys(string Endpoint, string P256dh, string Auth, string? Before = null)
{
    private const int PointBytes = 65;
    private const int AuthBytes = 16;

    /// <summary>RFC 8291: an uncompressed point of P-256 and sixteen bytes, at an address.</summary>
    public bool IsWellFormed => Endpoint is { Length: > 0 and <= PushDevice.LongestEndpoint } && Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && IsBytes(P256dh, PointBytes) && IsBytes(Auth, AuthBytes);

    private static bool IsBytes(string? text, int count) => text is { Length: < 200 } && Base64Url.IsValid(text, out var length) && length == count;
}

/// <summary>Browsers that show messages: switched on by their person, on the device itself; ended by the person, or by their push service.</summary>
public static class PushCommandHandler
{
    private const int SuffixLength = 6;

    /// <param name="browser">What it is called: <c>Chrome on Windows</c>.</param>
    /// <param name="senderKey">The hospital's public key that it was given.</param>
    public static Outcome<PushDevice> SwitchOn(WriteScope scope, string person, PushSubscriptionKeys keys, string browser, string senderKey, Actor actor)
    {
        if (!keys.IsWellFormed)
            return new Refusal("invalid", "The browser did not say where it takes messages. Load the page again, and switch it on once more.");
        // A browser on a ward has one place for messages, whoever signs in: the last one who asked has it.
        foreach (var before in scope.Db.PushDevices.Where(device => device.EndedAt == null && (device.Endpoint == keys.Endpoint || device.Endpoint == keys.Before)).ToList())
        {
            if (before.PersonId == person)
                Remove(scope, person, before.Id, actor);
            else
                End(scope, before, "Somebody else switched it on for themselves.");
        }

        var id = scope.Ids.Next();
        var device = new PushDevice
        {
            Id = id, PersonId = person, Name = $"{PlainText.Line(browser)}, {id[^SuffixLength..]}", Endpoint = keys.Endpoint, P256dh = keys.P256dh, Auth = keys.Auth, SenderKey = senderKey, CreatedAt = scope.Now,
        };
        var added = ContactCommandHandler.Append(scope, person, ChannelKind.Browser, device.Name, scope.Now, actor);
        if (added.Refusal is { } full)
            return full;
        scope.Db.PushDevices.Add(device);
        return device;
    }

    /// <summary>Away with it, whether it still hears or not.</summary>
    public static Outcome<PushDevice> Remove(WriteScope scope, string person, string id, Actor actor)
    {
        if (scope.Db.PushDevices.Find(id) is not { } device || device.PersonId != person)
            return new Refusal("not-found", "That browser is not in your list any more.");
        scope.Db.PushDevices.Remove(device);
        ContactCommandHandler.Remove(scope, person, ChannelKind.Browser, device.Name, actor);
        scope.Announce(new Change(PersonCommandHandler.Announced, person));
        return device;
    }

    /// <summary>Sends a message that says that messages arrive.</summary>
    /// <returns>The id of the message.</returns>
    public static Outcome<string> TryOut(WriteScope scope, string person, string id, Actor actor)
    {
        if (scope.Db.PushDevices.Find(id) is not { EndedAt: null } device || device.PersonId != person)
            return new Refusal("not-found", "That browser is not in your list any more.");
        var message = new OutboxMessage
        {
            Id = scope.Ids.Next(), Channel = "browser", To = device.Name, RecipientId = person, CreatedAt = scope.Now, Subject = "A message to try it out", Body = "Messages reach this browser.",
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        scope.Record("channel_tried_out", new Subject("person", person), actor, Detail.Of(("channel", "browser"), ("delivery", message.Id)));
        scope.Announce(new Change("delivery", message.Id));
        return message.Id;
    }

    /// <summary>It takes no more: it goes from the ways to reach the person, and stays in the list until the person has read why.</summary>
    public static void End(WriteScope scope, PushDevice device, string why)
    {
        device.End(why, scope.Now);
        if (scope.Db.ContactChannels.Find(device.PersonId, ChannelKind.Browser, device.Name) is { } channel)
            scope.Db.ContactChannels.Remove(channel);
        scope.Record("channel_ended", new Subject("person", device.PersonId), Actor.System, Detail.Of(("channel", "browser"), ("why", why)));
        scope.Announce(new Change(PersonCommandHandler.Announced, device.PersonId));
    }
}
