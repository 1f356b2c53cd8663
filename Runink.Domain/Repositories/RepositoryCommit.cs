using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Domain.Repositories;

/// <summary>A name and an address as a commit says them. Whoever commits may write anything there.</summary>
public sealed record CommitWriter(string Name, string Mail);

/// <summary>A commit in which a file changed.</summary>
/// <param name="Hash">Forty letters.</param>
/// <param name="Writers">The author first; then who committed, who is named as co-author, and those of the other new commits in which this file changed.</param>
public sealed record RepositoryCommit(string Hash, DateTimeOffset At, string Message, IReadOnlyList<CommitWriter> Writers)
{
    public const int LongestMessage = 500;

    private const int LongestName = 100;

    public string Short => Hash[..Math.Min(Hash.Length, 10)];

    public CommitWriter Author => Writers[0];

    /// <summary>Without what would hide or turn letters around on a page.</summary>
    public static string Line(string text) => PlainText.Line(text) is { Length: > LongestName } longer ? longer[..LongestName] : PlainText.Line(text);

    public static string Body(string text)
    {
        var plain = PlainText.Of(text).Trim();
        return plain.Length > LongestMessage ? plain[..LongestMessage] : plain;
    }

    /// <summary>Who of the people here wrote it, as far as a name or an address says so; one too many only asks for somebody else's eyes.</summary>
    public static IReadOnlyList<PersonRef> Known(IEnumerable<CommitWriter> writers, IEnumerable<(PersonRef Person, IReadOnlyList<string> Addresses)> people)
    {
        var all = people.ToList();
        return [.. writers.SelectMany(writer => all.Where(one => IsSame(writer, one.Person, one.Addresses)).Select(one => one.Person)).Distinct()];
    }

    private static bool IsSame(CommitWriter writer, PersonRef person, IReadOnlyList<string> addresses) =>
        string.Equals(writer.Name.Trim(), person.Name, StringComparison.OrdinalIgnoreCase)
        || addresses.Contains(writer.Mail.Trim(), StringComparer.OrdinalIgnoreCase)
        // Addresses that a host gives out instead of the real one: 123+login@users.noreply.host.
        || (writer.Mail.Contains(".noreply.", StringComparison.OrdinalIgnoreCase) && addresses.Contains(writer.Mail.Split('@')[0].Split('+')[^1], StringComparer.OrdinalIgnoreCase));
}
