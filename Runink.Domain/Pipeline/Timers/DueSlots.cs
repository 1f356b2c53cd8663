using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Effects;
using Runink.Domain.Referrals.Routing;
using Runink.Domain.Referrals.Scheduling;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Timers;

/// <summary>Calendars become slots some weeks ahead, day by day and whenever they are changed; free slots that are long over go.</summary>
internal sealed class DueSlots(CompanionStore store, StoreWriter writer, ReferralCommandHandler referrals, SiteOptions site)
{
    private const int AtOnce = 200;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private DateOnly swept;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var today = Today(now);
        var until = today.AddDays(OpeningTimes.DaysAhead);
        await using var db = store.Read();
        var due = await db.HealthcareServices.Where(row => row.SlotsUntil == null || (row.OpeningTimes != "" && row.Active && row.SlotsUntil < until)).Select(row => row.Id).Take(AtOnce).ToListAsync(cancel);
        foreach (var id in due)
            await writer.WriteAsync(scope => Keep(scope, id, today), cancel);
        if (swept == today)
            return;
        swept = today;
        var over = (now - Kept).UtcTicks;
        await writer.WriteAsync(scope => scope.Execute("DELETE FROM Slots WHERE EndsAt < $0 AND NOT EXISTS (SELECT 1 FROM SlotBookings WHERE SlotBookings.SlotId = Slots.Id)", over), cancel);
    }

    private bool Keep(WriteScope scope, string serviceId, DateOnly today)
    {
        if (scope.Db.HealthcareServices.Find(serviceId) is not { } service || OpeningTimes.Read(service.OpeningTimes).Value is not { } times)
            return false;
        service.SlotsUntil = today.AddDays(OpeningTimes.DaysAhead);
        // Whoever takes no new patients keeps what is booked.
        if (!service.Active)
            return true;
        var wanted = times.Slots(today, OpeningTimes.DaysAhead, site.Zone).Where(slot => slot.StartsAt > scope.Now).ToDictionary(slot => slot.StartsAt, slot => slot.EndsAt);
        foreach (var slot in scope.Db.Slots.Where(row => row.ServiceId == serviceId && row.Source == Slot.FromCalendar && row.StartsAt > scope.Now).ToList())
        {
            var isWanted = wanted.Remove(slot.StartsAt, out var end);
            var status = isWanted ? SlotStatus.Free : SlotStatus.Withdrawn;
            if (status != slot.Status || (isWanted && end != slot.EndsAt))
                SlotChanges.Say(scope, referrals, Made(scope, service, slot.StartsAt, isWanted ? end : slot.EndsAt, status), Actor.System, _ => false);
        }

        foreach (var (start, end) in wanted)
            scope.Db.Slots.Add(Made(scope, service, start, end, SlotStatus.Free));
        scope.Announce(new Change("slot", serviceId));
        return true;
    }

    private static Slot Made(WriteScope scope, HealthcareService service, DateTimeOffset start, DateTimeOffset end, SlotStatus status) => new()
    {
        Id = scope.Ids.Next(), Source = Slot.FromCalendar, SourceKey = FormattableString.Invariant($"{service.Id} {start.UtcTicks}"), ServiceId = service.Id, StartsAt = start, EndsAt = end, Status = status, ChangedAt = scope.Now,
    };

    private DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, site.Zone).DateTime);
}
