using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations.Silences;

/// <param name="Patient">Null when it is about no single patient; masked for whom patients have no names.</param>
/// <param name="State">planned, running or ended.</param>
/// <param name="Hides">How many open escalations it keeps quiet now, of those that the caller may see.</param>
public sealed record SilenceView(
    string Id, SilenceKind Kind, string? Trigger, string? Unit, PatientCard? Patient, bool CoversCritical, string Reason, PersonRef Owner,
    DateTimeOffset From, DateTimeOffset Until, string State, int Hides, DateTimeOffset? EndedAt, string? EndedBy, bool MayEnd);

/// <summary>What is kept quiet, by whom, why, until when, and what that hides at the moment.</summary>
public sealed class SilenceUseCases(CompanionStore store, StoreWriter writer, SilenceCommandHandler silences, PhiAccessLog reads, TimeProvider time)
{
    private const int MostRows = 200;

    public async Task<Outcome<IReadOnlyList<SilenceView>>> ListAsync(Caller caller, string? state, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        if (state is not (null or "" or "planned" or "running" or "ended"))
            return new Refusal("invalid", "A state is planned, running or ended.");
        var now = time.GetUtcNow();
        await using var db = store.Read();
        IQueryable<Silence> rows = state == "ended" ? db.Silences.Where(row => row.EndedAt != null) : db.Silences.Where(row => row.EndedAt == null);
        if (caller.UnitsFor(Permission.ReadWorklist)?.ToList() is { } units)
        {
            var seen = db.Patients.SeenBy(db, caller).Select(patient => patient.Id);
            rows = rows.Where(row => (row.Unit == null && row.PatientId == null) || units.Contains(row.Unit!) || (row.PatientId != null && seen.Contains(row.PatientId)));
        }

        var found = await rows.OrderByDescending(row => row.Until).Take(MostRows).ToListAsync(cancel);
        if (found.Any(row => row.PatientId is not null))
            await reads.NoteAsync(caller, "silences_read", new Subject("silence", state ?? "open"), cancel);
        var views = new List<SilenceView>();
        foreach (var silence in found.Where(row => state is null or "" or "ended" || State(row, now) == state))
            views.Add(await ViewAsync(db, caller, silence, now, cancel));
        return views;
    }

    public async Task<Outcome<SilenceView>> MakeAsync(Caller caller, SilenceDraft draft, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnEscalations) is { } refusal)
            return refusal;
        if (WrittenText.Note(draft.Reason, "The reason") is var reason && reason.Refusal is { } unwritable)
            return unwritable;
        await using var db = store.Read();
        if (await BeyondAsync(db, caller, draft.Unit, draft.PatientId, cancel) is { } beyond)
            return beyond;
        var made = await writer.WriteAsync(scope => silences.Make(scope, draft with { Reason = reason.Value ?? "" }, caller.Actor), cancel);
        return made.Refusal is { } refused ? refused : await FindAsync(caller, made.Value!, cancel);
    }

    public async Task<Outcome<SilenceView>> EndAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ActOnEscalations) is { } refusal)
            return refusal;
        await using (var db = store.Read())
        {
            if (await db.Silences.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } silence || await BeyondAsync(db, caller, silence.Unit, silence.PatientId, cancel) is not null)
                return new Refusal("not-found", "There is no such silence.");
        }

        var ended = await writer.WriteAsync(scope => silences.End(scope, id, caller.Actor), cancel);
        return ended.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <summary>Whose role holds on some units only silences those, or their patients.</summary>
    private static async Task<Refusal?> BeyondAsync(CompanionDb db, Caller caller, string? unit, string? patientId, CancellationToken cancel)
    {
        if (patientId is not null && !await db.Patients.SeenBy(db, caller).AnyAsync(row => row.Id == patientId, cancel))
            return new Refusal("invalid", "There is no such patient.");
        return caller.UnitsFor(Permission.ActOnEscalations) is not { } units || patientId is not null || (unit is not null && units.Contains(unit, StringComparer.Ordinal))
            ? null
            : new Refusal("forbidden", $"You may silence {string.Join(", ", units)} or one patient there.");
    }

    private async Task<Outcome<SilenceView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = store.Read();
        return await ViewAsync(db, caller, await db.Silences.FirstAsync(row => row.Id == id, cancel), time.GetUtcNow(), cancel);
    }

    private static async Task<SilenceView> ViewAsync(CompanionDb db, Caller caller, Silence silence, DateTimeOffset now, CancellationToken cancel)
    {
        var key = silence.Key;
        var patient = silence.PatientId is { } id ? (await db.Patients.FirstAsync(row => row.Id == id, cancel)).Card(now) : null;
        return new SilenceView(
            silence.Id, silence.Kind, silence.TriggerId, silence.Unit, caller.May(Permission.ReadPatients) ? patient : patient?.Masked(), silence.CoversCritical, silence.Reason, silence.Owner,
            silence.From, silence.Until, State(silence, now), await db.Escalations.SeenBy(caller).Open().CountAsync(row => row.MutedBy == key, cancel), silence.EndedAt, silence.EndedBy,
            silence.EndedAt is null && caller.May(Permission.ActOnEscalations));
    }

    private static string State(Silence silence, DateTimeOffset now) => silence.EndedAt is not null || silence.Until <= now ? "ended" : silence.From > now ? "planned" : "running";
}
