namespace Runink.Domain.Teams;

/// <summary>Where teams, roles and rotas can be reached: by the settings under <c>Teams:Addresses</c> (name → e-mail address), else by the teams in the store.</summary>
public sealed class Directory
{
    private volatile IReadOnlyDictionary<string, string> teams = new Dictionary<string, string>();
    private volatile DirectorySnapshot snapshot = DirectorySnapshot.Empty;

    public Dictionary<string, string> Addresses { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Names => Addresses.Keys.Concat(teams.Keys).Concat(snapshot.Rotas.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>People, teams and rotas as they were when they were read last.</summary>
    public DirectorySnapshot Now => snapshot;

    /// <summary>
    /// Where this program can send to: <c>email</c> and <c>sms</c>, to whatever address, and endpoints by kind and name like <c>slack:ward-4</c>. Null until it is said.
    /// </summary>
    public IReadOnlySet<string>? Sends { get; private set; }

    public void SendsOver(IEnumerable<string> channels) => Sends = channels.ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what the store knows now. A team without an address of its own has those of its members, separated by commas.</summary>
    public void Know(IReadOnlyDictionary<string, string> stored) => teams = new Dictionary<string, string>(stored, StringComparer.OrdinalIgnoreCase);

    public void Know(DirectorySnapshot known) => snapshot = known;

    /// <summary>Whom a message goes to now, and where; or why nobody is reached. Asks what memory holds and never waits.</summary>
    /// <param name="who">
    /// An address; <c>sms:</c>, <c>slack:</c>, <c>teams:</c> or <c>webhook:</c> with a name; <c>on_call("rota")</c>; <c>role:nurse@ED</c>; <c>person:login</c>; a name of the
    /// settings, of a rota, of a team, or the login of a person.
    /// </param>
    /// <param name="severity">Of the work; channels may want to be left alone by less.</param>
    public Reach Reach(string who, string severity, DateTimeOffset now) => new Reaching(snapshot, Addresses, severity, now).Of(who);

    /// <summary>Why nothing critical could be sent to this person; null when it could.</summary>
    public string? WhyUnreachable(string person) => new Reaching(snapshot, Addresses, Severities.Critical, DateTimeOffset.UnixEpoch).WhyUnreachable(person);

    /// <summary>An address as it is; a name looked up; null when nobody can be reached by it.</summary>
    public string? Find(string who)
    {
        if (who.Contains('@', StringComparison.Ordinal))
            return who;
        var name = who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : who;
        return Addresses.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value ?? teams.GetValueOrDefault(name);
    }
}
