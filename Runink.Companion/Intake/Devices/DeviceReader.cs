using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Devices;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Intake.Devices;

/// <summary>Reads devices as a caller may see them.</summary>
public sealed class DeviceReader(DeviceOptions options, TimeProvider time)
{
    private const int MostRows = 300;
    private const int MostReadings = 20;
    private const int MostLooked = 5000;

    /// <summary>The last heard first; those that need somebody before them.</summary>
    internal async Task<IReadOnlyList<DeviceRow>> RowsAsync(CompanionDb db, Caller caller, IQueryable<Device> rows, string? state, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var wrong = new List<string> { ClockVerdict.Ahead, ClockVerdict.Behind, ClockVerdict.BehindOrLate };
        rows = state switch
        {
            "not-paired" => rows.Where(row => !db.DevicePairings.Any(one => one.DeviceId == row.Id && one.FromAt <= now && (one.UntilAt == null || one.UntilAt > now))),
            "clock" => rows.Where(row => wrong.Contains(row.Clock)),
            "refused" => rows.Where(row => db.Quarantine.Any(message => message.DeviceId == row.Id && message.Status == QuarantineStatus.Waiting)),
            _ => rows,
        };
        var found = await rows.OrderByDescending(row => wrong.Contains(row.Clock)).ThenByDescending(row => row.LastHeardAt).Take(MostRows).ToListAsync(cancel);
        var ids = found.ConvertAll(row => row.Id);
        var pairings = await db.DevicePairings.Where(one => ids.Contains(one.DeviceId) && one.FromAt <= now && (one.UntilAt == null || one.UntilAt > now)).ToListAsync(cancel);
        var refused = (await db.Quarantine.Where(message => message.DeviceId != null && ids.Contains(message.DeviceId) && message.Status == QuarantineStatus.Waiting)
            .GroupBy(message => message.DeviceId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancel)).ToDictionary(row => row.Key!, row => row.Count, StringComparer.Ordinal);
        var patients = await PatientsAsync(db, caller, pairings.Select(one => one.PatientId), cancel);
        return [.. found.Select(row => Row(row, pairings.Find(one => one.DeviceId == row.Id), patients, refused.GetValueOrDefault(row.Id)))];
    }

    internal async Task<DeviceView?> FindAsync(CompanionDb db, Caller caller, string id, CancellationToken cancel)
    {
        if (await db.Devices.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } device)
            return null;
        var now = time.GetUtcNow();
        var pairings = await db.DevicePairings.Where(one => one.DeviceId == id).OrderByDescending(one => one.FromAt).ToListAsync(cancel);
        var patients = await PatientsAsync(db, caller, pairings.Select(one => one.PatientId), cancel);
        var refused = await db.Quarantine.CountAsync(message => message.DeviceId == id && message.Status == QuarantineStatus.Waiting, cancel);
        var heard = await DeviceClocks.ReadAsync(db, id, now, cancel);
        var verdict = DeviceClock.Decide(heard, options.ClockTolerance, now);
        var current = pairings.Find(one => one.FromAt <= now && (one.UntilAt is null || one.UntilAt > now));
        return new DeviceView(
            Row(device, current, patients, refused) with { Clock = verdict.Name },
            new DeviceClockView(verdict.Name, verdict.Offset is { } off ? (long)Math.Round(off.TotalSeconds) : null, verdict.NeedsSomebody ? DeviceClock.Words(verdict.Offset) : null, verdict.Text),
            [.. pairings.Select(one => new DevicePairingView(one.Id, patients.Seen(one.PatientId), one.FromAt, one.UntilAt, one.PairedBy, one.PairedAt, one.Note, one.EndedBy))],
            // What one delivery brought of one moment - a pulse, a battery - is one line.
            [.. heard.DistinctBy(one => (one.At, one.SentAt, one.ReceivedAt.UtcTicks / TimeSpan.TicksPerMinute)).Take(MostReadings).Select(one => new DeviceReadingView(one.ReceivedAt, one.At, one.SentAt, (long)Math.Round((one.ReceivedAt - one.At).TotalSeconds)))],
            await ElsewhereAsync(db, id, pairings, patients, cancel));
    }

    internal bool IsSeen(CompanionDb db, IQueryable<Patient> seen, string patientId)
    {
        var standing = Standing(db.Patients.AsNoTracking().Where(row => row.Id == patientId || row.MergedInto != null).Select(row => new { row.Id, row.MergedInto }).ToDictionary(row => row.Id, row => row.MergedInto, StringComparer.Ordinal), patientId);
        return seen.Any(row => row.Id == standing);
    }

    /// <summary>What came before somebody said whose the device is, and went to another.</summary>
    private static async Task<int> ElsewhereAsync(CompanionDb db, string id, List<DevicePairing> pairings, PatientNames patients, CancellationToken cancel)
    {
        if (pairings.Count == 0)
            return 0;
        var all = await db.DeviceReadings.Where(row => row.DeviceId == id).OrderByDescending(row => row.ReceivedAt).Take(MostLooked).Select(row => new { row.PatientId, row.At, row.ReceivedAt }).ToListAsync(cancel);
        var spans = pairings.ConvertAll(one => new PairedSpan(patients.Standing(one.PatientId), one.FromAt, one.UntilAt));
        return all.Count(row => PairingDecision.Decide(spans, patients.Standing(row.PatientId), row.At > row.ReceivedAt ? row.ReceivedAt : row.At, pairedOnly: false).Name == PairingVerdict.OtherPatient);
    }

    private static DeviceRow Row(Device row, DevicePairing? pairing, PatientNames patients, int refused) => new(
        row.Id, row.System, row.Value, row.Name, row.Kind, row.Maker, row.Model, row.Source, row.FirstHeardAt, row.LastHeardAt, row.Battery, row.BatteryAt, row.Worn, row.WornAt,
        pairing is null ? PairingVerdict.NotPaired : PairingVerdict.Paired, pairing is null ? null : patients.Seen(pairing.PatientId), row.Clock, refused);

    private static async Task<PatientNames> PatientsAsync(CompanionDb db, Caller caller, IEnumerable<string> ids, CancellationToken cancel)
    {
        var merged = await db.Patients.Where(row => row.MergedInto != null).Select(row => new { row.Id, row.MergedInto }).ToDictionaryAsync(row => row.Id, row => row.MergedInto, StringComparer.Ordinal, cancel);
        var standing = ids.Select(id => Standing(merged, id)).Distinct(StringComparer.Ordinal).ToList();
        var seen = caller.May(Permission.ReadPatients) && standing.Count > 0
            ? await db.Patients.SeenBy(db, caller).Where(row => standing.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, StringComparer.Ordinal, cancel)
            : [];
        return new PatientNames(merged, seen, caller.May(Permission.ReadPatients));
    }

    private static string Standing(IReadOnlyDictionary<string, string?> merged, string id)
    {
        for (var step = 0; step < 32 && merged.TryGetValue(id, out var into) && into is not null; step++)
            id = into;
        return id;
    }

    /// <param name="Merged">Which records went into which.</param>
    /// <param name="Names">Of those whom the caller may see.</param>
    private sealed record PatientNames(IReadOnlyDictionary<string, string?> Merged, IReadOnlyDictionary<string, string> Names, bool MaySee)
    {
        public string Standing(string id) => DeviceReader.Standing(Merged, id);

        public DevicePatient? Seen(string id) => !MaySee ? null : Names.TryGetValue(Standing(id), out var name) ? new DevicePatient(Standing(id), name) : new DevicePatient(null, null);
    }
}
