using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Triggers;

/// <summary>Every act here can be taken back; only retiring asks first, because it takes effect on patients.</summary>
public sealed partial class TriggerMenu
{
    private string? asked;
    private string name = "";
    private string why = "";

    [Parameter, EditorRequired] public required string Id { get; set; }

    [Parameter, EditorRequired] public required string Name { get; set; }

    [Parameter, EditorRequired] public required TriggerView View { get; set; }

    /// <summary>The text in the editor.</summary>
    [Parameter, EditorRequired] public required string Text { get; set; }

    [Parameter] public EventCallback<TriggerView> OnChanged { get; set; }

    [Inject] public required TriggerUseCases UseCases { get; set; }

    [Inject] public required Approval.ReviewUseCases Reviews { get; set; }

    [Inject] public required Repositories.ProposalUseCases Proposals { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    private bool MayCopy => Caller.May(Permission.EditTriggers);

    /// <summary>What is saved; what only stands in the editor is nobody's text yet.</summary>
    private bool MayPropose => Caller.May(Permission.EditTriggers) && View is { IsDraft: true, Revision: > 0 } && Proposals.Repositories(Caller).Count > 0;

    private bool MayRetire => Caller.May(Permission.PublishTriggers) && View.VersionInForce is not null;

    private bool MayDelete => Caller.May(Permission.EditTriggers) && View is { IsDraft: true, Revision: > 0 };

    /// <summary>The version before the one in force, or the last one of a retired trigger; null when nothing can be undone.</summary>
    private int? Again => !Caller.May(Permission.PublishTriggers) ? null
        : View.VersionInForce is { } live ? View.Versions.Where(version => version.Version < live && version.Status == "superseded").MaxBy(version => version.Version)?.Version
        : View.Versions.Where(version => version.Status is "superseded" or "retired").MaxBy(version => version.Version)?.Version;

    private bool MayHurry => Reviews.IsRequired && Caller.May(Permission.PublishTriggers) && View is { IsDraft: true, Revision: > 0 };

    private void Ask(string what) => (asked, why) = (what, "");

    private void AskCopy() => (asked, name) = ("copy", $"{Name} (copy)");

    private void Close() => asked = null;

    private async Task RetireAsync()
    {
        asked = null;
        var version = View.VersionInForce!.Value;
        if (await TakeAsync(await UseCases.RetireAsync(Caller, Id, Gone)))
            Toasts.Say($"{Name} is retired and calls nobody.", "Publish again", async () =>
            {
                if (await TakeAsync(await UseCases.PublishAgainAsync(Caller, Id, version, CancellationToken.None, Reviews.IsRequired ? "Retired by mistake." : null)))
                    Toasts.Say($"{Name} is in force again, with the text of v{version}.");
            });
    }

    private async Task PublishAsync()
    {
        var outcome = asked == "hurry" ? await UseCases.PublishInEmergencyAsync(Caller, Id, View.Revision, why, Gone) : await UseCases.PublishAgainAsync(Caller, Id, Again!.Value, Gone, why);
        asked = null;
        if (await TakeAsync(outcome))
            Toasts.Say($"{Name}: v{outcome.Value!.VersionInForce} is in force.");
    }

    private async Task CopyAsync()
    {
        var id = TriggerChecks.Slug(name);
        var outcome = await UseCases.CopyAsync(Caller, Id, Text, id, name.Trim(), Gone);
        if (outcome.Refusal is { } problem)
        {
            Toasts.Refuse(problem);
            return;
        }

        asked = null;
        Toasts.Say($"{name.Trim()} is a draft of its own now. It calls nobody until it is published.");
        Nav.NavigateTo($"/triggers/{id}");
    }

    private async Task DeleteAsync()
    {
        var published = View.Versions.Count > 0;
        var outcome = await UseCases.DeleteDraftAsync(Caller, Id, View.Revision, Gone);
        if (outcome is not { Ok: true, Value: { } text })
        {
            Toasts.Refuse(outcome.Refusal!);
            return;
        }

        var nav = Nav;
        Toasts.Say($"The draft of {Name} is deleted.", "Undo", async () =>
        {
            var again = await UseCases.SaveDraftAsync(Caller, Id, text, 0, CancellationToken.None);
            if (again.Refusal is { } problem)
                Toasts.Refuse(problem);
            else if (published)
                await OnChanged.InvokeAsync(again.Value!);
            else
                nav.NavigateTo($"/triggers/{Id}");
        });
        if (published)
            await TakeAsync(await UseCases.FindAsync(Caller, Id, Gone));
        else
            Nav.NavigateTo("/triggers");
    }

    private async Task<bool> TakeAsync(Outcome<TriggerView> outcome)
    {
        if (outcome is not { Ok: true, Value: { } now })
        {
            Toasts.Refuse(outcome.Refusal!);
            return false;
        }

        await OnChanged.InvokeAsync(now);
        return true;
    }
}
