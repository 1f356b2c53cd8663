using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;

namespace Runink.Domain.Store.Reading;

/// <summary>Reads who is reached, and where, as one picture.</summary>
public static class DirectoryReader
{
    /// <summary>What ended before is not needed to say who is on call now or will be.</summary>
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(40);

    public static async Task<DirectorySnapshot> ReadAsync(CompanionDb db, IReadOnlyDictionary<string, BusinessHours> calendars, TimeZoneInfo zone, IReadOnlySet<string>? sends, DateTimeOffset now, CancellationToken cancel)
    {
        var staff = new Staff(await db.People.AsNoTracking().ToListAsync(cancel));
        var channels = (await db.ContactChannels.AsNoTracking().ToListAsync(cancel)).OrderBy(channel => channel.Ordinal).ToLookup(channel => channel.PersonId, StringComparer.Ordinal);
        var teams = await db.Teams.AsNoTracking().Where(team => team.ClosedAt == null).ToDictionaryAsync(team => team.Id, StringComparer.OrdinalIgnoreCase, cancel);
        var members = (await db.TeamMembers.AsNoTracking().ToListAsync(cancel)).ToLookup(member => member.TeamId, member => member.PersonId, StringComparer.Ordinal);
        var since = now - LooksBack;
        var overrides = (await db.RotaOverrides.AsNoTracking().Where(one => one.WithdrawnAt == null && one.Until >= since).ToListAsync(cancel)).ToLookup(one => one.RotaId, StringComparer.Ordinal);
        var swaps = (await db.ShiftSwaps.AsNoTracking().Where(swap => swap.State == SwapState.Accepted && (swap.Until >= since || swap.OtherUntil >= since)).ToListAsync(cancel)).ToLookup(swap => swap.RotaId, StringComparer.Ordinal);
        var rotas = (await db.Rotas.AsNoTracking().Where(rota => rota.ClosedAt == null).ToListAsync(cancel))
            .ToDictionary(rota => rota.Id, rota => Schedule(rota, overrides[rota.Id], swaps[rota.Id], staff, calendars), StringComparer.OrdinalIgnoreCase);
        return new DirectorySnapshot(staff, channels, teams, members, await db.RoleGrants.AsNoTracking().ToListAsync(cancel), rotas, zone, sends);
    }

    /// <summary>One rota with everything that was ever decided about it, for a command that must not go by what memory holds.</summary>
    public static RotaSchedule Schedule(CompanionDb db, Rota rota, IReadOnlyDictionary<string, BusinessHours> calendars) => Schedule(
        rota, db.RotaOverrides.Where(one => one.RotaId == rota.Id).ToList(), db.ShiftSwaps.Where(swap => swap.RotaId == rota.Id).ToList(), new Staff(db.People.AsNoTracking().ToList()), calendars);

    private static RotaSchedule Schedule(Rota rota, IEnumerable<RotaOverride> overrides, IEnumerable<ShiftSwap> swaps, Staff staff, IReadOnlyDictionary<string, BusinessHours> calendars)
    {
        var plan = rota.Plan;
        return new RotaSchedule(plan, overrides, swaps, staff, plan.HolidayCalendar is { } name ? calendars.GetValueOrDefault(name) : null);
    }
}
