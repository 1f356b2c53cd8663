using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="QuietFrom">With <paramref name="QuietUntil"/>, or neither.</param>
/// <param name="MinSeverity">Null takes everything.</param>
public sealed record ChannelWishes(TimeOnly? QuietFrom, TimeOnly? QuietUntil, string? MinSeverity);

/// <summary>What people say of the ways to reach them, and the proof that a way leads to them. Each person's own business: the caller passes whose.</summary>
public static partial class ContactCommandHandler
{
    private const int MostChannels = 8;
    private const int CodeDigits = 1_000_000;
    private static readonly TimeSpan BetweenCodes = TimeSpan.FromMinutes(1);

    public static bool IsAddress(ChannelKind kind, string value) => value.Length <= 128 && kind switch
    {
        ChannelKind.Email => Email().IsMatch(value),
        ChannelKind.Sms => Mobile().IsMatch(value),
        ChannelKind.Phone or ChannelKind.Pager => Number().IsMatch(value),
        // Only the browser itself can say where it is: PushCommandHandler.
        ChannelKind.Browser => false,
    };

    public static Outcome<ContactChannel> Add(WriteScope scope, string person, ChannelKind kind, string value, Actor actor)
    {
        var written = kind == ChannelKind.Sms ? value.Replace(" ", "", StringComparison.Ordinal) : value.Trim();
        if (!IsAddress(kind, written))
            return new Refusal("invalid", kind switch
            {
                ChannelKind.Email => "That is no e-mail address.",
                ChannelKind.Sms => "A mobile number begins with + and the country, like +44 7700 900123.",
                _ => $"{written} is no address or number that can be reached.",
            });
        var channels = Of(scope, person);
        if (channels.Exists(channel => channel.Kind == kind && string.Equals(channel.Value, written, StringComparison.OrdinalIgnoreCase)))
            return new Refusal("already-done", "That is in your list already.");
        return Append(scope, person, kind, written, null, actor);
    }

    /// <param name="verifiedAt">When the way itself is the proof.</param>
    internal static Outcome<ContactChannel> Append(WriteScope scope, string person, ChannelKind kind, string value, DateTimeOffset? verifiedAt, Actor actor)
    {
        // What this transaction removes does not count any more.
        var channels = Of(scope, person).FindAll(channel => scope.Db.Entry(channel).State != Microsoft.EntityFrameworkCore.EntityState.Deleted);
        if (channels.Count >= MostChannels)
            return new Refusal("invalid", $"{MostChannels} ways to reach one person are enough: remove one first.");
        var added = new ContactChannel { PersonId = person, Kind = kind, Value = value, Ordinal = channels.Count == 0 ? 0 : channels[^1].Ordinal + 1, VerifiedAt = verifiedAt, IsOwn = true };
        scope.Db.ContactChannels.Add(added);
        Tell(scope, "channel_added", added, actor);
        return added;
    }

    public static Outcome<ContactChannel> Remove(WriteScope scope, string person, ChannelKind kind, string value, Actor actor)
    {
        if (Find(scope, person, kind, value) is not { } channel)
            return NotThere;
        scope.Db.ContactChannels.Remove(channel);
        if (scope.Db.ChannelProofs.Find(person, kind, value) is { } proof)
            scope.Db.ChannelProofs.Remove(proof);
        if (kind == ChannelKind.Browser)
            scope.Db.PushDevices.RemoveRange(scope.Db.PushDevices.Where(device => device.PersonId == person && device.Name == value).ToList());
        Tell(scope, "channel_removed", channel, actor);
        return channel;
    }

    /// <summary>Puts a channel before the one that stood before it.</summary>
    public static Outcome<ContactChannel> MoveUp(WriteScope scope, string person, ChannelKind kind, string value, Actor actor)
    {
        var channels = Of(scope, person);
        var at = channels.FindIndex(channel => channel.Kind == kind && channel.Value == value);
        if (at < 0)
            return NotThere;
        if (at == 0)
            return new Refusal("already-done", "That is the first already.");
        (channels[at - 1], channels[at]) = (channels[at], channels[at - 1]);
        for (var i = 0; i < channels.Count; i++)
            channels[i].Ordinal = i;
        Tell(scope, "channels_ordered", channels[at - 1], actor);
        return channels[at - 1];
    }

    public static Outcome<ContactChannel> Wish(WriteScope scope, string person, ChannelKind kind, string value, ChannelWishes wishes, Actor actor)
    {
        if (Find(scope, person, kind, value) is not { } channel)
            return NotThere;
        if (wishes.QuietFrom is null != wishes.QuietUntil is null || (wishes.QuietFrom is not null && wishes.QuietFrom == wishes.QuietUntil))
            return new Refusal("invalid", "Quiet hours have a beginning and another end.");
        if (wishes.MinSeverity is { } least && !Severities.All.Contains(least, StringComparer.Ordinal))
            return new Refusal("invalid", $"Severities are {string.Join(", ", Severities.All)}.");
        (channel.QuietFrom, channel.QuietUntil, channel.MinSeverity) = (wishes.QuietFrom, wishes.QuietUntil, wishes.MinSeverity == Severities.All[0] ? null : wishes.MinSeverity);
        Tell(scope, "channel_wishes_set", channel, actor, ("quietFrom", Clock(channel.QuietFrom)), ("quietUntil", Clock(channel.QuietUntil)), ("minSeverity", channel.MinSeverity));
        return channel;
    }

