using System.Text.Json;
using System.Text.Json.Serialization;
using Runink.Domain.Foundation;

namespace Runink.Domain.Teams;

/// <summary>One thing to do: who is asked to, that it was done, by whom, when, and what shows it.</summary>
/// <param name="By">Who did it, or who said that it is not needed.</param>
/// <param name="Owner">Who is asked to do it; null is whoever owns the whole.</param>
/// <param name="Evidence">What shows it, in words: a number, a name, where it is written.</param>
/// <param name="NotNeeded">Why it does not apply; such an item is settled without being done.</param>
public sealed record ChecklistItem(
    int Index, string Text, bool Done, PersonRef? By, DateTimeOffset? At, PersonRef? Owner = null, string? Evidence = null, string? NotNeeded = null)
{
    [JsonIgnore]
    public bool IsSettled => Done || NotNeeded is not null;
}

/// <param name="Text">What happened to which item, for the history.</param>
public sealed record ChecklistChange(IReadOnlyList<ChecklistItem> Items, string Text);

/// <summary>What can be done to a list of things to do. Nothing has changed when it is refused.</summary>
public static class Checklist
{
    public static string Write(IEnumerable<string> texts) => Write([.. texts.Select((text, index) => new ChecklistItem(index, text, Done: false, By: null, At: null))]);

    public static string Write(IReadOnlyList<ChecklistItem> items) => JsonSerializer.Serialize(items);

    public static IReadOnlyList<ChecklistItem> Read(string json) => JsonSerializer.Deserialize<List<ChecklistItem>>(json)!;

    /// <summary>Ticks an item, or takes the tick and what showed it away.</summary>
    public static Outcome<ChecklistChange> Check(IReadOnlyList<ChecklistItem> items, int index, bool done, string? evidence, PersonRef by, DateTimeOffset now) =>
        Change(items, index, item => done
            ? (item with { Done = true, By = by, At = now, Evidence = Words(evidence), NotNeeded = null }, $"☑ {item.Text}{(Words(evidence) is { } shown ? $": {shown}" : "")}")
            : (item with { Done = false, By = null, At = null, Evidence = null, NotNeeded = null }, $"☐ {item.Text}"));

    /// <summary>Asks somebody to do it; null gives it back to whoever owns the whole.</summary>
    public static Outcome<ChecklistChange> Assign(IReadOnlyList<ChecklistItem> items, int index, PersonRef? to) => items.ElementAtOrDefault(index) is { IsSettled: true }
        ? new Refusal("not-allowed-now", "It is settled. Take the tick away first.")
        : Change(items, index, item => (item with { Owner = to }, to is null ? $"Nobody in particular does: {item.Text}" : $"{to.Name} does: {item.Text}"));

    /// <summary>It does not apply here, and somebody says why.</summary>
    public static Outcome<ChecklistChange> Waive(IReadOnlyList<ChecklistItem> items, int index, string? reason, PersonRef by, DateTimeOffset now) => Words(reason) is not { } why
        ? new Refusal("reason-required", "Say why it is not needed.")
        : Change(items, index, item => (item with { Done = false, By = by, At = now, Evidence = null, NotNeeded = why }, $"Not needed: {item.Text}: {why}"));

    private static Outcome<ChecklistChange> Change(IReadOnlyList<ChecklistItem> items, int index, Func<ChecklistItem, (ChecklistItem Item, string Text)> change)
    {
        if (index < 0 || index >= items.Count)
            return new Refusal("invalid", "The checklist has no such item.");
        var (changed, text) = change(items[index]);
        return new ChecklistChange([.. items.Select(item => item.Index == index ? changed : item)], text);
    }

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
