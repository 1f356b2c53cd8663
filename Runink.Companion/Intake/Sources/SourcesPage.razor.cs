using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Sources;

/// <summary>Where data is fetched from, how it goes, and what to do.</summary>
public sealed partial class SourcesPage
{
    /// <summary>A silence and a next pull come without a change.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    private IReadOnlyList<SourceView>? sources;
    private Refusal? refusal;
    private string? tested;
    private SourceView? replayed;
    private string? from;
    private string? problem;

    [Inject] public required SourceUseCases UseCases { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    private string Summary
    {
        get
        {
            var (all, wrong) = (sources!.Count, sources.Count(source => source.Concern is not null));
            return string.Create(CultureInfo.InvariantCulture, $"{all} {(all == 1 ? "source" : "sources")}. {(wrong == 0 ? "All are read as they should be." : $"{wrong} {(wrong == 1 ? "needs" : "need")} somebody.")}");
        }
    }

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "source", _ => LoadAsync(), TimeSpan.FromSeconds(1));
        Every(Pace, Time, LoadAsync);
    }

    protected override async Task LoadAsync()
    {
        var outcome = await UseCases.ListAsync(Caller, Gone);
        (sources, refusal) = (outcome.Value, outcome.Refusal);
    }

    private static string Example(SourceView source) => source.WatermarkKind switch
    {
        "Number" => "A number; empty is from the beginning.",
        "LocalTime" => "A time of the source's own clock, like 2026-03-02T08:00:00; empty is from the beginning.",
        _ => "A time like 2026-03-02T08:00:00Z; empty is from the beginning.",
    };

    private async Task ActAsync(SourceView source, SourceAct act)
    {
        switch (act)
        {
            case SourceAct.Test:
                tested = source.Name;
                break;
            case SourceAct.Replay:
                (replayed, from, problem) = (source, source.Watermark, null);
                break;
            case SourceAct.Pull:
                Say(await UseCases.PullNowAsync(Caller, source.Name, Gone), $"{source.Name} is read now.");
                break;
            case SourceAct.Pause:
                Say(await UseCases.PauseAsync(Caller, source.Name, true, Gone), $"{source.Name} is paused: nothing of it comes in.");
                break;
            case SourceAct.Resume:
                Say(await UseCases.PauseAsync(Caller, source.Name, false, Gone), $"{source.Name} is read again.");
                break;
            case SourceAct.Accept:
                Say(await UseCases.AcceptColumnsAsync(Caller, source.Name, Gone), $"The columns of {source.Name} are taken as they are.");
                break;
        }

        await LoadAsync();
    }

    private async Task ReplayAsync()
    {
        var outcome = await UseCases.ReplayAsync(Caller, replayed!.Name, from, Gone);
        problem = outcome.Refusal?.Message;
        if (outcome.Refusal is not null)
            return;
        Toasts.Say($"{replayed.Name} is read again.");
        replayed = null;
        await LoadAsync();
    }

    private void Say(Outcome<SourceView> outcome, string done)
    {
        if (outcome.Refusal is { } refused)
            Toasts.Refuse(refused);
        else
            Toasts.Say(done);
    }
}
