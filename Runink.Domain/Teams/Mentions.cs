namespace Runink.Domain.Teams;

/// <summary>Whom a text calls: <c>@</c> with a whole name or an id, of two that fit the longer. An address like a@b calls nobody.</summary>
public static class Mentions
{
    /// <returns>In the order of the text, each once.</returns>
    public static IReadOnlyList<PersonRef> In(string text, IReadOnlyCollection<PersonRef> people)
    {
        var called = new List<PersonRef>();
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
                continue;
            var rest = text.AsMemory(at + 1);
            var best = people.SelectMany(person => new[] { (person, called: person.Name), (person, called: person.Id) })
                .Where(one => Begins(rest.Span, one.called)).OrderByDescending(one => one.called.Length).FirstOrDefault().person;
            if (best is not null && !called.Contains(best))
                called.Add(best);
        }

        return called;
    }

    /// <summary>What is being typed after the last <c>@</c> of a text that ends there; null when nobody is being called.</summary>
    public static string? Beginning(string text)
    {
        var at = text.LastIndexOf('@');
        if (at < 0 || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return null;
        var typed = text[(at + 1)..];
        return typed.Length <= 40 && !typed.Contains('\n', StringComparison.Ordinal) && !typed.EndsWith("  ", StringComparison.Ordinal) ? typed : null;
    }

    private static bool Begins(ReadOnlySpan<char> rest, string name) =>
        name.Length > 0 && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (rest.Length == name.Length || !char.IsLetterOrDigit(rest[name.Length]));
}
