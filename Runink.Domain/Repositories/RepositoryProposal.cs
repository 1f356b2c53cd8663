using System.Globalization;
using System.Text;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Repositories;

public sealed record ProposedTest(string Name, bool Passed);

/// <summary>How often a text would have called, and the one in force: rounded, and null where fewer than eleven.</summary>
public sealed record ProposedForecast(int? Alerts, int? AlertsInForce, bool HasInForce);

/// <summary>A text as it is proposed to a repository: the branch, and what stands in the pull request. Nothing in it is of a patient: counts are rounded, and nobody's notes come along.</summary>
public sealed record RepositoryProposal(ReviewKind Kind, string Id, string Name, string Yaml, int? VersionInForce, IReadOnlyList<PersonRef> Writers)
{
    private const int LongestDifference = 40_000;
    private const string Host = "companion.noreply.invalid";

    public string Branch => string.Create(CultureInfo.InvariantCulture, $"companion/{RepositoryPath.Word(Kind)}-{Id}-v{(VersionInForce ?? 0) + 1}");

    public string Title => VersionInForce is { } version ? string.Create(CultureInfo.InvariantCulture, $"{Plain(Name)}: v{version + 1}") : $"{Plain(Name)}: new";

    /// <summary>Each writer under an address that is nobody's, by which Companion knows the writer again when the commit comes back.</summary>
    public string Message
    {
        get
        {
            var text = new StringBuilder(Title).Append("\n\nWritten in Runink Companion.\n");
            foreach (var other in Writers.Skip(1))
                text.Append(CultureInfo.InvariantCulture, $"\nCo-authored-by: {Plain(other.Name)} <{MailOf(other)}>");
            return text.Append('\n').ToString();
        }
    }

    public static string MailOf(PersonRef person) => $"{new string([.. person.Id.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')])}@{Host}";

    /// <param name="difference">Lines with their mark, as a patch has them.</param>
    public string Body(IReadOnlyList<string> difference, IReadOnlyList<ProposedTest> tests, ProposedForecast? forecast)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Plain(Name)} (`{RepositoryPath.Word(Kind)}`, `{Id}`), written by {string.Join(" and ", Writers.Select(writer => Plain(writer.Name)))} in Runink Companion. ");
        text.Append("Merging it changes nothing by itself: the hospital's Companion asks somebody else to approve what is merged.\n\n### What differs\n\n");
        var lines = string.Join('\n', difference);
        if (lines.Length > LongestDifference)
            lines = lines[..LongestDifference] + "\n…";
        // A text may hold fences of its own.
        var fence = new string('`', Math.Max(3, Longest(lines) + 1));
        text.Append(CultureInfo.InvariantCulture, $"{fence}diff\n{lines}\n{fence}\n\n### Tests\n\n");
        if (tests.Count == 0)
            text.Append("It has no tests.\n");
        foreach (var test in tests)
            text.Append(CultureInfo.InvariantCulture, $"- {(test.Passed ? "passes" : "**fails**")}: {Plain(test.Name)}\n");
        if (forecast is not null)
            text.Append(CultureInfo.InvariantCulture, $"\n### Forecast\n\nOver the last 30 days it would have called {Told(forecast.Alerts)}{(forecast.HasInForce ? $"; the version in force {Told(forecast.AlertsInForce)}" : "")}. Numbers are rounded to tens.\n");
        return text.ToString();
    }

    private static string Told(int? count) => count is { } told ? string.Create(CultureInfo.InvariantCulture, $"about {told:N0} times") : "fewer than eleven times";

    /// <summary>Names are shown as letters, whatever they would mean to whoever lays the text out.</summary>
    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        foreach (var letter in RepositoryCommit.Line(name))
            plain.Append(letter is '*' or '_' or '`' or '[' or ']' or '<' or '>' or '#' or '@' or '|' or '\\' or '!' ? ' ' : letter);
        return plain.ToString().Trim();
    }

    private static int Longest(string text)
    {
        var (longest, now) = (0, 0);
        foreach (var letter in text)
            longest = Math.Max(longest, now = letter == '`' ? now + 1 : 0);
        return longest;
    }
}
