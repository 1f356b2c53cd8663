using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Controls;

/// <summary>What somebody does with one item of a checklist.</summary>
public abstract record ChecklistAct(ChecklistItem Item)
{
    public sealed record Tick(ChecklistItem Item, bool Done, string? Evidence) : ChecklistAct(Item);

    public sealed record Assign(ChecklistItem Item, string? To) : ChecklistAct(Item);

    public sealed record Waive(ChecklistItem Item, string Reason) : ChecklistAct(Item);
}
