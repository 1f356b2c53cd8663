using Microsoft.EntityFrameworkCore;
using Runink.Domain.Devices;
using Runink.Domain.Store;

namespace Runink.Companion.Intake.Devices;

/// <summary>Reads what devices sent lately, and asks what it tells of their clocks.</summary>
internal static class DeviceClocks
{
    /// <summary>A burst of a day, at a reading each two minutes, and the deliveries before it.</summary>
    private const int Most = 1500;

    /// <summary>Files of old messages say nothing of a clock.</summary>
    private const string Import = "import";

    public static async Task<IReadOnlyList<HeardReading>> ReadAsync(CompanionDb db, string deviceId, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - DeviceClock.Window;
        return await db.DeviceReadings.Where(row => row.DeviceId == deviceId && row.ReceivedAt > since && !db.Messages.Any(message => message.Id == row.MessageId && message.Door == Import))
            .OrderByDescending(row => row.ReceivedAt).Take(Most).Select(row => new HeardReading(row.ReceivedAt, row.At, row.SentAt, row.PatientId)).ToListAsync(cancel);
    }
}
