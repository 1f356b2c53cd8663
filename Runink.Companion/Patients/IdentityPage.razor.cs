using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Patients;

/// <summary>Questions of who is who: two records side by side, a decision, and the way back.</summary>
public sealed partial class IdentityPage
{
    private IReadOnlyList<IdentityReviewRow>? rows;
    private IdentityReviewView? view;
    private Refusal? refusal;
    private int version;

    [SupplyParameterFromQuery] public string? View { get; set; }

    [SupplyParameterFromQuery] public string? Open { get; set; }

    [Inject] public required IdentityUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private string Shown => View is "decided" or "merges" ? View : "waiting";

    protected override void OnInitialized() => Watch(change => change.Kind == "identity-review", _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        version++;
        if (Shown == "merges")
            return;
        var outcome = await UseCases.ListAsync(Caller, Shown == "waiting", Gone);
        (rows, refusal) = (outcome.Value, outcome.Refusal);
        if (Open is not { Length: > 0 } id)
            view = null;
        else if (view?.Row.Id != id)
            view = (await UseCases.FindAsync(Caller, id, Gone)).Value;
    }

    private async Task DecideAsync(bool same)
    {
        if (view is not { } decided)
            return;
        var outcome = await UseCases.DecideAsync(Caller, decided.Row.Id, same, Gone);
        if (outcome.Refusal is { } problem)
            Toasts.Refuse(problem);
        else
            Toasts.Say(same ? $"{decided.Row.InQuestion.Name} is {decided.Row.Candidate.Name}: one record." : $"{decided.Row.InQuestion.Name} is somebody else: a record of its own.", "Undo", () => TakeBackAsync(decided.Row.Id));
        Nav.NavigateTo(Address(null));
    }

    private Task UndoAsync() => view is { } decided ? TakeBackAsync(decided.Row.Id) : Task.CompletedTask;

    private async Task TakeBackAsync(string id)
    {
        var outcome = await UseCases.ReopenAsync(Caller, id, Gone);
        if (outcome.Refusal is { } problem)
            Toasts.Refuse(problem);
        else
            Toasts.Say("Taken back: it waits for a decision again.");
        view = null;
        await LoadAsync();
        StateHasChanged();
    }

    private string Address(string? id) => Nav.GetUriWithQueryParameter("open", id);
}
