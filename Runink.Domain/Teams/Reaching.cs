using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Teams.Rotas;

namespace Runink.Domain.Teams;

/// <summary>Answers for one message whom a name reaches.</summary>
internal sealed class Reaching(DirectorySnapshot known, IReadOnlyDictionary<string, string> settings, string severity, DateTimeOffset now)
{
    /// <summary>How far ahead somebody is looked for who is on call next.</summary>
    private static readonly TimeSpan LooksAhead = TimeSpan.FromDays(14);

    public Reach Of(string who)
    {
        var name = who.Trim();
        if (name.Split(':', 2) is [var prefix, { Length: > 0 } rest])
        {
            switch (prefix)
            {
                case "sms" or "slack" or "teams" or "webhook":
                    return Direct(prefix, rest.Trim());
                case "role":
                    return OfRole(rest);
                case "person":
                    return OfPerson(rest.Trim());
            }
        }

        if (RotaIn(name) is { } rota)
            return OnCall(rota) ?? Setting(rota) ?? OfTeam(rota) ?? Reach.Nobody($"There is no rota {rota}.");
        if (name.Contains('@', StringComparison.Ordinal))
            return Addresses(name);
        return Setting(name) ?? OnCall(name) ?? OfTeam(name) ?? (PersonNamed(name) is { } person ? OfPerson(person) : Reach.Nobody($"{name} is no team, rota, role or person here."));
    }

    public string? WhyUnreachable(string id) => known.Staff.Find(id) is { } person ? Channel(person).Why : $"{known.Staff.WhyNobody(id, now)}.";

    /// <summary>The name in <c>on_call("…")</c>; null when it is something else.</summary>
    public static string? RotaIn(string who) => who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : null;

    private Reach Direct(string channel, string address) =>
        channel == "sms" ? known.Can(channel) ? Reach.To(new Recipient(OwnerOf(ChannelKind.Sms, address), channel, address)) : Reach.Nobody("No text messages are sent here.")
        : known.Can(channel, address) ? Reach.To(new Recipient(null, channel, address)) : Reach.Nobody($"No endpoint of kind {channel} is called {address} here.");

