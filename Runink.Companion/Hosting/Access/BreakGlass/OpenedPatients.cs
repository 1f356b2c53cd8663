using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.Access.BreakGlass;

/// <summary>A patient of another unit whom somebody may see until then.</summary>
public sealed record OpenedPatient(string PatientId, string GrantId, DateTimeOffset EndsAt)
{
    public static OpenedPatient? Read(string text) => text.Split('/') is [var patient, var grant, var ticks] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        ? new OpenedPatient(patient, grant, new DateTimeOffset(at, TimeSpan.Zero))
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PatientId}/{GrantId}/{EndsAt.UtcTicks}");
}

/// <summary>Who sees whom because of an emergency, in memory: every question of a person is asked with it. It ends by the clock, whatever memory holds.</summary>
public sealed class OpenedPatients(CompanionStore store, StoreWriter writer, TimeProvider time)
{
    private volatile Dictionary<string, IReadOnlyList<OpenedPatient>> byPerson = [];

    /// <summary>Raised after it was read again, on no particular thread.</summary>
    public event Action? Changed;

    public IReadOnlyList<OpenedPatient> Of(string personId)
    {
        if (!byPerson.TryGetValue(personId, out var opened))
            return [];
        var now = time.GetUtcNow();
        return [.. opened.Where(patient => patient.EndsAt > now)];
    }

    public async Task RefreshAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using var db = store.Read();
        var open = await db.BreakGlassGrants.Where(grant => grant.EndedAt == null && grant.EndsAt > now).ToListAsync(cancel);
        byPerson = open.GroupBy(grant => grant.PersonId, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => (IReadOnlyList<OpenedPatient>)[.. group.Select(grant => new OpenedPatient(grant.PatientId, grant.Id, grant.EndsAt))], StringComparer.Ordinal);
        Changed?.Invoke();
    }

    /// <summary>Writes down the end of those whose time is over, and tells open pages.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await using (var db = store.Read())
        {
            if (!await db.BreakGlassGrants.AnyAsync(grant => grant.EndedAt == null && grant.EndsAt <= now, cancel))
                return;
        }

        await writer.WriteAsync(scope =>
        {
            foreach (var grant in scope.Db.BreakGlassGrants.Where(grant => grant.EndedAt == null && grant.EndsAt <= scope.Now).ToList())
                BreakGlassCommandHandler.End(scope, grant, "time", Actor.System);
            return true;
        }, cancel);
        await RefreshAsync(cancel);
    }
}
