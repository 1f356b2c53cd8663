using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Delivery;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations.Wall;

/// <summary>A number on the wall.</summary>
/// <param name="View">The view of the worklist that holds its rows.</param>
/// <param name="Oldest">When the oldest of them was opened; null when there is none.</param>
/// <param name="Hot">That it is not zero is a warning.</param>
public sealed record WallNumber(string View, string Title, int Count, DateTimeOffset? Oldest, bool Hot);

/// <summary>What a screen on the wall may show to whoever passes: numbers, ages and initials of the staff, nothing of a patient.</summary>
public sealed record WallBoard(IReadOnlyList<WallNumber> Numbers, IReadOnlyList<WallOwner> Owners);

public sealed record WallOwner(string Initials, int Count);

public sealed class WallUseCases(CompanionStore store, PeopleDirectory people, TimeProvider time)
{
    private const int MostOwners = 12;

    private static readonly (string View, string Title, bool Hot)[] Asked =
        [("unowned-critical", "Critical, no owner", true), ("late", "Late", true), ("unowned", "No owner", false), ("all", "All open", false), ("unknown", "Could not evaluate", false), ("delivery-failed", "Delivery failed", true)];

    /// <param name="unit">Null or empty is all that the caller may see.</param>
    public async Task<Outcome<WallBoard>> ReadAsync(Caller caller, string? unit, CancellationToken cancel)
    {
        if (!caller.May(Permission.ReadWall) && caller.Lacks(Permission.ReadWorklist) is { } refusal)
            return refusal;
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var rows = db.Escalations.SeenBy(caller);
        if (!string.IsNullOrEmpty(unit))
        {
            // Zeros of a unit that is not there would say that nothing waits.
            if (!people.Units.Contains(unit, StringComparer.Ordinal) && !await db.Escalations.AnyAsync(row => row.Unit == unit, cancel))
                return new Refusal("invalid", $"There is no unit {unit}.");
            rows = rows.Where(row => row.Unit == unit);
        }

        var failed = db.Outbox.Where(message => message.Status == OutboxStatus.Failed).Select(message => message.EscalationId);
        var numbers = new List<WallNumber>(Asked.Length);
        foreach (var (view, title, hot) in Asked)
        {
            var some = view == "unowned" ? rows.Awake().Where(row => row.OwnerId == null) : rows.InView(view, caller.Id, caller.Unit, failed, asked: null, now)!;
            var count = await some.CountAsync(cancel);
            var oldest = count == 0 ? (DateTimeOffset?)null : await some.OrderBy(row => row.OpenedAt).Select(row => (DateTimeOffset?)row.OpenedAt).FirstOrDefaultAsync(cancel);
            numbers.Add(new WallNumber(view == "unowned" ? "all" : view, title, count, oldest, hot));
        }

        var owners = await rows.Awake().Where(row => row.OwnerId != null).GroupBy(row => new { row.OwnerId, row.OwnerName })
            .Select(group => new { group.Key.OwnerId, group.Key.OwnerName, Count = group.Count() })
            .OrderByDescending(owner => owner.Count).ThenBy(owner => owner.OwnerId).Take(MostOwners).ToListAsync(cancel);
        return new WallBoard(numbers, [.. owners.Select(owner => new WallOwner(new PersonRef(owner.OwnerId!, owner.OwnerName!).Initials, owner.Count))]);
    }
}
