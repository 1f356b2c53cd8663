using Microsoft.AspNetCore.Components;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers;

/// <summary>The reference of the language, from the tables of the checker and this site's vocabulary.</summary>
public sealed partial class HelpPage
{
    private List<Part> parts = [];
    private Refusal? refused;
    private string find = "";

    /// <summary>What to look for; a link from a finding brings its code.</summary>
    [SupplyParameterFromQuery] public string? Find { get; set; }

    /// <summary>Anchors keep what was looked for.</summary>
    private string Here => Find is { Length: > 0 } ? $"/triggers/help?find={Uri.EscapeDataString(Find)}" : "/triggers/help";

    private bool Plain => find.Length == 0;

    private IEnumerable<DiagnosticCode> Codes => DiagnosticTable.Rows.Where(row =>
        Part.Has(row.Code, find) || Part.Has(row.Title, find) || Part.Has(row.Meaning, find));

    protected override Task LoadAsync()
    {
        refused = Caller.Lacks(Permission.ReadTriggers);
        find = Find ?? "";
        if (parts.Count > 0 || refused is not null)
            return Task.CompletedTask;
        var vocabulary = UseCases.Vocabulary;
        parts =
        [
            new("keys", "Keys", ["Key", "Inside", "Meaning"], -1, [.. LanguageReference.Keys.Select(key => new[] { key.Name, string.Join(", ", key.Inside), key.Meaning })]),
            new("actions", "Actions", ["Action", "Keys"], -1, [.. LanguageReference.Actions.Select(action => new[] { action.Key, string.Join(", ", action.Value.Where(key => key != "action")) })]),
            new("functions", "Functions", ["Function", "Meaning", "Answers", "Example"], 3, [.. LanguageReference.Functions.Where(f => f.Group != "scores").Select(f => new[] { f.Signature, f.Doc, f.Yields, f.Example })]),
            new("scores", "Scores", ["Score", "Meaning", "Parts", "Example"], 3, [.. LanguageReference.Functions.Where(f => f.Group == "scores").Select(f => new[] { f.Signature, f.Doc, string.Join(", ", f.Reads), f.Example })]),
            new("vocabulary", "Vocabulary", ["Name", "Label", "Also", "Unit", "Codes", "Values", "Fresh for", "Source of the codes"], -1, [.. LanguageReference.Names(vocabulary).Select(name => new[] { name.Name, name.Label, string.Join(", ", name.Aliases), name.Unit, name.Codes, string.Join(", ", name.Values), name.FreshFor, name.Source })]),
            new("sets", "Sets", ["Set", "Members"], -1, [.. vocabulary.Sets.OrderBy(set => set.Key, StringComparer.Ordinal).Select(set => new[] { set.Key, string.Join(", ", set.Value.Members) })]),
            new("units", "Units", ["UCUM", "Shown as", "Also written"], -1, [.. LanguageReference.Units(vocabulary).Select(unit => new[] { unit.Ucum, unit.Shown, string.Join(", ", unit.Spellings) })]),
        ];
        return Task.CompletedTask;
    }

    /// <param name="Code">The column, beside the first, that holds text of the language; −1 for none.</param>
    private sealed record Part(string Id, string Title, IReadOnlyList<string> Heads, int Code, IReadOnlyList<IReadOnlyList<string>> Rows)
    {
        public IEnumerable<IReadOnlyList<string>> Found(string text) => text.Length == 0 ? Rows : Rows.Where(row => row.Any(cell => Has(cell, text)));

        public static bool Has(string cell, string text) => cell.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase);
    }
}
