using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.People;

/// <param name="Sendable">This program can send there; false for phones, pagers and channels that are not set up here.</param>
/// <param name="CodeUntil">A code was sent and counts until then.</param>
public sealed record OwnChannel(ChannelKind Kind, string Value, DateTimeOffset? VerifiedAt, TimeOnly? QuietFrom, TimeOnly? QuietUntil, string? MinSeverity, bool Sendable, DateTimeOffset? CodeUntil);

/// <param name="Why">Why nothing would reach the person; null when it would.</param>
public sealed record OwnChannels(IReadOnlyList<OwnChannel> Items, string? Why);

/// <summary>The ways to reach the person who is signed in; nobody else's.</summary>
public sealed class ContactUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, Directory directory, TimeProvider time)
{
    public async Task<OwnChannels> OfAsync(Caller caller, CancellationToken cancel)
    {
        await using var db = store.Read();
        var channels = (await db.ContactChannels.Where(channel => channel.PersonId == caller.Id).ToListAsync(cancel)).OrderBy(channel => channel.Ordinal);
        var now = time.GetUtcNow();
        var proofs = (await db.ChannelProofs.Where(proof => proof.PersonId == caller.Id).ToListAsync(cancel)).Where(proof => !proof.IsOver(now)).ToDictionary(proof => (proof.Kind, proof.Value), proof => proof.SentAt + ChannelProof.Lifetime);
        return new OwnChannels(
            [
                .. channels.Select(channel => new OwnChannel(
                    channel.Kind, channel.Value, channel.VerifiedAt, channel.QuietFrom, channel.QuietUntil, channel.MinSeverity, CanSend(channel.Channel), proofs.TryGetValue((channel.Kind, channel.Value), out var until) ? until : null)),
            ],
            directory.WhyUnreachable(caller.Id));
    }

    /// <summary>Kinds that somebody can be written to here, and that are typed in.</summary>
    public IEnumerable<ChannelKind> Kinds => Enum.GetValues<ChannelKind>().Where(kind => kind != ChannelKind.Browser && CanSend(new ContactChannel { PersonId = "", Kind = kind, Value = "" }.Channel));

    public Task<Outcome<ContactChannel>> AddAsync(Caller caller, ChannelKind kind, string value, CancellationToken cancel) => ActAsync(caller, scope => ContactCommandHandler.Add(scope, caller.Id, kind, value, caller.Actor), cancel);

    public Task<Outcome<ContactChannel>> RemoveAsync(Caller caller, OwnChannel channel, CancellationToken cancel) => ActAsync(caller, scope => ContactCommandHandler.Remove(scope, caller.Id, channel.Kind, channel.Value, caller.Actor), cancel);

    public Task<Outcome<ContactChannel>> MoveUpAsync(Caller caller, OwnChannel channel, CancellationToken cancel) => ActAsync(caller, scope => ContactCommandHandler.MoveUp(scope, caller.Id, channel.Kind, channel.Value, caller.Actor), cancel);

    public Task<Outcome<ContactChannel>> WishAsync(Caller caller, OwnChannel channel, ChannelWishes wishes, CancellationToken cancel) =>
        ActAsync(caller, scope => ContactCommandHandler.Wish(scope, caller.Id, channel.Kind, channel.Value, wishes, caller.Actor), cancel);

    public Task<Outcome<string>> SendCodeAsync(Caller caller, OwnChannel channel, CancellationToken cancel) => ActAsync(caller, scope => ContactCommandHandler.SendCode(scope, caller.Id, channel.Kind, channel.Value, caller.Actor), cancel);

    public Task<Outcome<ContactChannel>> VerifyAsync(Caller caller, OwnChannel channel, string code, CancellationToken cancel) =>
        ActAsync(caller, scope => ContactCommandHandler.Verify(scope, caller.Id, channel.Kind, channel.Value, code, caller.Actor), cancel);

    private bool CanSend(string? channel) => channel is not null && directory.Now.Can(channel);

    private async Task<Outcome<T>> ActAsync<T>(Caller caller, Func<WriteScope, Outcome<T>> act, CancellationToken cancel)
    {
        if (caller.Kind != "person" || people.Find(caller.Id) is not { Person.IsActive: true })
            return new Refusal("forbidden", "Only people are reached.");
        var done = await writer.WriteAsync(act, cancel);
        await people.RefreshAsync(cancel);
        return done;
    }
}
