using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store.Reading;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams.Rotas;

namespace Runink.Domain.Pipeline.Commands;

/// <param name="InsteadOfId">Null: of everybody who is on call then.</param>
public sealed record OverrideDraft(string PersonId, DateTimeOffset From, DateTimeOffset Until, string Reason, string? InsteadOfId = null);

/// <param name="From">The shift of the one who asks.</param>
public sealed record SwapDraft(DateTimeOffset From, DateTimeOffset Until, string OtherId, DateTimeOffset OtherFrom, DateTimeOffset OtherUntil, string? Note = null);

/// <summary>Changes of rotas, and who takes whose place in them. Each is a fact with what was decided, so that the past can be told.</summary>
public sealed class RotaCommandHandler(Vocabulary vocabulary)
{
    public const string Announced = "rota";

    public static readonly TimeSpan LongestOverride = TimeSpan.FromDays(92);

    public Outcome<Rota> Save(WriteScope scope, RotaPlan plan, int? expected, Actor actor)
    {
        var read = new RotaPlanCheck(
            id => scope.Db.People.Find(id) is { DisabledAt: null }, unit => scope.Db.CareUnits.Any(known => known.Name == unit), vocabulary.Calendars.ContainsKey).Run(plan);
        if (read.Refusal is { } refusal)
            return refusal;
        var (written, rota) = (Rota.Write(read.Value!), scope.Db.Rotas.Find(plan.Id));
        if (rota is not null && expected is { } version && version != rota.Version)
            return new Refusal("stale-version", $"{rota.Name} was changed meanwhile.");
        if (rota is { ClosedAt: null } && rota.Definition == written)
            return rota;
        var isNew = rota is null;
        if (rota is null)
            scope.Db.Rotas.Add(rota = new Rota { Id = plan.Id, Name = read.Value!.Name, Definition = written, CreatedAt = scope.Now });
        else
            rota.Version++;
        (rota.Name, rota.Definition, rota.ClosedAt) = (read.Value!.Name, written, null);
        Tell(scope, isNew ? "rota_created" : "rota_changed", rota.Id, actor, ("version", rota.Version), ("definition", written));
        return rota;
    }

    public static Outcome<Rota> Close(WriteScope scope, string id, Actor actor)
    {
        if (scope.Db.Rotas.Find(id) is not { ClosedAt: null } rota)
            return NoRota;
        rota.ClosedAt = scope.Now;
        rota.Version++;
        Tell(scope, "rota_closed", id, actor);
        return rota;
    }

    public static Outcome<RotaOverride> Override(WriteScope scope, string id, OverrideDraft draft, Actor actor)
    {
        if (scope.Db.Rotas.Find(id) is not { ClosedAt: null })
            return NoRota;
        var why = WrittenText.Name(draft.Reason, "The reason");
        if (why.Refusal is { } refusal)
            return refusal;
        if (string.IsNullOrEmpty(why.Value))
            return new Refusal("invalid", "Say why: the reason stands beside the shift.");
        if (scope.Db.People.Find(draft.PersonId) is not { DisabledAt: null })
            return new Refusal("invalid", $"There is no active person {draft.PersonId}.");
        if (draft.InsteadOfId is { } instead && (instead == draft.PersonId || scope.Db.People.Find(instead) is null))
            return new Refusal("invalid", "Whose place it is, is somebody else.");
        if (draft.Until <= draft.From || draft.Until - draft.From > LongestOverride)
            return new Refusal("invalid", $"An override ends after it begins, and lasts at most {LongestOverride.Days} days.");
        if (draft.Until <= scope.Now)
            return new Refusal("not-allowed-now", "That time is over: who was on call then cannot be changed.");
        var set = new RotaOverride
        {
            Id = scope.Ids.Next(), RotaId = id, PersonId = draft.PersonId, InsteadOfId = draft.InsteadOfId, From = draft.From.ToUniversalTime(), Until = draft.Until.ToUniversalTime(), Reason = why.Value,
            SetById = actor.Id, SetByName = actor.Name, SetAt = scope.Now,
        };
        scope.Db.RotaOverrides.Add(set);
        Tell(scope, "rota_override_set", id, actor, ("override", set.Id), ("person", set.PersonId), ("insteadOf", set.InsteadOfId), ("from", set.From), ("until", set.Until), ("reason", set.Reason));
        return set;
    }

    public static Outcome<RotaOverride> Withdraw(WriteScope scope, string id, string overrideId, Actor actor)
    {
        if (scope.Db.RotaOverrides.Find(overrideId) is not { WithdrawnAt: null } set || set.RotaId != id)
            return new Refusal("not-found", "There is no such override, or it is withdrawn already.");
        if (set.Until <= scope.Now)
            return new Refusal("not-allowed-now", "That time is over: who was on call then cannot be changed.");
        set.WithdrawnAt = scope.Now;
        Tell(scope, "rota_override_withdrawn", id, actor, ("override", set.Id));
        return set;
    }

