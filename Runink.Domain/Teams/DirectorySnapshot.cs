using Runink.Domain.Teams.Rotas;

namespace Runink.Domain.Teams;

/// <summary>Everything that says who is reached, and where, at one moment.</summary>
/// <param name="Channels">By person, in the order in which the person wants them.</param>
/// <param name="Members">By team, ids of people.</param>
/// <param name="Rotas">By id.</param>
/// <param name="Zone">Of the hospital: quiet hours go by its clock.</param>
/// <param name="Sends">As in <see cref="Directory.Sends"/>.</param>
public sealed record DirectorySnapshot(
    Staff Staff, ILookup<string, ContactChannel> Channels, IReadOnlyDictionary<string, Team> Teams, ILookup<string, string> Members, IReadOnlyList<RoleGrant> Grants,
    IReadOnlyDictionary<string, RotaSchedule> Rotas, TimeZoneInfo Zone, IReadOnlySet<string>? Sends = null)
{
    public static DirectorySnapshot Empty { get; } = new(
        Staff.Nobody, Enumerable.Empty<ContactChannel>().ToLookup(channel => channel.PersonId, StringComparer.Ordinal), new Dictionary<string, Team>(), Enumerable.Empty<TeamMember>().ToLookup(member => member.TeamId, member => member.PersonId, StringComparer.Ordinal),
        [], new Dictionary<string, RotaSchedule>(), TimeZoneInfo.Utc);

    /// <summary>Over this channel at all.</summary>
    public bool Can(string channel) => Sends?.Contains(channel) != false;

    /// <summary>To this endpoint of the channel.</summary>
    public bool Can(string channel, string endpoint) => Sends?.Contains($"{channel}:{endpoint}") != false;
}
