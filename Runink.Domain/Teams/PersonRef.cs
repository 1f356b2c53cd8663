namespace Runink.Domain.Teams;

/// <summary>A person as shown beside work: id, display name and two initials.</summary>
public sealed record PersonRef(string Id, string Name)
{
    public string Initials => string.Concat(
        Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(word => char.ToUpperInvariant(word[0])));
}
