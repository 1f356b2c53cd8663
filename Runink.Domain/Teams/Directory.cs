namespace Runink.Domain.Teams;

/// <summary>Where teams, roles and rotas can be reached: by the settings under <c>Teams:Addresses</c> (name → e-mail address), else by the teams in the store.</summary>
public sealed class Directory
{
    private volatile IReadOnlyDictionary<string, string> teams = new Dictionary<string, string>();

    public Dictionary<string, string> Addresses { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Names => Addresses.Keys.Concat(teams.Keys).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what the store knows now. A team without an address of its own has those of its members, separated by commas.</summary>
    public void Know(IReadOnlyDictionary<string, string> stored) => teams = new Dictionary<string, string>(stored, StringComparer.OrdinalIgnoreCase);

    /// <summary>An address as it is; a name looked up; null when nobody can be reached by it.</summary>
    public string? Find(string who)
    {
        if (who.Contains('@', StringComparison.Ordinal))
            return who;
        var name = who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : who;
        return Addresses.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value ?? teams.GetValueOrDefault(name);
    }
}
