using System.Globalization;
using Microsoft.AspNetCore.Components;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Analytics;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Companion.Triggers.Sentence;

/// <summary>The picture is asked for, never drawn by itself: it reads what the store holds, and that is noted.</summary>
public sealed partial class ValueSlider
{
    private const double Width = 400;

    private readonly List<SettingCount> counts = [];
    private MeasuredValues? measured;
    private CancellationTokenSource? running;
    private bool busy;

    [Parameter, EditorRequired] public required string Id { get; set; }

    [Parameter, EditorRequired] public required string Text { get; set; }

    [Parameter, EditorRequired] public required SentenceChip Chip { get; set; }

    /// <summary>What is typed, in the canonical unit; null when it is no number or in another unit.</summary>
    [Parameter] public decimal? At { get; set; }

    /// <summary>As it is written into the text.</summary>
    [Parameter] public EventCallback<(decimal Number, string Code)> OnSet { get; set; }

    private async Task ShowAsync()
    {
        busy = true;
        try
        {
            var (id, chip, caller) = (Id, Chip, Caller);
            var outcome = await Task.Run(() => UseCases.SpreadAsync(caller, id, chip, Gone), Gone);
            if (outcome.Refusal is { } refusal)
                Toasts.Refuse(refusal);
            measured = outcome.Value;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // Closed while it looked.
        }
        finally
        {
            busy = false;
        }
    }

    private async Task TryAsync()
    {
        counts.Clear();
        using var run = running = CancellationTokenSource.CreateLinkedTokenSource(Gone);
        try
        {
            await foreach (var count in UseCases.TryAsync(Caller, Id, Text, Chip, measured!, run.Token))
            {
                counts.Add(count);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException) when (run.IsCancellationRequested)
        {
            // What was found so far stays.
        }
        finally
        {
            running = null;
        }
    }

    private Task Slid(ChangeEventArgs moved) =>
        decimal.TryParse(moved.Value as string, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? SetAsync(number) : Task.CompletedTask;

    private Task SetAsync(decimal number) => OnSet.InvokeAsync((number, measured!.Code));

    private static double X(MeasuredValues m, decimal value) => Width * (double)Math.Clamp((value - m.Spread.Low) / (m.Spread.High - m.Spread.Low), 0, 1);

    private IEnumerable<(double X, double W, double H, string Class, string Title)> Bars(MeasuredValues m)
    {
        // The area tells how many, so that a wide bin does not look like much.
        var densest = m.Spread.Bins.Max(bin => Density(m, bin));
        foreach (var bin in m.Spread.Bins)
        {
            var (from, to) = (X(m, bin.From ?? m.Spread.Low), X(m, bin.To ?? m.Spread.High));
            var title = $"{(bin.From is { } low ? $"{Number(low)} to " : "below ")}{(bin.To is { } high ? Number(high) : bin.From is null ? "" : "more")} {m.Unit}: {bin.Percent} %";
            yield return (from, Math.Max(1, to - from - 1), 76 * Density(m, bin) / densest, At is { } at && (bin.From ?? m.Spread.Low) >= at ? "bar over" : "bar", title);
        }
    }

    private static double Density(MeasuredValues m, ValueBin bin) => bin.Percent / Math.Max(1, X(m, bin.To ?? m.Spread.High) - X(m, bin.From ?? m.Spread.Low) + (bin.From is null || bin.To is null ? Width / 16 : 0));

    private static string Number(decimal number) => Runink.Domain.Signals.Interval.Number(number);

    private static string Px(double pixels) => TimeScale.Px(pixels);
}
