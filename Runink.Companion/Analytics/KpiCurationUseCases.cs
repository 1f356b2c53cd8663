using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Analytics;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Analytics;

/// <summary>What a hospital says about its own numbers: targets in place of the shipped ones, and notes on days.</summary>
public sealed class KpiCurationUseCases(CompanionStore store, StoreWriter writer, KpiUseCases kpis, SiteOptions site, TimeProvider time)
{
    /// <summary>More in one day says nothing to whoever reads the chart.</summary>
    private const int MostNotesOfADay = 20;

    /// <param name="amount">Percent, seconds or how many; null returns to the shipped target.</param>
    public async Task<Outcome<KpiTile>> SetTargetAsync(Caller caller, string kpi, string? unit, decimal? amount, string? reason, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ManageKpis) is { } refusal)
            return refusal;
        var tiles = await kpis.AllAsync(caller, new KpiQuery(), cancel);
        if (tiles.Refusal is { } unread)
            return unread;
        if (tiles.Value!.FirstOrDefault(tile => tile.Name == kpi) is not { } number)
            return new Refusal("not-found", $"There is no number {kpi}.");
        if (number.MoreIsBetter is null)
            return new Refusal("invalid", $"{number.Title} is neither good nor bad by itself; a target of it would judge nothing.");
        if (amount < 0 || (number.Measure == KpiMeasure.Percent && amount > 100))
            return new Refusal("invalid", number.Measure == KpiMeasure.Percent ? "A percentage lies between 0 and 100." : "A target is not negative.");
        if (PlainText.Line(reason ?? "").Trim() is not { Length: > 0 and <= KpiTarget.LongestReason } why)
            return new Refusal("invalid", $"Say why, in at most {KpiTarget.LongestReason} characters; it stands beside the number.");
        if (unit is not null && !(await kpis.UnitsAsync(cancel)).Contains(unit))
            return new Refusal("invalid", $"No work was ever opened for a unit {unit}.");
        await writer.WriteAsync(
            scope =>
            {
                scope.Db.KpiTargets.Add(new KpiTarget { Id = scope.Ids.Next(), Kpi = kpi, Unit = unit, Amount = amount, Reason = why, SetById = caller.Id, SetByName = caller.Name, SetAt = scope.Now });
                scope.Record("kpi_target_set", new Subject("kpi", kpi), caller.Actor, Detail.Of(("unit", unit), ("target", amount?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("reason", why)));
                scope.Announce(new Change("kpi", kpi));
                return kpi;
            }, cancel);
        var judged = await kpis.AllAsync(caller, new KpiQuery(Unit: unit), cancel);
        return judged.Refusal is { } gone ? gone : judged.Value!.First(tile => tile.Name == kpi);
    }

    public async Task<Outcome<IReadOnlyList<KpiNote>>> NotesAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadKpis) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return new Outcome<IReadOnlyList<KpiNote>>(await db.KpiNotes.AsNoTracking().OrderByDescending(note => note.Day).ThenByDescending(note => note.Id).Take(1000).ToListAsync(cancel), null);
    }

    /// <param name="day">Not after today, by the site's clocks: a plan is not yet a reason.</param>
    public async Task<Outcome<KpiNote>> AddNoteAsync(Caller caller, DateOnly day, string? unit, string? text, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ManageKpis) is { } refusal)
            return refusal;
        if (PlainText.Line(text ?? "").Trim() is not { Length: > 0 and <= KpiNote.LongestText } said)
            return new Refusal("invalid", $"Say what happened, in at most {KpiNote.LongestText} characters; never of a patient.");
        var today = SlaKpis.Day(time.GetUtcNow(), site.Zone);
        if (day > today || day < today.AddDays(-KpiQuery.LongestPeriod))
            return new Refusal("invalid", "A note is of a day that was, at most a year ago.");
        if (unit is not null && !(await kpis.UnitsAsync(cancel)).Contains(unit))
            return new Refusal("invalid", $"No work was ever opened for a unit {unit}.");
        return await writer.WriteAsync<Outcome<KpiNote>>(
            scope =>
            {
                if (scope.Db.KpiNotes.Count(note => note.Day == day) >= MostNotesOfADay)
                    return new Refusal("too-many", $"A day has {MostNotesOfADay} notes at most.");
                var note = new KpiNote { Id = scope.Ids.Next(), Day = day, Unit = unit, Text = said, ById = caller.Id, ByName = caller.Name, At = scope.Now };
                scope.Db.KpiNotes.Add(note);
                scope.Record("kpi_note_added", new Subject("kpi-note", note.Id), caller.Actor, Detail.Of(("day", day.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), ("unit", unit), ("text", said)));
                scope.Announce(new Change("kpi", note.Id));
                return note;
            }, cancel);
    }

    /// <summary>Whoever answers for the numbers removes a note; the ledger keeps what it said.</summary>
    public async Task<Outcome<string>> RemoveNoteAsync(Caller caller, string id, CancellationToken cancel) => caller.Lacks(Permission.ManageKpis) is { } refusal ? refusal : await writer.WriteAsync<Outcome<string>>(
        scope =>
        {
            if (scope.Db.KpiNotes.Find(id) is not { } note)
                return new Refusal("not-found", "There is no such note.");
            scope.Db.KpiNotes.Remove(note);
            scope.Record("kpi_note_removed", new Subject("kpi-note", id), caller.Actor, Detail.Of(("day", note.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), ("text", note.Text)));
            scope.Announce(new Change("kpi", id));
            return id;
        }, cancel);
}
