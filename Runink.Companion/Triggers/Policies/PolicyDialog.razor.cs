using Microsoft.AspNetCore.Components;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Triggers;

namespace Runink.Companion.Triggers.Policies;

/// <summary>One policy, filled in or as text; the one that is shown when it is saved is what is kept.</summary>
public sealed partial class PolicyDialog
{
    private static readonly (bool AsText, string Label)[] Ways = [(false, "Form"), (true, "Text")];

    private readonly List<(string Unit, List<StepFields> Steps)> units = [];
    private List<StepFields> steps = [];
    private bool isText;
    private bool losesComments;
    private string id = "";
    private string text = "";
    private string name = "";
    private string fallback = "";
    private string ackExpires = "";
    private string filled = "";
    private string? problem;

    /// <summary>Null for a new one.</summary>
    [Parameter] public PolicyView? Editing { get; set; }

    [Parameter] public EventCallback OnClose { get; set; }

    [Parameter] public EventCallback<PolicyView> OnSaved { get; set; }

    [Inject] public required PolicyUseCases UseCases { get; set; }

    [Inject] public required PeopleDirectory Directory { get; set; }

    private PolicyDraft Draft => new(
        name, [.. steps.Select(step => step.Draft)], fallback, ackExpires, [.. units.Select(own => (own.Unit, (IReadOnlyList<StepDraft>)[.. own.Steps.Select(step => step.Draft)]))]);

    /// <summary>The text with what was filled in; as a person wrote it as long as nothing was.</summary>
    private string Written => Draft.Write() is var now && now == filled ? text : now;

    private bool IsBlank => Editing is null && name.Length == 0 && steps.TrueForAll(step => step.To.Length == 0) && units.Count == 0;

    protected override void OnInitialized()
    {
        (id, text) = (Editing?.Id ?? "", Editing?.Yaml ?? "");
        if (Editing is null)
            steps = [new StepFields()];
        else
            isText = !Fill();
    }

    private void Show(bool asText)
    {
        problem = null;
        if (asText == isText)
            return;
        if (asText)
            (text, isText) = (IsBlank ? PolicyUseCases.Example : Written, true);
        else if (Fill())
            isText = false;
        else
            problem = "This text cannot be read as steps; it stays text until it can.";
    }

    /// <summary>Takes the text into the fields; false when it cannot be read.</summary>
    private bool Fill()
    {
        if (PolicyUseCases.Draft(text) is not { } draft)
            return false;
        (name, fallback, ackExpires) = (draft.Name, draft.Fallback ?? "", draft.AckExpires ?? "");
        steps = [.. draft.Steps.Select(StepFields.Of)];
        units.Clear();
        units.AddRange(draft.Units.Select(own => (own.Unit, own.Steps.Select(StepFields.Of).ToList())));
        filled = Draft.Write();
        losesComments = text.Split('\n').Any(line => line.TrimStart().StartsWith('#') || line.Contains(" #", StringComparison.Ordinal));
        return true;
    }

    private void AddUnit(string unit)
    {
        if (unit.Length > 0)
            units.Add((unit, [.. steps.Select(step => StepFields.Of(step.Draft))]));
    }

    private async Task SaveAsync()
    {
        var outcome = await UseCases.SaveAsync(Caller, id, isText ? text : Written, Editing?.Version ?? 0, Gone);
        problem = outcome.Refusal?.Message;
        if (problem is null)
            await OnSaved.InvokeAsync(outcome.Value);
    }
}
