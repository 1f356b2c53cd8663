using System.Text;
using Runink.Domain.Signals;
using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Authoring;

/// <summary>The reference as Markdown, one text a page: by file name.</summary>
public static class ReferenceText
{
    private const string Made = "<!-- Written from the tables of the checker; change those. -->\n\n";

    public static IReadOnlyDictionary<string, string> Pages(Vocabulary vocabulary) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Language.md"] = Language(),
        ["Vocabulary.md"] = Words(vocabulary),
        ["Diagnostics.md"] = Diagnostics(),
    };

    private static string Language()
    {
        var text = new StringBuilder(Made).Append("# The trigger language\n\n");
        Code(text, "yaml", LanguageReference.Example);
        text.Append("## Expressions\n\n");
        Code(text, "", LanguageReference.Grammar + "\n");
        foreach (var rule in LanguageReference.Rules)
            text.Append("- ").Append(rule).Append('\n');
        text.Append("\n## Keys\n\n");
        Table(text, ["Key", "Inside", "Meaning"], LanguageReference.Keys.Select(k => new[] { $"`{k.Name}`", string.Join(", ", k.Inside), k.Meaning }));
        text.Append("## Actions\n\n");
        Table(text, ["Action", "Keys"], LanguageReference.Actions.Select(a => new[] { $"`{a.Key}`", string.Join(", ", a.Value.Where(key => key != "action")) }));
        text.Append("## Functions\n\n");
        Table(text, ["Function", "Group", "Answers", "Meaning", "Example"], LanguageReference.Functions.Where(f => f.Group != "scores").Select(f => new[] { $"`{f.Signature}`", f.Group, f.Yields, f.Doc, $"`{f.Example}`" }));
        text.Append("## Scores\n\nA score with a missing part is an interval from the least to the most that the part may add.\n\n");
        Table(text, ["Score", "Meaning", "Parts", "Example"], LanguageReference.Functions.Where(f => f.Group == "scores").Select(f => new[] { $"`{f.Signature}`", f.Doc, string.Join(", ", f.Reads), $"`{f.Example}`" }));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Words(Vocabulary vocabulary)
    {
        var text = new StringBuilder(Made).Append("# The vocabulary\n\n");
        Table(text, ["Name", "Also", "Label", "Unit", "Codes or values", "Fresh for", "Source of the codes"], LanguageReference.Names(vocabulary).Select(n => new[]
        {
            $"`{n.Name}`", string.Join(", ", n.Aliases), n.Label, n.Unit, n.Values.Count > 0 ? $"{n.Codes}{(n.Codes.Length > 0 ? "; " : "")}one of {string.Join(", ", n.Values)}" : n.Codes, n.FreshFor, n.Source,
        }));
        text.Append("## Sets\n\nFor `IN`, `has_condition()` and `on_medication()`. A member that ends in `*` stands for every code of its system that starts so; TEXT is whole words of what the feed writes. What is acute ends by itself.\n\n");
        Table(text, ["Set", "Members"], vocabulary.Sets.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new[] { $"`{s.Key}`", string.Join(", ", s.Value.Members.Select(member => $"`{member}`")) + (s.Value.Members.Max(member => member.Expires) is { } ends ? $"; each for {DurationText.Words(ends)}" : "") }));
        text.Append("## Units\n\nUCUM, and these spellings.\n\n");
        Table(text, ["UCUM", "Shown as", "Also written"], LanguageReference.Units(vocabulary).Select(u => new[] { $"`{u.Ucum}`", u.Shown, string.Join(", ", u.Spellings.Select(spelling => $"`{spelling}`")) }));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string Diagnostics()
    {
        var text = new StringBuilder(Made).Append("# What a check can say\n");
        foreach (var family in DiagnosticTable.Rows.GroupBy(row => row.Family))
        {
            text.Append("\n## ").Append(family.Key).Append('\n');
            foreach (var row in family)
            {
                text.Append("\n### ").Append(row.Code).Append(' ').Append(row.Title).Append("\n\n").Append(row.Meaning).Append(' ').Append(row.Mend).Append("\n\nWrong:\n\n");
                Code(text, "yaml", row.WrongShown);
                text.Append("Right:\n\n");
                Code(text, "yaml", row.Right);
                text.Length--;
            }
        }

        return text.ToString();
    }

    private static void Code(StringBuilder text, string language, string code) =>
        text.Append("```").Append(language).Append('\n').Append(code).Append("```\n\n");

    private static void Table(StringBuilder text, string[] heads, IEnumerable<string[]> rows)
    {
        text.Append("| ").AppendJoin(" | ", heads).Append(" |\n|").Insert(text.Length, "---|", heads.Length).Append('\n');
        foreach (var row in rows)
            text.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        text.Append('\n');
    }
}
