using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Live;
using Runink.Domain.Devices;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Devices;

/// <summary>A device whose clock is off is work for somebody, and no longer once it is right. The work names its feed and kind, not its number.</summary>
public sealed class DeviceWatch(CompanionStore store, StoreWriter writer, DeviceOptions options, TimeProvider time, ILogger<DeviceWatch> log) : PeriodicWorker(Every, time, log)
{
    public const string Kind = "device-clock";

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    public override async Task LookAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        var open = await db.OperationalTasks.Where(task => task.ClosedAt == null && task.Kind == Kind).Select(task => task.Key).ToListAsync(cancel);
        var since = now - DeviceClock.Window - Every - Every;
        // Longer ago nothing was heard that could change what was said of it.
        var devices = await db.Devices.Where(device => device.LastHeardAt > since || open.Contains(device.Id)).ToListAsync(cancel);
        foreach (var device in devices)
        {
            var verdict = DeviceClock.Decide(await DeviceClocks.ReadAsync(db, device.Id, now, cancel), options.ClockTolerance, now);
            if (verdict.Name != device.Clock || verdict.NeedsSomebody || open.Contains(device.Id))
                await writer.WriteAsync(scope => Say(scope, device, verdict), cancel);
        }
    }

    private static bool Say(WriteScope scope, Device device, ClockVerdict verdict)
    {
        if (scope.Db.Devices.Find(device.Id) is { } known && verdict.Name != known.Clock)
        {
            // That a clock is right, or not heard, is no fact worth keeping; that it is off is, and that it no longer is.
            if (verdict.NeedsSomebody || ClockVerdict.IsWrong(known.Clock))
                scope.Record("device_clock_judged", new Subject("device", device.Id), Actor.System, Detail.Of(("clock", verdict.Name), ("offsetSeconds", verdict.Offset is { } off ? (long)off.TotalSeconds : null)));
            known.Clock = verdict.Name;
            scope.Announce(new Change("device", device.Id));
        }

        if (verdict.NeedsSomebody)
            OperationalTasks.Raise(scope, Kind, device.Id, "high", $"{DeviceWords.Clock(verdict)}: a device of {device.Source}{(device.Kind is { } kind ? $" ({kind})" : "")}", verdict.Text, $"/admin/devices/{device.Id}");
        else
            OperationalTasks.Settle(scope, Kind, device.Id, verdict.Name == ClockVerdict.Unheard ? "It was not heard for so long that nobody knows how its clock goes." : verdict.Text);
        return true;
    }
}
