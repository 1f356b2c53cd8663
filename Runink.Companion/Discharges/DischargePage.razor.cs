using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Discharges;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Discharges;

/// <summary>One discharge: what is to be done, by whom, and what shows it.</summary>
public sealed partial class DischargePage
{
    private enum Ask
    {
        Expect,
        Close,
    }

    private DischargeView? view;
    private Refusal? refusal;
    private StayView? begins;
    private Ask? asked;
    private DateTime? day;
    private TimeSpan? clock;
    private string reason = "";
    private string more = "";
    private string? problem;

    [Parameter] public required string Id { get; set; }

    private bool MayAct => view is { State: not DischargeState.Closed } && Caller.May(Permission.ActOnEscalations);

    protected override void OnInitialized() => Watch(change => (change.Kind == "discharge" && change.Id == Id) || (change.Kind == "patient" && change.Id == view?.Patient.Id), _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = (outcome.Value, outcome.Refusal);
        begins = view is null ? (await UseCases.NotBegunAsync(Caller, null, Id, Gone)).FirstOrDefault() : null;
    }

    private async Task BeginAsync()
    {
        if ((await UseCases.BeginAsync(Caller, Id, null, Gone)).Refusal is { } refused)
            Toasts.Refuse(refused);
        await LoadAsync();
    }

    private void Open(Ask ask)
    {
        var at = view?.ExpectedAt is { } expected ? When.Local(expected).DateTime : (DateTime?)null;
        (asked, problem, reason, day, clock) = (ask, null, "", at?.Date, at?.TimeOfDay);
    }

    private async Task SendAsync()
    {
        DischargeCommand command = asked == Ask.Close
            ? new DischargeCommand.Close(reason)
            : new DischargeCommand.Expect(day is { } date ? When.At(date + (clock ?? TimeSpan.FromHours(12))) : null);
        var outcome = await UseCases.ActAsync(Caller, Id, command, view!.Version, Gone);
        problem = outcome.Refusal?.Message;
        if (problem is null)
            (asked, view) = (null, outcome.Value);
    }

    private async Task AddAsync()
    {
        await ActAsync(new DischargeCommand.AddItem(more));
        more = "";
    }

    // Ticks do not depend on what else changed meanwhile.
    private async Task ActAsync(DischargeCommand command)
    {
        var outcome = await UseCases.ActAsync(Caller, Id, command, null, Gone);
        if (outcome.Refusal is { } refused)
            Toasts.Refuse(refused);
        await LoadAsync();
        StateHasChanged();
    }
}
