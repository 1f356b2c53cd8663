using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin.People;

/// <summary>Browsers that show messages to the person who is signed in; nobody else's.</summary>
public sealed class PushUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, PushOptions options, PushKey key)
{
    /// <summary>Whether browsers are written to here at all.</summary>
    public bool IsOn => options.IsOn;

    public string PublicKey => key.Public;

    public async Task<IReadOnlyList<PushDevice>> OfAsync(Caller caller, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.PushDevices.Where(device => device.PersonId == caller.Id).OrderBy(device => device.Id).ToListAsync(cancel);
    }

    /// <param name="browser">What it is called.</param>
    public Task<Outcome<PushDevice>> SwitchOnAsync(Caller caller, PushSubscriptionKeys keys, string browser, CancellationToken cancel)
    {
        if (keys.IsWellFormed && options.PlaceOf(keys.Endpoint) is null)
            return Task.FromResult<Outcome<PushDevice>>(new Refusal("invalid", $"This browser takes messages at {new Uri(keys.Endpoint).Host}, which this hospital does not write to. Tell an administrator ({PushOptions.Section}:Services)."));
        return ActAsync(caller, scope => PushCommandHandler.SwitchOn(scope, caller.Id, keys, browser, key.Public, caller.Actor), cancel);
    }

    public Task<Outcome<PushDevice>> RemoveAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, scope => PushCommandHandler.Remove(scope, caller.Id, id, caller.Actor), cancel);

    public Task<Outcome<string>> TryOutAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, scope => PushCommandHandler.TryOut(scope, caller.Id, id, caller.Actor), cancel);

    private async Task<Outcome<T>> ActAsync<T>(Caller caller, Func<WriteScope, Outcome<T>> act, CancellationToken cancel)
    {
        if (caller.Kind != "person" || people.Find(caller.Id) is not { Person.IsActive: true })
            return new Refusal("forbidden", "Only people are reached.");
        var done = await writer.WriteAsync(act, cancel);
        await people.RefreshAsync(cancel);
        return done;
    }
}
