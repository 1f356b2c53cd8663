using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>Everything about one escalation, and every action on it; beside the list or as a page of its own.</summary>
public sealed partial class EscalationPanel
{
    private EscalationView? view;
    private Refusal? refusal;
    private EscalationAsk? asking;
    private string? loaded;

    [Parameter, EditorRequired] public required string Id { get; set; }

    /// <summary>A dialog to open with, when a key or a button of the row asked for it.</summary>
    [Parameter] public EscalationAsk? Ask { get; set; }

    [Parameter] public EventCallback OnAsked { get; set; }

    /// <summary>It is a sheet of its own, with everything unfolded.</summary>
    [Parameter] public bool Printing { get; set; }

    [Parameter] public EventCallback<EscalationRow> OnActed { get; set; }

    [Inject] public required EscalationUseCases UseCases { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private bool NamesPatients => Caller.May(Permission.ReadPatients);

    private bool MayAct => Caller.May(Permission.ActOnEscalations);

    [Inject] public required Presence Presence { get; set; }

    [Inject] public required ThisCircuit Circuit { get; set; }

    private IDisposable? here;

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "escalation" && change.Id == Id, _ => ReadAsync());
        Watch(change => change.Kind == Presence.Kind && change.Id == Id, _ => Task.CompletedTask);
    }

    protected override void OnGone() => here?.Dispose();

    protected override async Task LoadAsync()
    {
        if (loaded != Id)
        {
            (loaded, view, refusal, asking) = (Id, null, null, null);
            here?.Dispose();
            here = null;
            await ReadAsync();
        }

        if (Ask is not { } wanted || view is null)
            return;
        asking = EscalationLabels.Closed(view.Row.Status) ? null : wanted;
        await OnAsked.InvokeAsync();
    }

    private async Task ReadAsync()
    {
        var outcome = await UseCases.FindAsync(Caller, Id, Gone);
        (view, refusal) = (outcome.Value, outcome.Refusal);
        // Whoever may not see it is not told of as looking at it.
        if (view is null)
            here?.Dispose();
        here = view is null || Gone.IsCancellationRequested ? null : here ?? Presence.Enter(Id, Caller.Person, Circuit);
    }

    private Task AnswerAsync(EscalationCommand command)
    {
        asking = null;
        return ActAsync(command);
    }

    private async Task ActAsync(EscalationCommand command)
    {
        // Comments and ticks do not depend on what else changed meanwhile; decisions do.
        int? seen = command is EscalationCommand.Comment or EscalationCommand.Check or EscalationCommand.AssignItem or EscalationCommand.WaiveItem ? null : view?.Row.Version;
        var outcome = await UseCases.ActAsync(Caller, Id, command, seen, Gone);
        if (outcome is { Ok: true, Value: { } row })
        {
            var undo = EscalationLabels.Undo(command, view!.Row, Caller.Id);
            Toasts.Say(await DoneAsync(command, row), undo?.Label, undo is { Command: var back } ? () => ActAsync(back) : null);
            await OnActed.InvokeAsync(row);
        }
        else
        {
            Toasts.Refuse(outcome.Refusal!);
        }

        await ReadAsync();
        StateHasChanged();
    }

    private Task<IReadOnlyList<PersonRef>> ColleaguesAsync() => UseCases.ColleaguesOnAsync(Caller, Id, Gone);

    private async Task<IReadOnlyList<PersonRef>> OthersAsync() => [.. (await ColleaguesAsync()).Where(person => person.Id != Caller.Id)];

    private async Task<string> DoneAsync(EscalationCommand command, EscalationRow row)
    {
        var called = command is EscalationCommand.Comment { Text: var text } && text.Contains('@', StringComparison.Ordinal)
            ? Mentions.In(text, await OthersAsync()).Select(person => person.Name).ToList()
            : [];
        return EscalationLabels.Done(command, row) + (called.Count == 0 ? "" : $" {string.Join(", ", called)} {(called.Count == 1 ? "is" : "are")} told.");
    }

    private IEnumerable<string> Facts(EscalationRow row) => new[]
    {
        row.Patient.AgeSex,
        NamesPatients && row.Patient.Mrn is { } mrn ? $"MRN {mrn}" : null,
        row.Encounter?.Type,
        row.Encounter?.Unit,
        row.Encounter?.Bed is { } bed ? $"bed {bed}" : null,
    }.OfType<string>().Where(fact => fact.Length > 0);
}