    /// <summary>Sends a code to the channel, through the outbox like everything else: that it arrives is what is tried out.</summary>
    /// <returns>The id of the message.</returns>
    public static Outcome<string> SendCode(WriteScope scope, string person, ChannelKind kind, string value, Actor actor)
    {
        if (Find(scope, person, kind, value) is not { } channel)
            return NotThere;
        if (channel.Channel is not { } over)
            return new Refusal("not-allowed-now", "This program does not call phones or pagers, so it cannot try them out.");
        var proof = scope.Db.ChannelProofs.Find(person, kind, value);
        if (proof is not null && scope.Now < proof.SentAt + BetweenCodes)
            return new Refusal("too-many-requests", "A code was sent just now. Wait a minute before you ask for another.");
        var code = RandomNumberGenerator.GetInt32(CodeDigits).ToString("D6", CultureInfo.InvariantCulture);
        if (proof is null)
            scope.Db.ChannelProofs.Add(proof = new ChannelProof { PersonId = person, Kind = kind, Value = value, CodeHash = "", SentAt = scope.Now });
        (proof.CodeHash, proof.SentAt, proof.Attempts) = (Hash(person, value, code), scope.Now, 0);
        var message = new OutboxMessage
        {
            Id = scope.Ids.Next(), Channel = over, To = value, RecipientId = person, CreatedAt = scope.Now, Subject = "Your code for Runink Companion", IsPrivate = true,
            Body = $"Your code is {code}. It counts for {ChannelProof.Lifetime.TotalMinutes:0} minutes. Type it in on your account page; then urgent work can reach you here. If you did not ask for it, do nothing.",
        };
        message.Plan(scope.Now);
        scope.Db.Outbox.Add(message);
        Tell(scope, "channel_code_sent", channel, actor, ("delivery", message.Id));
        scope.Announce(new Change("delivery", message.Id));
        return message.Id;
    }

    public static Outcome<ContactChannel> Verify(WriteScope scope, string person, ChannelKind kind, string value, string code, Actor actor)
    {
        if (Find(scope, person, kind, value) is not { } channel)
            return NotThere;
        if (scope.Db.ChannelProofs.Find(person, kind, value) is not { } proof || proof.IsOver(scope.Now))
            return new Refusal("not-allowed-now", "There is no code that still counts. Send a new one.");
        proof.Attempts++;
        var typed = new string([.. code.Where(char.IsAsciiDigit)]);
        if (!CryptographicOperations.FixedTimeEquals(Convert.FromHexString(proof.CodeHash), Convert.FromHexString(Hash(person, value, typed))))
        {
            Tell(scope, "channel_code_wrong", channel, actor, ("attempt", proof.Attempts));
            return new Refusal("invalid", proof.IsOver(scope.Now) ? "That was not the code, and it counts no longer. Send a new one." : $"That is not the code. {ChannelProof.MostAttempts - proof.Attempts} more tries.");
        }

        scope.Db.ChannelProofs.Remove(proof);
        channel.VerifiedAt = scope.Now;
        Tell(scope, "channel_verified", channel, actor);
        return channel;
    }

    private static readonly Refusal NotThere = new("not-found", "That is not in your list any more.");

    private static List<ContactChannel> Of(WriteScope scope, string person) => [.. scope.Db.ContactChannels.Where(channel => channel.PersonId == person).ToList().OrderBy(channel => channel.Ordinal)];

    private static ContactChannel? Find(WriteScope scope, string person, ChannelKind kind, string value) => scope.Db.ContactChannels.Find(person, kind, value);

    private static string Hash(string person, string value, string code) => Detail.HashOf($"{person}\n{value}\n{code}")!;

    private static string? Clock(TimeOnly? at) => at?.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Addresses of people are not written into the ledger, which is kept for good: their hash tells one from another.</summary>
    private static void Tell(WriteScope scope, string kind, ContactChannel channel, Actor actor, params ReadOnlySpan<(string, object?)> more)
    {
        scope.Record(kind, new Subject("person", channel.PersonId), actor, Detail.Of([("channel", channel.Kind.ToString().ToLowerInvariant()), ("addressHash", Detail.HashOf(channel.Value)), .. more]));
        scope.Announce(new Change(PersonCommandHandler.Announced, channel.PersonId));
    }

    [GeneratedRegex(@"^[^@\s,;<>]+@[^@\s,;<>]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex("^[+0-9][0-9 ()/.-]{1,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("^\\+[1-9][0-9]{6,14}$", RegexOptions.NonBacktracking)]
    private static partial Regex Mobile();
}