    private Reach? Setting(string name) =>
        settings.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } address ? Addresses(address) : null;

    /// <summary>One address, or several with commas.</summary>
    private Reach Addresses(string addresses)
    {
        // A comma inside a quoted name separates nothing.
        string[] each = addresses.Contains('"', StringComparison.Ordinal) ? [addresses.Trim()] : addresses.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Reach([.. each.Distinct(StringComparer.OrdinalIgnoreCase).Select(address => new Recipient(OwnerOf(ChannelKind.Email, address), "email", address))], null);
    }

    private PersonRef? OwnerOf(ChannelKind kind, string address) => known.Staff.All
        .FirstOrDefault(person => person.IsActive && known.Channels[person.Id].Any(channel => channel.Kind == kind && string.Equals(channel.Value, address, StringComparison.OrdinalIgnoreCase)))?.Ref;

    /// <summary>Null when there is no such rota. Where nobody of it is reached, a team of its name is.</summary>
    private Reach? OnCall(string name)
    {
        if (Named(known.Rotas, name) is not { } rota)
            return null;
        var people = rota.OnCall(now);
        var reached = people.Count == 0 ? Reach.Nobody(WhenAgain(rota)) : Each(people.Select(one => one.PersonId), why => $"{why} Nobody else is on call in {rota.Plan.Name}.");
        return reached.IsNobody && OfTeam(name) is { IsNobody: false } team ? team : reached;
    }

    private string WhenAgain(RotaSchedule rota)
    {
        var why = rota.Shifts(now, now + LooksAhead);
        var next = why.FirstOrDefault(shift => shift.People.Count > 0);
        var until = next is null ? $"in the next {LooksAhead.Days} days" : $"until {Clock(next.From, rota.Plan.TimeZone)}";
        return $"Nobody is on call in {rota.Plan.Name} {until}.{(why is [{ Why: { } reason }, ..] && reason != "Nobody is planned." ? $" {reason}" : "")}";
    }

    private Reach? OfTeam(string name)
    {
        if (Named(known.Teams, name) is not { ClosedAt: null } team)
            return null;
        if (team.Address is { Length: > 0 } address)
            return Addresses(address);
        var members = known.Members[team.Id].Distinct(StringComparer.Ordinal).ToList();
        return members.Count == 0 ? Reach.Nobody($"{team.Name} has neither an address nor members.") : Each(members, why => $"Nobody in {team.Name} is reached. {why}");
    }

    private Reach OfRole(string text)
    {
        var (wanted, unit) = text.Split('@', 2, StringSplitOptions.TrimEntries) is [var before, var after] ? (before, after) : (text.Trim(), null);
        if (!Enum.TryParse<Role>(wanted.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var role) || !Enum.IsDefined(role))
            return Reach.Nobody($"There is no role {wanted}.");
        var people = known.Grants.Where(grant => grant.Role == role && (unit is null || string.Equals(grant.Unit, unit, StringComparison.OrdinalIgnoreCase))).Select(grant => grant.PersonId).Distinct(StringComparer.Ordinal).ToList();
        var where = unit is null ? "" : $" on {unit}";
        return people.Count == 0 ? Reach.Nobody($"Nobody has the role {wanted}{where}.") : Each(people, why => $"Nobody with the role {wanted}{where} is reached. {why}");
    }

    private Reach OfPerson(string loginOrId) => PersonNamed(loginOrId) is { } id ? Each([id], why => why) : Reach.Nobody($"There is no person {loginOrId}.");

    private string? PersonNamed(string loginOrId) =>
        known.Staff.Find(loginOrId)?.Id ?? known.Staff.All.FirstOrDefault(person => string.Equals(person.Login, loginOrId, StringComparison.OrdinalIgnoreCase))?.Id;

    /// <summary>Each of the people, or who stands in; nobody twice.</summary>
    private Reach Each(IEnumerable<string> people, Func<string, string> whyNobody)
    {
        var recipients = new List<Recipient>();
        string? why = null;
        foreach (var id in people)
        {
            if (known.Staff.TakerOf(id, now) is not { } taker)
            {
                why ??= $"{known.Staff.WhyNobody(id, now)}.";
                continue;
            }

            var (recipient, reason) = Channel(taker);
            if (recipient is null)
                why ??= reason;
            else if (recipients.TrueForAll(other => other.Person?.Id != taker.Id))
                recipients.Add(recipient);
        }

        return recipients.Count > 0 ? new Reach(recipients, null) : Reach.Nobody(whyNobody(why ?? "Nobody is named."));
    }

    /// <summary>The first of the person's channels that takes this message now.</summary>
    private (Recipient? Recipient, string? Why) Channel(Person person)
    {
        var sendable = known.Channels[person.Id].Where(channel => channel.Channel is { } over && known.Can(over)).ToList();
        var channels = sendable.Where(channel => channel.VerifiedAt is not null).ToList();
        // An address that nobody has proved yet is better than none.
        if (channels.Count == 0)
            channels = [.. sendable.Where(channel => channel.Kind == ChannelKind.Email)];
        if (channels.Count == 0)
            return (null, $"{person.Name} has no address that this program can send to.");
        var wanted = channels.Where(channel => channel.MinSeverity is not { } least || Severities.Rank(severity) >= Severities.Rank(least)).ToList();
        if (wanted.Count == 0)
            return (null, $"{person.Name} wants to hear only of what is {channels.Select(channel => channel.MinSeverity!).MinBy(Severities.Rank)} or worse.");
        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, known.Zone).DateTime);
        var first = string.Equals(severity, Severities.Critical, StringComparison.OrdinalIgnoreCase) ? wanted[0] : wanted.Find(channel => !channel.IsQuiet(clock));
        return first is null
            ? (null, $"{person.Name} is not to be disturbed before {wanted.Select(channel => channel.QuietUntil!.Value).MinBy(until => (until - clock).Ticks).ToString("HH:mm", CultureInfo.InvariantCulture)}; only what is critical goes through.")
            : (new Recipient(person.Ref, first.Channel!, first.Value), null);
    }

    /// <summary>A time today as a time, another day with its name.</summary>
    private string Clock(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString(LocalTimes.Day(at, zone) == LocalTimes.Day(now, zone) || at - now < TimeSpan.FromHours(12) ? "HH:mm" : "ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    private static T? Named<T>(IReadOnlyDictionary<string, T> all, string name)
        where T : class => all.TryGetValue(name, out var found) ? found : all.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
