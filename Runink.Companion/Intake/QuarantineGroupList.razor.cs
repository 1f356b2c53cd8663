using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake;

/// <summary>Waiting messages by their cause, and what is done with all of one.</summary>
public sealed partial class QuarantineGroupList
{
    /// <summary>So many messages between two pictures of the progress.</summary>
    private const int Step = 20;

    private IReadOnlyList<QuarantineGroup>? groups;
    private IReadOnlyList<QuarantineRow> rows = [];
    private (bool Replays, QuarantineProgress State)? running;
    private (bool Good, string Text)? said;
    private CancellationTokenSource? stop;
    private bool discarding;
    private string reason = "";

    /// <summary>Key of the group that is open; null for none.</summary>
    [Parameter] public string? Group { get; set; }

    [Inject] public required QuarantineGroupUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private QuarantineGroup? Shown => groups?.FirstOrDefault(group => group.Key == Group);

    protected override void OnInitialized() => Watch(change => change.Kind == "quarantine", _ => LoadAsync(), TimeSpan.FromSeconds(1));

    protected override async Task LoadAsync()
    {
        groups = (await UseCases.ListAsync(Caller, Gone)).Value ?? [];
        rows = Shown is { Count: > 1 } open ? (await UseCases.RowsAsync(Caller, open.Key, Gone)).Value ?? [] : [];
    }

    protected override void OnGone() => stop?.Dispose();

    private string Address(string? key) => Nav.GetUriWithQueryParameters(new Dictionary<string, object?> { ["group"] = key, ["open"] = null });

    private void Stop() => stop?.Cancel();

    private Task ReplayAsync() => RunAsync(true, (key, progress, cancel) => UseCases.ReplayAsync(Caller, key, progress, cancel));

    private Task DiscardAsync() => RunAsync(false, (key, progress, cancel) => UseCases.DiscardAsync(Caller, key, reason.Trim(), progress, cancel));

    private async Task RunAsync(bool replays, Func<string, IProgress<QuarantineProgress>, CancellationToken, Task<Outcome<QuarantineProgress>>> act)
    {
        if (running is not null || Shown is not { } group)
            return;
        using var mine = stop = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        (said, discarding) = (null, false);
        running = (replays, new QuarantineProgress(Math.Min(group.Count, QuarantineGroupUseCases.MostAtOnce), 0, 0, 0, group.Count, null));
        try
        {
            var outcome = await act(group.Key, new Progress<QuarantineProgress>(Show), mine.Token);
            if (outcome.Refusal is { } problem)
                Toasts.Refuse(problem);
            else
                said = Say(replays, outcome.Value!);
        }
        finally
        {
            (running, stop, reason) = (null, null, "");
        }

        if (Gone.IsCancellationRequested)
            return;
        await LoadAsync();
    }

    private void Show(QuarantineProgress state)
    {
        if (running is not { } run || Gone.IsCancellationRequested)
            return;
        running = run with { State = state };
        if (state.Done % Step == 0)
            StateHasChanged();
    }

    private static (bool, string) Say(bool replays, QuarantineProgress state)
    {
        var parts = new List<string> { $"{Number(state.Accepted)} {(replays ? "went through" : "set aside")}" };
        if (state.Refused > 0)
            parts.Add($"{Number(state.Refused)} refused again, with the newest reason");
        if (state.Passed > 0)
            parts.Add($"{Number(state.Passed)} dealt with by somebody else meanwhile");
        if (state.Left > 0)
            parts.Add($"{Number(state.Left)} not touched yet");
        return (state is { Refused: 0, Stopped: null }, $"{string.Join(", ", parts)}.{(state.Stopped is { } why ? $" {why}" : "")}");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
