using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Approval;

/// <summary>What is decided here carries the text's hash: nobody approves what they did not read.</summary>
public sealed partial class ReviewDecision
{
    private ReviewAction? asked;
    private string words = "";
    private string? refused;
    private DateTime? day;
    private TimeSpan? clock;
    private bool busy;

    [Parameter, EditorRequired] public required ReviewView View { get; set; }

    [Parameter] public EventCallback<ReviewView> OnDone { get; set; }

    /// <summary>Somebody was faster: the page shows what there is now.</summary>
    [Parameter] public EventCallback OnConflict { get; set; }

    [Inject] public required ReviewUseCases UseCases { get; set; }

    [Inject] public required SiteOptions Site { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    private string Title => View.Review.State switch
    {
        "waiting" => View.Review.IsTrigger ? "May it call people?" : View.Review.IsProfile ? "May the feed be read so?" : View.Review.IsContract ? "May the feed be held against it?" : "May they hold?",
        "approved" => "Approved",
        "scheduled" => "Approved for a time",
        "sent-back" => "Sent back",
        "void" => "Void",
        "later-review" => "Was it right?",
        "published" => $"In force as v{View.Review.PublishedVersion}",
        "confirmed" => "It was right",
        "taken-back" => "Taken back",
        _ => "Withdrawn",
    };

    private bool IsFirst(ReviewAction action) => action.Name is "approve" or "confirm" || (action.Name == "publish" && View.Review.State == "approved");

    private async Task StartAsync(ReviewAction action)
    {
        (words, refused) = ("", null);
        if (action.NeedsTime)
        {
            var tomorrow = When.Local(Time.GetUtcNow()).Date.AddDays(1);
            (day, clock) = (tomorrow, TimeSpan.FromHours(8));
        }

        if (action.NeedsReason || action.NeedsTime)
            asked = action;
        else
            await DoAsync(action);
    }

    private async Task DoAsync(ReviewAction action)
    {
        if (action.NeedsTime && (day is null || clock is null))
        {
            refused = "Say the day and the time.";
            return;
        }

        DateTimeOffset? at = action.NeedsTime ? When.At(day!.Value.Date + clock!.Value) : null;
        busy = true;
        var outcome = await UseCases.ActAsync(Caller, View.Review.Id, action.Name, new ReviewBody(words.Length == 0 ? null : words, at, View.TextHash), View.Review.Version, Gone);
        busy = false;
        if (outcome.Value is { } now)
        {
            asked = null;
            Toasts.Say($"{now.Review.Name}: {Said(now)}");
            await OnDone.InvokeAsync(now);
            return;
        }

        if (asked is not null && outcome.Refusal!.Code is "reason-required" or "invalid")
        {
            refused = outcome.Refusal!.Message;
            return;
        }

        asked = null;
        Toasts.Refuse(outcome.Refusal!);
        await OnConflict.InvokeAsync();
    }

    private static string Said(ReviewView now) => now.Review.State switch
    {
        "approved" => now.Review.IsTrigger ? "approved. It calls nobody until it is published." : now.Review.IsProfile ? "approved. The feed is read so once it is published." : "approved. They hold once they are published.",
        "scheduled" => $"comes into force on {When.Full(now.Review.PublishAt!.Value)}.",
        "sent-back" => $"sent back to {now.Review.Author.Name}.",
        "published" => $"v{now.Review.PublishedVersion} is in force.",
        "confirmed" => "your review is recorded.",
        "taken-back" => "taken back; the version before is in force again.",
        var state => Runink.Companion.Shared.Layout.Labels.Spoken(state).ToLowerInvariant() + ".",
    };
}
