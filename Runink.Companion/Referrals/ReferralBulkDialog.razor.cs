using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>One action on many: what is said is tried on each at once, and nothing changes before somebody presses the button that says for how many.</summary>
public sealed partial class ReferralBulkDialog
{
    internal static readonly (string Action, string Title)[] Actions =
    [
        (ReferralFlow.Forward, "Move forward"), ("claim", "Take"), ("assign", "Give to…"), ("request-information", "Ask for what is missing"), ("hold", "Hold…"), ("resume", "Resume"), ("priority", "Priority…"), ("comment", "Comment…"),
    ];

    private static readonly string[] Columns = ["Referral", "Service", "Patient", "Stood in", "Outcome", "Goes to", "Reason"];

    private IReadOnlyList<ReferralBulkResult> results = [];
    private string? to, reason, priority = "soon";
    private DateTime? day;
    private TimeSpan? clock = TimeSpan.FromHours(8);
    private bool isDone;

    [Parameter, EditorRequired] public required IReadOnlyList<ReferralCard> Cards { get; set; }

    /// <summary>One of <see cref="Actions"/>.</summary>
    [Parameter, EditorRequired] public required string Action { get; set; }

    /// <summary>True when something was done.</summary>
    [Parameter] public EventCallback<bool> OnClose { get; set; }

    [Inject] public required ReferralBulkUseCases Bulk { get; set; }

    [Inject] public required ReferralUseCases UseCases { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    [Inject] public required IJSRuntime Js { get; set; }

    private string Title => Actions.First(one => one.Action == Action).Title.TrimEnd('…');

    private bool TakesWords => Action is ReferralFlow.Forward or "assign" or "request-information" or "hold" or "comment";

    private string WordsLabel => Action switch
    {
        "request-information" => "What to ask for; empty asks each for exactly what its dossier lacks",
        "hold" or "comment" => "One reason for all",
        _ => "Reason; may stay empty unless a column is full",
    };

    private string Words => Missing ?? (isDone
        ? $"Done for {results.Count(result => result.Ok)} of {results.Count}."
        : $"It would be done for {results.Count(result => result.Ok)} of {results.Count}; nothing has changed yet.");

    /// <summary>What must be said before anything can be looked at.</summary>
    private string? Missing => Action switch
    {
        "assign" when string.IsNullOrEmpty(to) => "Choose who takes them.",
        "hold" when day is null || clock is null => "Say when they come back.",
        "hold" or "comment" when string.IsNullOrWhiteSpace(reason) => "Say why, in a few words.",
        _ => null,
    };

    private DateTimeOffset? At => Action == "hold" && day is { } date && clock is { } time ? When.At(date.Date + time) : null;

    private bool looked;

    protected override Task LoadAsync()
    {
        if (looked)
            return Task.CompletedTask;
        looked = true;
        return LookAsync();
    }

    private Task LookAfterAsync(Action said)
    {
        said();
        return LookAsync();
    }

    private async Task LookAsync() => results = Missing is not null ? [] : await ActAsync(Cards, dryRun: true);

    private async Task DoAsync()
    {
        // Who was refused stays refused, and stands in the list with the others.
        var (refused, able) = (results.Where(result => !result.Ok).ToList(), results.Where(result => result.Ok).Select(result => result.Id).ToHashSet(StringComparer.Ordinal));
        results = [.. await ActAsync([.. Cards.Where(card => able.Contains(card.Id))], dryRun: false), .. refused];
        isDone = true;
    }

    private async Task<IReadOnlyList<ReferralBulkResult>> ActAsync(IReadOnlyList<ReferralCard> cards, bool dryRun)
    {
        var action = Action == "priority" ? $"priority-{priority}" : Action;
        var input = new ReferralInput(0, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), At, To: to is { Length: > 0 } ? new PersonRef(to, to) : null);
        var outcome = await Bulk.ActAsync(Caller, [.. cards.Select(card => new ReferralBulkRow(card.Id, card.Version))], action, input, dryRun, Gone);
        return outcome.Value ?? [.. cards.Select(card => new ReferralBulkResult(card.Id, false, null, null, outcome.Refusal!.Message, null))];
    }

    private ReferralCard Of(string id) => Cards.First(card => card.Id == id);

    private string NameOf(string id) => Of(id) is var card ? $"{card.Service}, {card.Patient.Initials}" : id;

    private string Said(ReferralBulkResult result) => result switch
    {
        { Ok: false } => result.Reason!,
        { To: { } state } => isDone ? $"Went to {ReferralLabels.State(state)}" : $"Goes to {ReferralLabels.State(state)}",
        _ => isDone ? "Done" : "Would be done",
    };

    private Task SaveFileAsync() => CsvText.SaveAsync(Js, Assets["js/keys.js"], $"{Title} referrals", Columns, results.Select(result => new[]
    {
        result.Id, Of(result.Id).Service, Of(result.Id).Patient.Initials, ReferralLabels.State(Of(result.Id).State),
        (result.Ok, isDone) switch { (false, _) => "refused", (_, true) => "done", _ => "would be done" }, result.To is { } state ? ReferralLabels.State(state) : "", result.Reason ?? "",
    }));
}