    /// <summary>Asks another person to exchange a shift; nothing changes until that person accepts.</summary>
    /// <param name="asker">Whose shift is given away.</param>
    public Outcome<ShiftSwap> Ask(WriteScope scope, string id, SwapDraft draft, string asker, Actor actor)
    {
        if (scope.Db.Rotas.Find(id) is not { ClosedAt: null } rota)
            return NoRota;
        var note = WrittenText.Name(draft.Note, "The note");
        if (note.Refusal is { } refusal)
            return refusal;
        var swap = new ShiftSwap
        {
            Id = scope.Ids.Next(), RotaId = id, AskedById = asker, From = draft.From.ToUniversalTime(), Until = draft.Until.ToUniversalTime(), OtherId = draft.OtherId,
            OtherFrom = draft.OtherFrom.ToUniversalTime(), OtherUntil = draft.OtherUntil.ToUniversalTime(), Note = note.Value is { Length: > 0 } said ? said : null, AskedAt = scope.Now,
        };
        if (WhyNot(scope, rota, swap) is { } no)
            return no;
        if (scope.Db.ShiftSwaps.Any(other => other.RotaId == id && other.State == SwapState.Asked && other.AskedById == asker && other.From == swap.From && other.OtherId == swap.OtherId && other.OtherFrom == swap.OtherFrom))
            return new Refusal("already-done", "You have asked for this swap already.");
        scope.Db.ShiftSwaps.Add(swap);
        Tell(scope, "shift_swap_asked", id, actor, ("swap", swap.Id), ("from", swap.From), ("until", swap.Until), ("other", swap.OtherId), ("otherFrom", swap.OtherFrom), ("otherUntil", swap.OtherUntil));
        return swap;
    }

    /// <summary>Accepts or declines what was asked of this person, or takes back what this person asked.</summary>
    public Outcome<ShiftSwap> Answer(WriteScope scope, string id, string swapId, SwapState answer, string person, Actor actor)
    {
        // A swap of others is answered like one that was never asked.
        if (scope.Db.ShiftSwaps.Find(swapId) is not { } swap || swap.RotaId != id || (swap.OtherId != person && swap.AskedById != person))
            return new Refusal("not-found", "There is no such swap.");
        var whose = answer == SwapState.Withdrawn ? swap.AskedById : swap.OtherId;
        if (whose != person)
            return new Refusal("not-allowed-now", answer == SwapState.Withdrawn ? "Only who asked takes it back." : "You asked for this; the other person answers.");
        if (swap.State != SwapState.Asked)
            return new Refusal("already-done", $"This swap is {swap.State.ToString().ToLowerInvariant()} already.");
        if (answer == SwapState.Accepted && WhyNot(scope, scope.Db.Rotas.Find(id)!, swap) is { } no)
            return no;
        (swap.State, swap.AnsweredAt) = (answer, scope.Now);
        Tell(scope, $"shift_swap_{answer.ToString().ToLowerInvariant()}", id, actor, ("swap", swap.Id));
        return swap;
    }

    /// <summary>Both shifts must still be ahead and belong to the two, as they stand now.</summary>
    private Refusal? WhyNot(WriteScope scope, Rota rota, ShiftSwap swap)
    {
        if (swap.AskedById == swap.OtherId)
            return new Refusal("invalid", "A swap is between two people.");
        if (scope.Db.People.Find(swap.OtherId) is not { DisabledAt: null } || scope.Db.People.Find(swap.AskedById) is not { DisabledAt: null })
            return new Refusal("invalid", "A swap is between two people who work here.");
        if (swap.From < scope.Now || swap.OtherFrom < scope.Now)
            return new Refusal("not-allowed-now", "A shift that has begun is not swapped any more; ask whoever keeps the rota for an override.");
        if (rota.ClosedAt is not null || swap.Until <= swap.From || swap.OtherUntil <= swap.OtherFrom || swap.Until - swap.From > LongestOverride || swap.OtherUntil - swap.OtherFrom > LongestOverride)
            return new Refusal("invalid", "These are no shifts of this rota.");
        scope.Db.SaveChanges();
        var schedule = DirectoryReader.Schedule(scope.Db, rota, vocabulary.Calendars);
        return !Has(schedule, swap.Given, swap.AskedById) ? new Refusal("not-allowed-now", "The shift that is given away is not, or no longer, of the one who asks.")
            : !Has(schedule, swap.Taken, swap.OtherId) ? new Refusal("not-allowed-now", "The shift that is taken is not, or no longer, of the other person.")
            : null;
    }

    private static bool Has(RotaSchedule schedule, Stretch shift, string person) => schedule.Shifts(shift.From, shift.Until).All(piece => piece.People.Any(one => (one.StandsInFor ?? one.PersonId) == person));

    private static readonly Refusal NoRota = new("not-found", "There is no such rota, or it is closed.");

    private static void Tell(WriteScope scope, string kind, string rota, Actor actor, params ReadOnlySpan<(string, object?)> detail)
    {
        scope.Record(kind, new Subject("rota", rota), actor, Detail.Of(detail));
        scope.Announce(new Change(Announced, rota));
    }
}
