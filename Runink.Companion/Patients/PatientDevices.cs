using Microsoft.EntityFrameworkCore;
using Runink.Domain.Devices;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>What is paired with a patient, and was within the last month.</summary>
internal static class PatientDevices
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(31);

    public static async Task<IReadOnlyList<PatientDevice>> ReadAsync(CompanionDb db, string patientId, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Lately;
        // A pairing with a record that was merged into this one is this one's, and so on along the way.
        var records = new List<string> { patientId };
        for (var at = 0; at < records.Count; at++)
        {
            var into = records[at];
            records.AddRange(await db.Patients.Where(row => row.MergedInto == into && !records.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancel));
        }

        var found = await db.DevicePairings.Where(one => records.Contains(one.PatientId) && (one.UntilAt == null || one.UntilAt > since))
            .Join(db.Devices, one => one.DeviceId, device => device.Id, (one, device) => new { one, device }).ToListAsync(cancel);
        return
        [
            .. found.OrderBy(row => row.one.UntilAt is not null).ThenByDescending(row => row.one.FromAt)
                .Select(row => new PatientDevice(row.device.Id, row.device.Value, row.device.Name, row.one.FromAt, row.one.UntilAt, row.device.LastHeardAt, row.device.Battery, row.device.Worn, ClockVerdict.IsWrong(row.device.Clock))),
        ];
    }
}
