using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Referrals.Rules;

/// <summary>What holds for each service, and the text of it. Where approval is needed a change is asked about; it holds once somebody else has approved it.</summary>
public sealed partial class IntakeRulesPage
{
    private IReadOnlyList<IntakeRulesView>? rows;
    private IReadOnlyList<IntakeRulesReview> reviews = [];
    private IReadOnlyList<Diagnostic> findings = [];
    private Refusal? refusal;
    private IntakeRulesView? editing;
    private string id = "";
    private string why = "";
    private string? text;
    private string? problem;
    private string? opened;

    /// <summary>A review whose text is opened, to go on with it.</summary>
    [SupplyParameterFromQuery(Name = "open")] public string? Asked { get; set; }

    [Inject] public required IntakeRulesUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private bool MayEdit => IntakeRulesUseCases.MayEdit(Caller);

    protected override void OnInitialized() => Watch(change => change.Kind is "intake-rules" or "trigger-review", _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        (rows, refusal) = await UseCases.ListAsync(Caller, Gone) is var found ? (found.Value, found.Refusal) : default;
        reviews = (await UseCases.ReviewsAsync(Caller, Gone)).Value ?? [];
        if (Asked == opened)
            return;
        opened = Asked;
        if (reviews.FirstOrDefault(review => review.Id == Asked) is { } review)
            Open(rows?.FirstOrDefault(row => row.Id == review.RulesId), review);
    }

    private void Open(IntakeRulesView? row, IntakeRulesReview? review = null)
    {
        (editing, id, problem, why) = (row, row?.Id ?? review?.RulesId ?? "", null, "");
        Check(review?.Yaml ?? row?.Yaml ?? IntakeRulesUseCases.Example);
    }

    private void Close() => text = null;

    private void Check(string? written)
    {
        text = written ?? "";
        findings = UseCases.Check(Caller, id.Length > 0 ? id : "rules", text).Value ?? [];
    }

    private async Task SaveAsync() => await DoneAsync(await UseCases.SaveAsync(Caller, id, text ?? "", editing?.Version ?? 0, Gone));

    private async Task HurryAsync() => await DoneAsync(await UseCases.SaveInEmergencyAsync(Caller, id, text ?? "", editing?.Version ?? 0, why, Gone));

    private async Task AskAsync()
    {
        var outcome = await UseCases.SubmitAsync(Caller, id, text ?? "", why, Gone);
        problem = outcome.Refusal?.Message;
        if (outcome.Value is not { } review)
            return;
        Toasts.Say($"{review.Name}: somebody else is asked.");
        Nav.NavigateTo($"/approvals/{review.Id}");
    }

    private async Task DoneAsync(Outcome<IntakeRulesView> outcome)
    {
        problem = outcome.Refusal?.Message;
        if (outcome.Value is not { } saved)
            return;
        Toasts.Say($"{saved.Service} v{saved.Version} holds for what is opened from now on.");
        Close();
        await LoadAsync();
    }
}
