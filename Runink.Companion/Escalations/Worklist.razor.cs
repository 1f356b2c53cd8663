using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>The list of open work. Its address is its whole state: view, unit and selected row.</summary>
public sealed partial class Worklist
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private WorklistPage? page;
    private WorklistShown shown = WorklistShown.Nothing;
    private IList<EscalationRow> rows = [];
    private string? loaded;
    private string announcement = "";
    private EscalationAsk? ask;

    [SupplyParameterFromQuery] public string? View { get; set; }

    [SupplyParameterFromQuery] public string? Unit { get; set; }

    [SupplyParameterFromQuery(Name = "sel")] public string? Selected { get; set; }

    [Inject] public required EscalationUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required ToastQueue Toasts { get; set; }

    [Inject] public required IJSRuntime Js { get; set; }

    private string Name => View ?? "all";

    private WorklistView Current => WorklistViews.All.FirstOrDefault(view => view.Name == Name) ?? WorklistViews.All[0];

    private string News => string.Join(" · ", new[]
    {
        shown.Waiting > 0 ? $"{shown.Waiting} new" : null,
        shown.Left.Count > 0 ? $"{shown.Left.Count} no longer in this view" : null,
    }.OfType<string>()) + " – show";

    protected override void OnInitialized() =>
        Watch(change => change.Kind == "escalation", changes => RefreshAsync(changes.Any(change => change.Critical)), Pace);

    protected override async Task LoadAsync()
    {
        var wanted = $"{View}|{Unit}";
        if (wanted == loaded || !Caller.May(Permission.ReadWorklist))
            return;
        loaded = wanted;
        (page, ask) = (null, null);
        Show(WorklistShown.Nothing);
        await ShowNewsAsync();
    }

    private async Task ShowNewsAsync()
    {
        page = (await UseCases.ListAsync(Caller, WorklistViews.Query(Caller, View, Unit), Gone)).Value ?? WorklistPage.Empty;
        Show(WorklistShown.Of(page.Items));
    }

    private async Task RefreshAsync(bool critical)
    {
        if (page is null)
            return;
        page = (await UseCases.ListAsync(Caller, WorklistViews.Query(Caller, View, Unit), Gone)).Value ?? WorklistPage.Empty;
        var (next, urgent) = shown.Rows.Count == 0 ? (WorklistShown.Of(page.Items), page.Items.Where(row => row.Severity == "critical").ToList()) : shown.Take(page.Items);
        Show(next);
        if (urgent.Count == 0 || !critical)
            return;
        announcement = $"New critical work: {urgent[0].Headline}. {urgent[0].Encounter?.Unit} {urgent[0].Encounter?.Bed}";
        await using var keys = await Js.InvokeAsync<IJSObjectReference>("import", Gone, $"./{Assets["js/keys.js"]}");
        await keys.InvokeVoidAsync("chime", Gone);
    }

    private void Show(WorklistShown next)
    {
        shown = next;
        rows = [.. next.Rows];
    }

    private void Acted(EscalationRow row) => Show(shown.With(row));

    /// <summary>The one button of a row: what can be done at once is done, what needs words opens its dialog in the panel.</summary>
    private async Task NextAsync(EscalationRow row)
    {
        EscalationCommand? command = row.NextAction switch
        {
            "claim" => new EscalationCommand.Claim(),
            "acknowledge" => new EscalationCommand.Acknowledge(),
            _ => null,
        };
        if (command is null)
        {
            ask = row.NextAction == "resolve" ? EscalationAsk.Resolve : null;
            Nav.NavigateTo(WorklistViews.Href(View, Unit, row.Id));
            return;
        }

        var outcome = await UseCases.ActAsync(Caller, row.Id, command, row.Version, Gone);
        if (outcome is { Ok: true, Value: { } changed })
        {
            Acted(changed);
            Toasts.Say(EscalationLabels.Done(command));
        }
        else
        {
            Toasts.Refuse(outcome.Refusal!);
            await RefreshAsync(critical: false);
        }
    }

    private void ChooseUnit(ChangeEventArgs change) => Nav.NavigateTo(WorklistViews.Href(View, change.Value as string, Selected));
}
