using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers;

/// <summary>Where a trigger is written: the text, and beside it what the text means and would have done.</summary>
public sealed partial class Studio
{
    private TriggerView? view;
    private CheckAnswer? check;
    private BacktestView? tried;
    private TriggerEditor? editor;
    private Refusal? refusal;
    private string text = "";
    private string? loaded;
    private bool publishing;

    [Parameter] public required string Id { get; set; }

    [SupplyParameterFromQuery] public string? Tab { get; set; }

    /// <summary>The title of a trigger that does not exist yet.</summary>
    [SupplyParameterFromQuery] public string? Name { get; set; }

    [Inject] public required TriggerUseCases UseCases { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    private bool MayEdit => Caller.May(Permission.EditTriggers);

    private EventCallback<TriggerVersionRow> OpenVersion => MayEdit ? EventCallback.Factory.Create<TriggerVersionRow>(this, OpenVersionAsync) : default;

    private bool Dirty => view is not null && text != view.Yaml;

    private int Errors => check?.Diagnostics.Count(found => found.Severity == "error") ?? 0;

    private int Others => (check?.Diagnostics.Count ?? 0) - Errors;

    private string? WhyNotPublish => view is null ? "Loading"
        : Errors > 0 ? "Mend the errors first"
        : check?.Id is { } written && written != Id ? $"The text's id is {written}; this trigger is {Id}, and an id never changes"
        : check?.Tests.Any(test => !test.Passed) == true ? "A test fails"
        : Dirty && !MayEdit ? "Somebody must save the text first"
        : !Dirty && view is { IsDraft: false, VersionInForce: not null } ? "This text is in force already"
        : null;

    protected override async Task LoadAsync()
    {
        if (loaded == Id)
            return;
        // Another trigger has another editor: this one goes, with its text, until the other is read.
        (loaded, view, check, tried, editor) = (Id, null, null, null, null);
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = outcome is { Refusal.Code: "not-found" } && Name is { Length: > 0 } name && MayEdit
            ? (new TriggerView(Id, name, "", null, true, 0, []), null)
            : (outcome.Value, outcome.Refusal);
        if (view is null)
            return;
        text = view.Yaml.Length > 0 ? view.Yaml : Start(Id, view.Name);
        await UseCases.LookAtFeedsAsync(Caller, Gone);
        check = UseCases.Check($"{Id}.yaml", text);
    }

    /// <summary>What the server has changed meanwhile; the text that is being written stays.</summary>
    private async Task ReloadAsync() => view = (await UseCases.FindAsync(Caller, Id, Gone)).Value ?? view;

    private async Task TypedAsync(string typed)
    {
        text = typed;
        tried = null;
        check = UseCases.Check($"{Id}.yaml", text);
        await editor!.MarkAsync(check.Diagnostics);
    }

    /// <summary>What was changed beside the editor stands in it too, and its own undo takes it back.</summary>
    private async Task ChangeAsync(string changed)
    {
        await TypedAsync(changed);
        await editor!.ReplaceAsync(changed);
    }

    protected override Task OnAfterRenderAsync(bool firstRender) =>
        editor is not null && check is not null ? editor.MarkAsync(check.Diagnostics) : Task.CompletedTask;

    private bool SaysSeverity => text.Contains("severity:", StringComparison.Ordinal);

    private async Task FormatAsync()
    {
        var formatted = UseCases.Format(text);
        if (formatted != text)
            await editor!.ReplaceAsync(formatted);
        Toasts.Say(formatted == text ? "The text was formatted already." : "Formatted. Control Z in the editor takes it back.");
    }

    private async Task SaveAsync() => await SavedAsync();

    private async Task<bool> SavedAsync()
    {
        if (view is null || !MayEdit)
            return false;
        var outcome = await UseCases.SaveDraftAsync(Caller, Id, text, view.Versions.Count == 0 && view.Revision == 0 ? null : view.Revision, Gone);
        if (outcome is not { Ok: true, Value: { } saved })
        {
            Toasts.Refuse(outcome.Refusal!);
            return false;
        }

        view = saved;
        await editor!.SavedAsync();
        Toasts.Say("Draft saved. It wakes nobody until it is published.");
        return true;
    }

    private async Task PublishAsync()
    {
        publishing = false;
        if (Dirty && !await SavedAsync())
            return;
        // What was retired comes into force again with the text that it had.
        var outcome = view is { IsDraft: false, VersionInForce: null, Versions: [_, ..] versions }
            ? await UseCases.PublishAgainAsync(Caller, Id, versions.Max(version => version.Version), Gone)
            : await UseCases.PublishAsync(Caller, Id, view!.Revision, Gone);
        if (outcome is { Ok: true, Value: { } published })
        {
            (view, text) = (published, published.Yaml);
            Toasts.Say($"v{published.VersionInForce} is in force.");
        }
        else
        {
            Toasts.Refuse(outcome.Refusal!);
        }
    }

    /// <summary>A former text becomes the draft, so that it is looked at and replayed like any other before it calls somebody.</summary>
    private async Task OpenVersionAsync(TriggerVersionRow version)
    {
        var (before, wasDraft) = (text, Dirty || view!.IsDraft);
        var outcome = await UseCases.SaveDraftAsync(Caller, Id, version.Yaml, view!.Revision, Gone, $"v{version.Version}");
        if (outcome.Value is not { } saved)
        {
            Toasts.Refuse(outcome.Refusal!);
            return;
        }

        text = view.Yaml;
        await TakeAsync(saved);
        Nav.NavigateTo($"/triggers/{Id}");
        Toasts.Say($"The text of v{version.Version} is open as a draft. It calls nobody until it is published.", "Undo", async () =>
        {
            if (wasDraft)
                await UseCases.SaveDraftAsync(Caller, Id, before, saved.Revision, Gone);
            else
                await UseCases.DeleteDraftAsync(Caller, Id, saved.Revision, Gone);
            if ((await UseCases.FindAsync(Caller, Id, Gone)).Value is { } again)
                await TakeAsync(again);
        });
    }

    /// <summary>Shows what the server has now, in the editor too; what is being written stays when the text under it did not change.</summary>
    private async Task TakeAsync(TriggerView now)
    {
        if (Dirty && now.Yaml == view!.Yaml)
        {
            view = now;
            return;
        }

        (view, text, tried) = (now, now.Yaml, null);
        check = UseCases.Check($"{Id}.yaml", text);
        await editor!.ReplaceAsync(text);
        await editor.SavedAsync();
        StateHasChanged();
    }

    private static string Start(string id, string name) => $$"""
        trigger:
          id: {{id}}
          name: {{name}}
          severity:   # critical, high, moderate, low or info
          when:       # for example: lab.lactate > 3 mmol/L
          then:
            - action: notify
              who:    # a person, a team or an address
          tests:
            - name: fires when it should
              given: []   # for example: [{ at: T+0m, lab.lactate: 3.4 mmol/L }]
              expect: { at: T+0m, fires: true }

        """;
}
