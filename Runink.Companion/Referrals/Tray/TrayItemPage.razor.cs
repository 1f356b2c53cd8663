using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals.Tray;

namespace Runink.Companion.Referrals.Tray;

/// <summary>One document of the tray beside the form that it may become.</summary>
public sealed partial class TrayItemPage
{
    private TrayView? view;
    private Refusal? refusal;
    private TraySuggestion? shown;
    private bool setsAside;
    private (string Id, IDisposable Visit)? here;

    [Parameter] public required string Id { get; set; }

    [Inject] public required TrayUseCases UseCases { get; set; }

    [Inject] public required TrayActUseCases Acts { get; set; }

    [Inject] public required Presence Presence { get; set; }

    [Inject] public required ThisCircuit Circuit { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    private TrayRow Row => view!.Row;

    private string? Hands => Row.State != TrayState.Waiting ? null
        : Row.Worker is { } worker ? worker.Id == Caller.Id ? "You have this in hand: others are told." : $"{worker.Name} has this in hand. Leave it, or take it over."
        : Presence.Words(Id, Caller.Id);

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "tray" && change.Id == Id, _ => LoadAsync());
        Watch(change => change.Kind == Presence.Kind && change.Id == Id, _ => Task.CompletedTask);
        Every(TimeSpan.FromMinutes(1), Time, LoadAsync);
    }

    protected override void OnGone() => here?.Visit.Dispose();

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = (outcome.Value, outcome.Refusal);
        if (view is not null && here?.Id == Id)
            return;
        here?.Visit.Dispose();
        (shown, here) = (null, view is null || Gone.IsCancellationRequested ? null : (Id, Presence.Enter(Id, Caller.Person, Circuit)));
    }

    private Task WorkAsync(bool takeOver) => TakeAsync(Acts.WorkAsync(Caller, Id, Row.Version, takeOver, Gone));

    private Task LeaveAsync() => TakeAsync(Acts.StopWorkAsync(Caller, Id, Gone));

    private Task PutBackAsync() => TakeAsync(Acts.PutBackAsync(Caller, Id, Row.Version, Gone));

    private async Task SetAsideAsync(string reason)
    {
        setsAside = false;
        if (await TakeAsync(Acts.SetAsideAsync(Caller, Id, Row.Version, reason, Gone)))
        {
            Toasts.Say($"“{Row.Name}” is set aside.", "Put it back", PutBackAsync);
        }
    }

    private async Task<bool> TakeAsync(Task<Outcome<TrayView>> act)
    {
        var outcome = await act;
        if (outcome.Refusal is { } why)
            Toasts.Refuse(why);
        await LoadAsync();
        StateHasChanged();
        return outcome.Ok;
    }

    private Task DoneAsync(TrayView done)
    {
        Navigation.NavigateTo($"/referrals/{done.Row.ReferralId}");
        return Task.CompletedTask;
    }
}
