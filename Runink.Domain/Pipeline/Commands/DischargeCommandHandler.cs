using System.Text.Json;
using Runink.Domain.Discharges;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>Discharges and the checklists that they begin with, inside the writing transaction.</summary>
public static class DischargeCommandHandler
{
    public static Outcome<string> Begin(WriteScope scope, string encounterId, DateTimeOffset? expectedAt, Actor actor)
    {
        if (scope.Db.Encounters.Find(encounterId) is not { } stay)
            return new Refusal("not-found", "There is no such stay.");
        if (scope.Db.DischargePlans.Find(encounterId) is not null)
            return new Refusal("already-done", "The discharge of this stay was begun already.");
        if (!stay.IsOpen)
            return new Refusal("not-allowed-now", stay.Cancelled ? "This stay was cancelled." : "This patient has gone already.");
        var (items, version) = Current(scope, stay.Unit);
        var plan = DischargePlan.Begin(encounterId, items, actor.Name, scope.Now);
        if (expectedAt is not null && plan.Apply(new DischargeCommand.Expect(expectedAt), null, new PersonRef(actor.Id, actor.Name), scope.Now).Refusal is { } refusal)
            return refusal;
        scope.Db.DischargePlans.Add(plan);
        Record(scope, "discharge_begun", encounterId, actor, $"checklist version {version}");
        return encounterId;
    }

    /// <param name="colleague">Whom an item names; null when there is no such person.</param>
    /// <param name="expectedVersion">The version that the person saw; null when it does not matter.</param>
    public static Outcome<string> Act(WriteScope scope, string encounterId, DischargeCommand command, PersonRef? colleague, int? expectedVersion, Actor actor)
    {
        if (scope.Db.DischargePlans.Find(encounterId) is not { } plan)
            return new Refusal("not-found", "The discharge of this stay was not begun.");
        if (expectedVersion is { } expected && expected != plan.Version)
            return new Refusal("stale-version", "Somebody changed this discharge meanwhile. Look again, then decide.");
        var done = plan.Apply(command, colleague, new PersonRef(actor.Id, actor.Name), scope.Now);
        if (done.Refusal is { } refusal)
            return refusal;
        Record(scope, command is DischargeCommand.Close ? "discharge_closed" : "discharge_changed", encounterId, actor, done.Value!);
        return encounterId;
    }

    /// <param name="unit">Empty for every unit that has none of its own.</param>
    /// <param name="texts">Empty takes the unit's own away.</param>
    public static Outcome<string> Save(WriteScope scope, string unit, IReadOnlyList<string> texts, int? expectedVersion, Actor actor)
    {
        var kept = scope.Db.DischargeChecklists.Find(unit);
        if (expectedVersion is { } expected && expected != (kept?.Version ?? 0))
            return new Refusal("stale-version", "Somebody changed this checklist meanwhile. Look again, then decide.");
        var items = JsonSerializer.Serialize(texts);
        if (kept is null)
            scope.Db.DischargeChecklists.Add(kept = new DischargeChecklist { Unit = unit, Items = items, ChangedAt = scope.Now, ChangedBy = actor.Name });
        (kept.Items, kept.ChangedAt, kept.ChangedBy) = (items, scope.Now, actor.Name);
        kept.Version++;
        scope.Record("discharge_checklist_saved", new Subject("discharge-checklist", unit.Length == 0 ? "all" : unit), actor, Detail.Of(("version", kept.Version), ("items", texts.Count), ("textHash", Detail.HashOf(items))));
        scope.Announce(new Change("discharge", unit));
        return unit;
    }

    private static (IReadOnlyList<string> Items, int Version) Current(WriteScope scope, string? unit) =>
        (scope.Db.DischargeChecklists.Find(unit ?? "") ?? scope.Db.DischargeChecklists.Find("")) is { } kept ? (kept.Texts, kept.Version) : (DischargeChecklist.Usual, 0);

    private static void Record(WriteScope scope, string kind, string encounterId, Actor actor, string what)
    {
        var patient = scope.Db.Encounters.Find(encounterId)!.PatientId;
        scope.Record(kind, new Subject("discharge", encounterId), actor, Detail.Of(("patient", patient), ("textHash", Detail.HashOf(what))));
        scope.Announce(new Change("discharge", encounterId));
    }
}
