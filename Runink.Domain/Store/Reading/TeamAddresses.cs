using Microsoft.EntityFrameworkCore;
using Runink.Domain.Teams;

namespace Runink.Domain.Store.Reading;

/// <summary>Where the teams in the store are reached: at their own address, else at those of the members who are here.</summary>
public static class TeamAddresses
{
    /// <returns>Name in triggers → one address, or several with commas. A team that nobody can be reached by is left out.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(CompanionDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var here = (await db.People.Where(person => person.DisabledAt == null).ToListAsync(cancel)).Where(person => !person.IsAway(now)).Select(person => person.Id).ToHashSet(StringComparer.Ordinal);
        var mail = (await db.ContactChannels.Where(channel => channel.Kind == ChannelKind.Email).OrderBy(channel => channel.Ordinal).ToListAsync(cancel))
            .ToLookup(channel => channel.PersonId, channel => channel.Value, StringComparer.Ordinal);
        var members = (await db.TeamMembers.ToListAsync(cancel)).ToLookup(member => member.TeamId, member => member.PersonId, StringComparer.Ordinal);
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var team in await db.Teams.Where(team => team.ClosedAt == null).ToListAsync(cancel))
        {
            var at = team.Address ?? string.Join(
                ", ", members[team.Id].Where(here.Contains).Select(id => mail[id].FirstOrDefault()).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase));
            if (at.Length > 0)
                found[team.Id] = at;
        }

        return found;
    }
}
