using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Signals;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Authoring;
using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Triggers.Beginning;

/// <summary>A shipped trigger as the gallery shows it.</summary>
public sealed record GalleryItem(string Id, string Name, string? Description, string Severity, string Sentence, bool IsHere);

/// <summary>How a trigger begins: from a question, from the gallery, or from nothing. What begins is a draft and calls nobody.</summary>
public sealed class BeginningUseCases(TriggerUseCases triggers, TriggerCatalog catalog, Directory directory)
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Samples", "Packs");

    /// <summary>What a question can be about, in the order of what people call it.</summary>
    public IReadOnlyList<Concept> Measures => [.. catalog.Vocabulary.Concepts.Where(concept => concept is { IsNumeric: true, IsContext: false } && !concept.Name.StartsWith("score.", StringComparison.Ordinal)).OrderBy(concept => concept.Label, StringComparer.OrdinalIgnoreCase)];

    public IReadOnlyList<string> Recipients => [.. directory.Names.Order(StringComparer.OrdinalIgnoreCase)];

    public async Task<Outcome<IReadOnlyList<GalleryItem>>> GalleryAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        var here = ((await triggers.ListAsync(caller, cancel)).Value ?? []).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        var items = new List<GalleryItem>();
        foreach (var file in Files())
        {
            if (catalog.Compile(Path.GetFileNameWithoutExtension(file), await File.ReadAllTextAsync(file, cancel)) is { } trigger)
                items.Add(new GalleryItem(trigger.Id, trigger.Name, trigger.Description?.Trim(), trigger.Severity.ToString().ToLowerInvariant(), TriggerSentence.Describe(trigger), here.Contains(trigger.Id)));
        }

        return new Outcome<IReadOnlyList<GalleryItem>>([.. items.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    /// <summary>A shipped text as a draft under a name of its own.</summary>
    public async Task<Outcome<TriggerView>> FromGalleryAsync(Caller caller, string item, string id, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        // Only names that the folder itself has: what is asked for never becomes a path.
        return Files().FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == item) is { } found
            ? await triggers.CopyAsync(caller, item, await File.ReadAllTextAsync(found, cancel), id, name, cancel)
            : new Refusal("not-found", "The gallery has no such trigger.");
    }

    public async Task<Outcome<TriggerView>> FromQuestionAsync(Caller caller, TriggerQuestion question, string id, string name, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.EditTriggers) is { } refusal)
            return refusal;
        var written = question.Write(id, name, catalog.Vocabulary);
        return written.Value is { } yaml ? await triggers.CopyAsync(caller, "question", yaml, id, name, cancel) : written.Refusal!;
    }

    private static IEnumerable<string> Files() => System.IO.Directory.Exists(Folder) ? System.IO.Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal) : [];
}
