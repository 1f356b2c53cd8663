using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Contracts;

/// <summary>What is agreed with each feed, and the text of it. Where approval is needed a change is asked about; it holds once somebody else has approved it.</summary>
public sealed partial class ContractsPage
{
    private const int Most = 3;

    private const string Blank = """
        contract:
          feed: LAB/HOSP
          owner: Laboratory systems
          silence: 2h
          volume:
            - {per_hour: 10..400}
            - {days: [sat, sun], per_hour: 0..200}
          required:
            - {field: unit, at_least: 99 %}
            - {field: code, at_least: 99 %}
            - {signal: lab.potassium, at_least: 10 %}
          signals:
            - {name: lab.potassium, units: [mmol/L]}
          cost: {messages_per_day: 8000}
          tests:
            - {name: an ordinary hour, messages: 60, signals: [{name: lab.potassium, unit: mmol/L}]}
            - {name: another unit, messages: 60, signals: [{name: lab.potassium, unit: mg/dL}], expect: [unit lab.potassium]}
        """;

    /// <summary>How a feed keeps its contract changes with the clock, not with a message.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private IReadOnlyList<ContractView>? rows;
    private IReadOnlyList<ContractVersionView> versions = [];
    private IReadOnlyList<Diagnostic> findings = [];
    private Refusal? refusal;
    private ContractView? editing;
    private ContractView? history;
    private string id = "";
    private string feed = "";
    private string why = "";
    private string? text;
    private string? problem;
    private string? drafted;
    private string? opened;

    /// <summary>A contract, or a feed without one, whose text is opened.</summary>
    [SupplyParameterFromQuery(Name = "open")] public string? Asked { get; set; }

    [Inject] public required ContractUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    protected override void OnInitialized()
    {
        Watch(change => change.Kind is "feed-contract" or "trigger-review", _ => LoadAsync(), TimeSpan.FromSeconds(1));
        Every(Pace, Time, LoadAsync);
    }

    protected override async Task LoadAsync()
    {
        var found = await UseCases.ListAsync(Caller, Gone);
        (rows, refusal) = (found.Value, found.Refusal);
        if (Asked == opened || rows is null)
            return;
        opened = Asked;
        if (rows.FirstOrDefault(row => row.Id == Asked || string.Equals(row.Feed, Asked, StringComparison.OrdinalIgnoreCase)) is { } row)
        {
            Open(row);
        }
        else if (Asked is { Length: > 0 } unknown)
        {
            Begin();
            feed = unknown;
            await SuggestAsync();
        }
    }

    private void Begin()
    {
        (editing, id, feed, problem, why, drafted) = (null, "", "", null, "", null);
        Check(Blank);
    }

    /// <summary>What is asked about goes on where it is; else what is in force.</summary>
    private void Open(ContractView row)
    {
        (editing, id, problem, why, drafted) = (row, row.Id, null, "", null);
        Check(row.Review?.Yaml ?? row.Yaml);
    }

    private void Take(ContractVersionView version)
    {
        var row = history!;
        history = null;
        Open(row);
        Check(version.Yaml);
    }

    private async Task HistoryAsync(ContractView row)
    {
        versions = (await UseCases.VersionsAsync(Caller, row.Id, Gone)).Value ?? [];
        history = row;
    }

    private void Close() => text = null;

    private void Recheck() => Check(text);

    private void Check(string? written)
    {
        text = written ?? "";
        findings = UseCases.Check(Caller, id.Length > 0 ? id : "contract", text).Value ?? [];
    }

    private async Task SuggestAsync()
    {
        if (string.IsNullOrWhiteSpace(feed))
        {
            drafted = "Say which feed.";
            return;
        }

        var found = await UseCases.SuggestAsync(Caller, feed, Gone);
        if (found.Value is not { } suggested)
        {
            drafted = found.Refusal!.Message;
            return;
        }

        id = suggested.Id;
        drafted = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Drafted from {suggested.Messages:N0} messages of the last {suggested.Days} days. It says what was seen, not what was agreed: go through it, and say whom to ask.");
        Check(suggested.Yaml);
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

    private async Task DoneAsync(Outcome<ContractVersionView> outcome)
    {
        problem = outcome.Refusal?.Message;
        if (outcome.Value is not { } saved)
            return;
        Toasts.Say($"v{saved.Version} holds for the hours from now on.");
        Close();
        await LoadAsync();
    }
}
