using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Work;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Devices;

/// <summary>Which devices there are, whose they are and how their clocks go. Who sees patients sees whose; who looks after feeds does not.</summary>
public sealed class DeviceUseCases(CompanionStore store, StoreWriter writer, DeviceReader reader, PhiAccessLog reads)
{
    private const Permission ToPair = Permission.ReadPatients | Permission.ActOnEscalations;
    private const int MostFound = 8;

    public static bool MayPair(Caller caller) => caller.May(ToPair);

    /// <param name="state">all, not-paired, clock or refused.</param>
    public async Task<Outcome<IReadOnlyList<DeviceRow>>> ListAsync(Caller caller, string? search, string? state, CancellationToken cancel)
    {
        if (Closed(caller) is { } refusal)
            return refusal;
        if (state is not (null or "" or "all" or "not-paired" or "clock" or "refused"))
            return new Refusal("invalid", "Devices are listed as all, not-paired, clock or refused.");
        await using var db = store.Read();
        var rows = db.Devices.AsQueryable();
        if (search is not null && PlainText.Line(search).Trim() is { Length: > 0 } text)
        {
            var like = TextSearch.Containing(text);
            rows = rows.Where(row => TextSearch.Like(row.Value, like) || TextSearch.Like(row.System, like) || TextSearch.Like(row.Source, like) || TextSearch.Like(row.Kind, like) || TextSearch.Like(row.Maker, like) || TextSearch.Like(row.Model, like));
        }

        var found = await reader.RowsAsync(db, caller, rows, state, cancel);
        if (found.Select(row => row.Patient?.Id).OfType<string>().ToList() is { Count: > 0 } shown)
            await reads.NoteListAsync(caller, "devices_listed", new Subject("devices", "list"), shown, cancel);
        return new Outcome<IReadOnlyList<DeviceRow>>(found, null);
    }

    public async Task<Outcome<DeviceView>> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (Closed(caller) is { } refusal)
            return refusal;
        await using var db = store.Read();
        if (await reader.FindAsync(db, caller, id, cancel) is not { } view)
            return new Refusal("not-found", "There is no such device.");
        if (view.Pairings.Select(one => one.Patient?.Id).OfType<string>().ToList() is { Count: > 0 } shown)
            await reads.NoteListAsync(caller, "device_read", new Subject("device", id), shown, cancel);
        return view;
    }

    /// <summary>Whom a device can be paired with, by name, record number or birth date.</summary>
    public async Task<Outcome<IReadOnlyList<PairablePatient>>> PatientsAsync(Caller caller, string search, CancellationToken cancel)
    {
        if (caller.Lacks(ToPair) is { } refusal)
            return refusal;
        if (PlainText.Line(search).Trim().Length < 2)
            return new Outcome<IReadOnlyList<PairablePatient>>([], null);
        await using var db = store.Read();
        var found = await Pairable(db, caller).Found(search).OrderByDescending(row => row.LastSeenAt).Take(MostFound).ToListAsync(cancel);
        await reads.NoteListAsync(caller, "patients_listed", new Subject("patients", "list"), found.Select(row => row.Id), cancel);
        return new Outcome<IReadOnlyList<PairablePatient>>([.. found.Select(row => new PairablePatient(row.Id, row.Name, string.Join(" · ", new[] { row.Mrn, row.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) }.OfType<string>())))], null);
    }

    /// <param name="patient">Our id, an MRN, or <c>system|value</c>.</param>
    /// <param name="from">Null: from now on.</param>
    public async Task<Outcome<DeviceView>> PairAsync(Caller caller, string id, string patient, DateTimeOffset? from, DateTimeOffset? until, string? note, CancellationToken cancel)
    {
        if (caller.Lacks(ToPair) is { } refusal)
            return refusal;
        var written = WrittenText.Note(note, "The note");
        if (written.Refusal is { } unwritable)
            return unwritable;
        var done = await writer.WriteAsync<Outcome<DevicePairing>>(
            scope => PatientQueries.Ids(Pairable(scope.Db, caller), scope.Db.PatientIdentifiers, patient).Take(2).ToList() is not [var chosen]
                ? new Refusal("not-found", "There is no such patient, or more than one.")
                : DeviceCommandHandler.Pair(scope, id, chosen, from ?? scope.Now, until, string.IsNullOrWhiteSpace(written.Value) ? null : written.Value, caller.Actor), cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    /// <param name="until">Null: it ends now.</param>
    public async Task<Outcome<DeviceView>> EndAsync(Caller caller, string id, string pairing, DateTimeOffset? until, CancellationToken cancel)
    {
        if (caller.Lacks(ToPair) is { } refusal)
            return refusal;
        var done = await writer.WriteAsync<Outcome<DevicePairing>>(scope =>
        {
            // Who may not see the patient is not told that there is a pairing.
            if (scope.Db.DevicePairings.Find(pairing) is not { } known || !reader.IsSeen(scope.Db, Pairable(scope.Db, caller), known.PatientId))
                return new Refusal("not-found", "There is no such pairing.");
            return DeviceCommandHandler.End(scope, id, pairing, until ?? scope.Now, caller.Actor);
        }, cancel);
        return done.Refusal is { } refused ? refused : await FindAsync(caller, id, cancel);
    }

    private static Refusal? Closed(Caller caller) => caller.May(Permission.MendQuarantine) ? null : caller.Lacks(Permission.ReadPatients);

    /// <summary>An emergency that opens a patient opens no pairing: that is the work of who has the patient.</summary>
    private static IQueryable<Patient> Pairable(CompanionDb db, Caller caller) => db.Patients.SeenBy(db, caller with { Opened = [] }, ToPair);
}
