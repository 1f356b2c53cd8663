using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>The list of open work. Its address is its whole state: view, unit and selected row.</summary>
public sealed partial class Worklist
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private WorklistPage? page;
    private WorklistShown shown = WorklistShown.Nothing;
    private IList<WorklistLine> lines = [];
    private readonly HashSet<string> unfolded = new(StringComparer.Ordinal);
    private string? loaded, unknown;
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private readonly HashSet<string> announced = new(StringComparer.Ordinal);
    private string announcement = "";
    private EscalationAsk? ask;
    private bool pointing, focused;

    [SupplyParameterFromQuery] public string? View { get; set; }

    [SupplyParameterFromQuery] public string? Unit { get; set; }

    [SupplyParameterFromQuery] public string? Order { get; set; }

    /// <summary><see cref="WorklistViews.Apart"/>, or nothing: what one patient has stands in one row.</summary>
    [SupplyParameterFromQuery] public string? Group { get; set; }

    [SupplyParameterFromQuery(Name = "sel")] public string? Selected { get; set; }

    [Inject] public required EscalationUseCases UseCases { get; set; }

    [Inject] public required Presence Presence { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required IJSRuntime Js { get; set; }

    private string Name => View ?? "all";

    /// <summary>What is rarely there has a tab only while it is.</summary>
    private IEnumerable<WorklistView> Views => WorklistViews.All.Where(view =>
        view.Name == Name || (view.Name == WorklistViews.MyUnit ? Caller.Unit is not null : !view.Rare || page?.Counts.GetValueOrDefault(view.Name) > 0));

    private WorklistView Current => WorklistViews.All.FirstOrDefault(view => view.Name == Name) ?? WorklistViews.All[0];

    private bool IsGrouped => Group != WorklistViews.Apart && Name != "closed";

    private string Count => WorklistLines.Count(lines, shown.Rows.Count, page?.IsCut == true);

    /// <summary>Nothing moves under a pointer or under the focus: what is new waits behind the count until both have left.</summary>
    private bool Busy => pointing || focused;

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "escalation", changes => RefreshAsync(changes.Any(change => change.Critical)), Pace);
        Watch(change => change.Kind == Presence.Kind, _ => Task.CompletedTask, Pace);
    }

    protected override async Task LoadAsync()
    {
        var wanted = $"{Name}|{Unit}|{Order ?? "urgency"}|{Group}";
        if (wanted == loaded || !Caller.May(Permission.ReadWorklist))
            return;
        loaded = wanted;
        (page, ask) = (null, null);
        Show(WorklistShown.Nothing);
        await ShowNewsAsync();
    }

    private async Task ShowNewsAsync()
    {
        if (await ReadAsync() is not { } fresh)
            return;
        if (WorklistLines.FoldedAway(fresh.Items, Selected) is { } patient)
            unfolded.Add(patient);
        Show(WorklistShown.Of(fresh.Items));
    }

    private async Task<WorklistPage?> ReadAsync()
    {
        var outcome = await UseCases.ListAsync(Caller, WorklistViews.Query(Caller, View, Unit, Order, IsGrouped), Gone);
        (page, unknown) = (outcome.Value ?? page, outcome.Refusal?.Message);
        return outcome.Value;
    }

    private async Task RefreshAsync(bool critical)
    {
        if (page is null || await ReadAsync() is not { } fresh)
            return;
        var (next, urgent) = shown.Rows.Count == 0
            ? (WorklistShown.Of(fresh.Items), fresh.Items.Where(row => row.Severity == "critical").ToList())
            : shown.Take(fresh.Items, Busy);
        Show(next);
        if (urgent.Count(row => announced.Add(row.Id)) == 0 || !critical)
            return;
        announcement = $"New critical work: {urgent[0].Headline}. {urgent[0].Encounter?.Unit} {urgent[0].Encounter?.Bed}{(Busy ? ". Press n to see it." : "")}";
        await using var keys = await Js.InvokeAsync<IJSObjectReference>("import", Gone, $"./{Assets["js/keys.js"]}");
        await keys.InvokeVoidAsync("chime", Gone);
    }

    private Task LeaveAsync()
    {
        pointing = false;
        return !Busy && shown.Critical > 0 ? RefreshAsync(critical: false) : Task.CompletedTask;
    }

    private void Show(WorklistShown next)
    {
        shown = next;
        lines = IsGrouped ? WorklistLines.Folded(next.Rows, page?.Episodes ?? WorklistPage.Empty.Episodes, unfolded) : WorklistLines.Apart(next.Rows);
    }

    private Task FoldAsync(WorklistLine line, bool open)
    {
        if (line.Group is not null && (open ? unfolded.Add(line.Row.Patient.Id) : unfolded.Remove(line.Row.Patient.Id)))
            Show(shown);
        return Task.CompletedTask;
    }

    /// <summary>Rows that were ticked and still stand in the list.</summary>
    private IReadOnlyList<EscalationRow> Chosen => [.. shown.Rows.Where(row => chosen.Contains(row.Id))];

    private Task ChooseAsync(WorklistLine line)
    {
        var ids = line.Stands.Select(row => row.Id).ToList();
        if (ids.TrueForAll(chosen.Contains))
            chosen.ExceptWith(ids);
        else
            chosen.UnionWith(ids);
        return Task.CompletedTask;
    }

    private void Acted(EscalationRow row) => Show(shown.With(row));

    /// <summary>The one button of a row: what can be done at once is done, what needs words opens its dialog in the panel.</summary>
    private Task NextAsync(EscalationRow row) => row.OfferedTo?.Id == Caller.Id ? OpenAsync(row, EscalationAsk.Accept) : row.NextAction switch
    {
        "claim" => ActAsync(row, new EscalationCommand.Claim()),
        "acknowledge" => ActAsync(row, new EscalationCommand.Acknowledge()),
        "resolve" => OpenAsync(row, EscalationAsk.Resolve),
        _ => OpenAsync(row, null),
    };

    /// <summary>A key pressed on a row acts on that row.</summary>
    private Task KeyAsync(WorklistLine line, string key) => (line.Row, key) switch
    {
        (_, "ArrowRight" or "ArrowLeft") => FoldAsync(line, open: key == "ArrowRight"),
        ({ NextAction: "none" }, _) => Task.CompletedTask,
        (_, "x") => ChooseAsync(line),
        (var row, "c") => ActAsync(row, new EscalationCommand.Claim()),
        (var row, "a") => ActAsync(row, new EscalationCommand.Acknowledge()),
        (var row, "h") => OpenAsync(row, EscalationAsk.HandOver),
        (var row, "s") => OpenAsync(row, EscalationAsk.Snooze),
        (var row, "r") => OpenAsync(row, EscalationAsk.Resolve),
        (var row, "e") => OpenAsync(row, EscalationAsk.Escalate),
        _ => Task.CompletedTask,
    };

    private Task OpenAsync(EscalationRow row, EscalationAsk? asked)
    {
        ask = asked;
        Nav.NavigateTo(Href(row.Id));
        return Task.CompletedTask;
    }

    private async Task ActAsync(EscalationRow row, EscalationCommand command, bool undoable = true)
    {
        var outcome = await UseCases.ActAsync(Caller, row.Id, command, row.Version, Gone);
        if (outcome is { Ok: true, Value: { } changed })
        {
            Acted(changed);
            var undo = undoable ? EscalationLabels.Undo(command, row, Caller.Id) : null;
            Toasts.Say(EscalationLabels.Done(command, changed), undo?.Label, undo is { Command: var back } ? () => ActAsync(changed, back, undoable: false) : null);
        }
        else
        {
            Toasts.Refuse(outcome.Refusal! with { Message = $"{row.Patient.Name}: {outcome.Refusal!.Message}" });
            await RefreshAsync(critical: false);
        }

        StateHasChanged();
    }

    private string Href(string? selected) => WorklistViews.Href(View, Unit, selected, Order, Group);

    private void ChooseUnit(string? unit) => Nav.NavigateTo(WorklistViews.Href(View, unit, Selected, Order, Group));

    private void ChooseOrder(string? order) => Nav.NavigateTo(WorklistViews.Href(View, Unit, Selected, order, Group));

    private void SwitchGroups() => Nav.NavigateTo(WorklistViews.Href(View, Unit, Selected, Order, IsGrouped ? WorklistViews.Apart : null));
}
