using Microsoft.AspNetCore.Components;
using Runink.Domain.Foundation;

namespace Runink.Companion.Discharges;

/// <summary>Who is being prepared to go, who has gone with something open, and who is here and not begun.</summary>
public sealed partial class DischargesPage
{
    private static readonly (string Name, string Title)[] Views = [("open", "Being prepared"), ("left", "Left with something open"), ("mine", "Mine to do"), ("closed", "Closed")];

    private IReadOnlyList<DischargeView>? rows;
    private IReadOnlyList<StayView> waiting = [];
    private Refusal? refusal;
    private bool writing;
    private int shown = 10;

    [SupplyParameterFromQuery] public string? View { get; set; }

    [SupplyParameterFromQuery] public string? Unit { get; set; }

    private string Current => string.IsNullOrEmpty(View) ? "open" : View;

    private (string Title, string Text) Empty => Current switch
    {
        "left" => ("Nobody left with something open", "When a patient goes before everything is settled, what remains stands here until somebody does it or says why not."),
        "mine" => ("Nothing is yours to do", "Items that a colleague gives you stand here."),
        "closed" => ("Nothing was closed yet", "Discharges whose patients have gone, with everything settled, stay here to be read."),
        _ => ("No discharge was begun", "Begin one for a patient who is here: the checklist says what is to be done, by whom, and what shows it."),
    };

    // Each look is a row in the ledger, and patients change with every value: only who comes and goes matters here, which can wait.
    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "discharge", _ => LoadAsync(), TimeSpan.FromSeconds(1));
        Watch(change => change.Kind == "patient", _ => LoadAsync(), TimeSpan.FromSeconds(30));
    }

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.ListAsync(Caller, View, Unit, Gone);
        (rows, refusal) = (outcome.Value, outcome.Refusal);
        waiting = Current == "open" ? await UseCases.NotBegunAsync(Caller, Unit, null, Gone) : [];
    }

    private static string Href(string view, string? unit)
    {
        var query = string.Join('&', new[] { ("view", view == "open" ? null : view), ("unit", unit) }.Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));
        return query.Length == 0 ? "/discharges" : $"/discharges?{query}";
    }

    private async Task BeginAsync(StayView stay)
    {
        var begun = await UseCases.BeginAsync(Caller, stay.Id, null, Gone);
        if (begun.Refusal is { } refused)
            Toasts.Refuse(refused);
        else
            Navigation.NavigateTo($"/discharges/{stay.Id}");
    }
}
