using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <summary>One referral: where it stands, who waits on whom, what it needs, what can be done.</summary>
public sealed partial class ReferralPage
{
    private ReferralView? view;
    private Refusal? refusal;
    private ReferralAction? asked;
    private string? words;
    private (string Id, IDisposable Visit)? here;

    [Parameter] public required string Id { get; set; }

    [Inject] public required ReferralUseCases UseCases { get; set; }

    [Inject] public required Presence Presence { get; set; }

    [Inject] public required ThisCircuit Circuit { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    private ReferralCard Card => view!.Card;

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "referral" && change.Id == Id, _ => LoadAsync());
        Watch(change => change.Kind == Presence.Kind && change.Id == Id, _ => Task.CompletedTask);
        // What somebody has in hand lapses though nothing is written.
        Every(TimeSpan.FromMinutes(1), Time, () => Task.CompletedTask);
    }

    protected override void OnGone() => here?.Visit.Dispose();

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = (outcome.Value, outcome.Refusal);
        Stay();
    }

    /// <summary>Whoever may not see it is not told of as looking at it.</summary>
    private void Stay()
    {
        if (view is not null && here?.Id == Id)
            return;
        here?.Visit.Dispose();
        here = view is null || Gone.IsCancellationRequested ? null : (Id, Presence.Enter(Id, Caller.Person, Circuit));
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private void Close() => (asked, words) = (null, null);

    private void Request(string text) => (asked, words) = (view!.Actions.First(action => action.Name == "request-information"), text);

    private Task StartAsync(ReferralAction action)
    {
        if (!action.Asks)
            return SendAsync(action, new ReferralInput(Card.Version));
        asked = action;
        return Task.CompletedTask;
    }

    private async Task SendAsync(ReferralAction action, ReferralInput input)
    {
        Close();
        var outcome = await UseCases.ActAsync(Caller, Id, action.Name, input, Gone);
        if (outcome.Refusal is { Code: "reason-required" } why && !action.NeedsReason)
            // The dialog comes back with the warning and a field for the reason.
            asked = action with { NeedsReason = true, Full = why.Message };
        else if (outcome.Refusal is { } problem)
            Toasts.Refuse(problem);
        else
            Toasts.SayDone(UseCases, Caller, action, outcome.Value!, ReloadAsync);
        await LoadAsync();
    }
}
