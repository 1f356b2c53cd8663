using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake.Feeds;

/// <summary>Who sends, how it goes with them, and what of it is not understood.</summary>
public sealed partial class FeedsPage
{
    /// <summary>Numbers of a day change slowly: to count them with every message would help nobody.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    /// <summary>A silence is no message; the page looks for it by itself.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private IReadOnlyList<FeedView>? feeds;
    private Refusal? refusal;
    private int version;

    [SupplyParameterFromQuery] public string? Feed { get; set; }

    [SupplyParameterFromQuery] public string? Door { get; set; }

    [SupplyParameterFromQuery] public string? Finding { get; set; }

    [SupplyParameterFromQuery] public string? Message { get; set; }

    [Inject] public required FeedUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    private string Summary
    {
        get
        {
            var (all, wrong) = (feeds!.Count, feeds.Count(feed => feed.NeedsSomebody));
            return string.Create(CultureInfo.InvariantCulture, $"{all} {(all == 1 ? "feed" : "feeds")}, numbers of the last 24 hours. {(wrong == 0 ? "All speak as usual." : $"{wrong} {(wrong == 1 ? "needs" : "need")} somebody.")}");
        }
    }

    protected override void OnInitialized()
    {
        Watch(change => change.Kind is "patient" or "quarantine", _ => LoadAsync(), Pace);
        Every(Silence, Time, LoadAsync);
    }

    protected override async Task LoadAsync()
    {
        version++;
        // Where the messages of one feed are looked at, the others are not counted.
        if (Feed is { Length: > 0 })
            return;
        var outcome = await UseCases.ListAsync(Caller, Gone);
        (feeds, refusal) = (outcome.Value, outcome.Refusal);
    }

    private void Close() => Nav.NavigateTo(Nav.GetUriWithQueryParameter("message", (string?)null));
}
