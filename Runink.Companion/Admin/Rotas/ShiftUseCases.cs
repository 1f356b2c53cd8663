using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams.Rotas;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.Rotas;

/// <summary>Each person's own shifts, and the swaps between two people.</summary>
public sealed class ShiftUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, Directory directory, RotaUseCases rotas, RotaCommandHandler handler, TimeProvider time)
{
    private static readonly TimeSpan LooksAhead = TimeSpan.FromDays(42);

    /// <summary>So that a shift under way is shown from where it began.</summary>
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(31);

    private static readonly TimeSpan CalendarBack = TimeSpan.FromDays(14);
    private static readonly TimeSpan CalendarAhead = TimeSpan.FromDays(90);

    public async Task<Outcome<OwnShifts>> OfAsync(Caller caller, CancellationToken cancel)
    {
        if (RotaUseCases.MayNotRead(caller) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        var all = directory.Now.Rotas.Values.SelectMany(rota => In(rota, now - LooksBack, now + LooksAhead)).Where(shift => shift.Until > now).ToList();
        var mine = all.Where(shift => shift.Person.Id == caller.Id).OrderBy(shift => shift.From).ToList();
        var rotasOfMine = mine.Select(shift => shift.RotaId).ToHashSet(StringComparer.Ordinal);
        await using var db = store.Read();
        var swaps = await db.ShiftSwaps.Where(swap => swap.State == SwapState.Asked && (swap.AskedById == caller.Id || swap.OtherId == caller.Id) && swap.From > now && swap.OtherFrom > now).OrderBy(swap => swap.From).ToListAsync(cancel);
        return new OwnShifts(
            mine, [.. all.Where(shift => shift.Person.Id != caller.Id && shift.StandsInFor is null && rotasOfMine.Contains(shift.RotaId) && shift.From > now).OrderBy(shift => shift.From)],
            [.. swaps.Where(swap => directory.Now.Rotas.ContainsKey(swap.RotaId)).Select(swap => rotas.View(swap, directory.Now.Rotas[swap.RotaId].Plan.Name))]);
    }

    /// <summary>A shift that has begun is not swapped any more.</summary>
    public bool IsAhead(OwnShift shift) => shift.From > time.GetUtcNow();

    public Task<Outcome<SwapView>> AskAsync(Caller caller, string rota, SwapDraft draft, CancellationToken cancel) => ActAsync(caller, rota, scope => handler.Ask(scope, rota, draft, caller.Id, caller.Actor), cancel);

    public Task<Outcome<SwapView>> AnswerAsync(Caller caller, string rota, string swap, SwapState answer, CancellationToken cancel) =>
        ActAsync(caller, rota, scope => handler.Answer(scope, rota, swap, answer, caller.Id, caller.Actor), cancel);

    /// <summary>The calendar of a rota, of one person in it, or of one person in all rotas.</summary>
    public Outcome<string> Calendar(Caller caller, string? rota, string? person)
    {
        if (RotaUseCases.MayNotRead(caller) is { } refusal)
            return refusal;
        var whose = person == "me" ? caller.Id : person;
        var wanted = rota is null ? [.. directory.Now.Rotas.Values] : directory.Now.Rotas.TryGetValue(rota, out var found) ? new List<RotaSchedule> { found } : [];
        if (wanted.Count == 0 && rota is not null)
            return new Refusal("not-found", "There is no such rota, or it is closed.");
        if (whose is not null && people.Find(whose) is null)
            return new Refusal("not-found", "There is no such person.");
        var now = time.GetUtcNow();
        var name = (rota is null ? "On call" : wanted[0].Plan.Name) + (whose is null ? "" : $" – {people.NameOf(whose)}");
        return RotaCalendar.Write(name, wanted.SelectMany(one => In(one, now - CalendarBack, now + CalendarAhead)).Where(shift => whose is null || shift.Person.Id == whose), directory.Now.Channels, now);
    }

    private IEnumerable<OwnShift> In(RotaSchedule rota, DateTimeOffset from, DateTimeOffset until) =>
        from shift in rota.Shifts(@from, until)
        from one in shift.People
        select new OwnShift(rota.Plan.Id, rota.Plan.Name, rota.Plan.Zone, rotas.Ref(one.PersonId), shift.From, shift.Until, one.Reason, one.StandsInFor is { } away ? rotas.Ref(away) : null);

    private async Task<Outcome<SwapView>> ActAsync(Caller caller, string rota, Func<WriteScope, Outcome<ShiftSwap>> act, CancellationToken cancel)
    {
        if (RotaUseCases.MayNotRead(caller) is { } refusal)
            return refusal;
        if (caller.Kind != "person")
            return new Refusal("not-allowed-now", "A swap is between two people; a key has no shifts.");
        var done = await writer.WriteAsync(act, cancel);
        if (done.Refusal is { } refused)
            return refused;
        await people.RefreshAsync(cancel);
        return rotas.View(done.Value!, directory.Now.Rotas.TryGetValue(rota, out var known) ? known.Plan.Name : rota);
    }
}
