namespace Runink.Domain.Teams;

/// <summary>Where teams, roles and rotas can be reached. Settings under <c>Teams:Addresses</c>: name → e-mail address.</summary>
public sealed class Directory
{
    public Dictionary<string, string> Addresses { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An address as it is; a name looked up; null when nobody can be reached by it.</summary>
    public string? Find(string who)
    {
        if (who.Contains('@', StringComparison.Ordinal))
            return who;
        var name = who.StartsWith("on_call(", StringComparison.Ordinal) ? who["on_call(".Length..].TrimEnd(')').Trim('"', '\'', ' ') : who;
        return Addresses.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
