using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Admin.Rotas;

/// <summary>Where pages and the API read rotas and change them.</summary>
public sealed class RotaUseCases(CompanionStore store, StoreWriter writer, PeopleDirectory people, Directory directory, RotaCommandHandler handler, Vocabulary vocabulary, TimeProvider time)
{
    public static readonly TimeSpan Shown = TimeSpan.FromDays(14);

    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(366);
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(30);

    public IEnumerable<string> Calendars => vocabulary.Calendars.Keys.Order(StringComparer.Ordinal);

    /// <summary>Who may see who is on call: whoever works with the worklist, and whoever keeps rotas.</summary>
    public static Refusal? MayNotRead(Caller caller) => caller.May(Permission.EditRotas) ? null : caller.Lacks(Permission.ReadWorklist);

    public Outcome<IReadOnlyList<RotaRow>> List(Caller caller)
    {
        if (MayNotRead(caller) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        return new Outcome<IReadOnlyList<RotaRow>>([.. directory.Now.Rotas.Values.OrderBy(rota => rota.Plan.Name, StringComparer.OrdinalIgnoreCase).Select(rota => Row(rota, 0, now))], null);
    }

    public async Task<Outcome<RotaView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (MayNotRead(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await db.Rotas.FirstOrDefaultAsync(row => row.Id == id && row.ClosedAt == null, cancel) is not { } kept)
            return NoRota;
        var (now, rota) = (time.GetUtcNow(), DirectoryReader.Schedule(db, kept, vocabulary.Calendars));
        var until = now + Shown;
        var overrides = await db.RotaOverrides.Where(one => one.RotaId == id && one.WithdrawnAt == null && one.Until > now).OrderBy(one => one.From).ToListAsync(cancel);
        var swaps = await db.ShiftSwaps.Where(swap => swap.RotaId == id && (swap.State == SwapState.Asked || swap.State == SwapState.Accepted) && (swap.Until > now || swap.OtherUntil > now)).OrderBy(swap => swap.From).ToListAsync(cancel);
        var findings = RotaCoverage.Look(rota, now, directory.WhyUnreachable);
        return new RotaView(
            rota.Plan, Row(rota, kept.Version, now), now, until, [.. rota.Shifts(Begin(rota, now), until).Select(shift => View(rota, shift))], [.. rota.Plan.Layers.Select(layer => new LayerLine(layer.Name, [.. rota.Alone(layer).Shifts(now, until).Select(shift => View(rota, shift))]))],
            [.. findings.Select(finding => $"{RotaCoverage.Words(finding, rota.Plan.TimeZone, now)}: {finding.Why}")], [.. overrides.Select(View)], [.. swaps.Select(swap => View(swap, kept.Name))],
            directory.Addresses.FirstOrDefault(entry => string.Equals(entry.Key, id, StringComparison.OrdinalIgnoreCase)).Value, kept.Version);
    }

    /// <summary>Shifts in a stretch of time, also a past one, as it stands now.</summary>
    public async Task<Outcome<IReadOnlyList<ShiftView>>> ShiftsAsync(Caller caller, string id, DateTimeOffset? from, DateTimeOffset? until, CancellationToken cancel)
    {
        if (MayNotRead(caller) is { } refusal)
            return refusal;
        var start = (from ?? time.GetUtcNow()).ToUniversalTime();
        var end = (until ?? start + Shown).ToUniversalTime();
        if (end <= start || end - start > LongestLook)
            return new Refusal("invalid", $"until is after from, at most {LongestLook.Days} days.");
        return await ScheduleAsync(id, cancel) is { } rota ? new Outcome<IReadOnlyList<ShiftView>>([.. rota.Shifts(start, end).Select(shift => View(rota, shift))], null) : NoRota;
    }

    public async Task<Outcome<ShiftView>> OnCallAsync(Caller caller, string id, DateTimeOffset? at, CancellationToken cancel)
    {
        if (MayNotRead(caller) is { } refusal)
            return refusal;
        return await ScheduleAsync(id, cancel) is { } rota ? View(rota, Around(rota, (at ?? time.GetUtcNow()).ToUniversalTime())) : NoRota;
    }

    public async Task<Outcome<RotaView>> SaveAsync(Caller caller, RotaPlan plan, int? version, CancellationToken cancel) =>
        await ActAsync(caller, scope => handler.Save(scope, plan, version, caller.Actor), cancel) is var done && done.Refusal is { } refusal ? refusal : await FindAsync(caller, plan.Id, cancel);

    public Task<Outcome<Rota>> CloseAsync(Caller caller, string id, CancellationToken cancel) => ActAsync(caller, scope => RotaCommandHandler.Close(scope, id, caller.Actor), cancel);

    public async Task<Outcome<OverrideView>> OverrideAsync(Caller caller, string id, OverrideDraft draft, CancellationToken cancel) =>
        await ActAsync(caller, scope => RotaCommandHandler.Override(scope, id, draft, caller.Actor), cancel) is var done && done.Refusal is { } refusal ? refusal : View(done.Value!);

    public async Task<Outcome<OverrideView>> WithdrawAsync(Caller caller, string id, string overrideId, CancellationToken cancel) =>
        await ActAsync(caller, scope => RotaCommandHandler.Withdraw(scope, id, overrideId, caller.Actor), cancel) is var done && done.Refusal is { } refusal ? refusal : View(done.Value!);

    internal async Task<RotaSchedule?> ScheduleAsync(string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await db.Rotas.FirstOrDefaultAsync(row => row.Id == id && row.ClosedAt == null, cancel) is { } kept ? DirectoryReader.Schedule(db, kept, vocabulary.Calendars) : null;
    }

    internal SwapView View(ShiftSwap swap, string rota) => new(
        swap.Id, swap.RotaId, rota, Ref(swap.AskedById), swap.From, swap.Until, Ref(swap.OtherId), swap.OtherFrom, swap.OtherUntil, swap.Note, swap.State, swap.AskedAt);

    internal PersonRef Ref(string id) => new(id, people.NameOf(id));

    private RotaRow Row(RotaSchedule rota, int version, DateTimeOffset now)
    {
        var current = Around(rota, now);
        var next = rota.Shifts(current.Until, current.Until + Shown).FirstOrDefault(shift => shift.People.Count > 0);
        return new RotaRow(rota.Plan.Id, rota.Plan.Name, rota.Plan.Unit, rota.Plan.Zone, View(rota, current), current.Until < now + Shown, next is null ? null : View(rota, next), RotaCoverage.Sentence(rota, RotaCoverage.Look(rota, now, directory.WhyUnreachable), now), version);
    }

    /// <summary>The shift that holds the instant, with its real ends where they are not too far.</summary>
    private static Shift Around(RotaSchedule rota, DateTimeOffset at) => rota.Shifts(at - LooksBack, at + Shown).First(shift => shift.Stretch.Holds(at));

    /// <summary>Where the shift under way began; what has no beginning in sight begins now.</summary>
    private static DateTimeOffset Begin(RotaSchedule rota, DateTimeOffset now) => Around(rota, now).From is var from && from > now - LooksBack ? from : now;

    private ShiftView View(RotaSchedule rota, Shift shift) => new(
        shift.From, shift.Until, [.. shift.People.Select(one => new DutyView(Ref(one.PersonId), one.Reason, one.ActId, one.StandsInFor is { } away ? Ref(away) : null, directory.WhyUnreachable(one.PersonId)))], shift.Layer, shift.Why,
        shift.People.Count == 0 && rota.Gaps(shift.From, shift.Until).Count > 0);

    private OverrideView View(RotaOverride one) => new(one.Id, Ref(one.PersonId), one.InsteadOfId is { } instead ? Ref(instead) : null, one.From, one.Until, one.Reason, one.SetByName, one.SetAt);

    private async Task<Outcome<T>> ActAsync<T>(Caller caller, Func<WriteScope, Outcome<T>> act, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditRotas) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync(act, cancel);
        await people.RefreshAsync(cancel);
        return done;
    }

    private static readonly Refusal NoRota = new("not-found", "There is no such rota, or it is closed.");
}
