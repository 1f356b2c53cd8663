using System.Globalization;
using System.Text.Json;
using Runink.Domain.Intake;

namespace Runink.Companion.Intake.Feeds;

/// <summary>What the last messages of a feed say about it.</summary>
internal static class FeedMeasure
{
    /// <summary>After so long a silence a feed is taken for one that was switched off.</summary>
    private static readonly TimeSpan Gone = TimeSpan.FromDays(7);

    /// <summary>Old messages that somebody brings in: they are not sent now, and nobody waits for more.</summary>
    private const string Import = "import";

    /// <param name="started">Since when our doors are open.</param>
    /// <param name="agreed">How long it may be silent by its contract; null where that does not say.</param>
    public static FeedView Of(FeedRecord record, DateTimeOffset started, DateTimeOffset now, TimeSpan? agreed)
    {
        var (day, last) = (record.Day, record.Last);
        var findings = day.SelectMany(message => Read(message.Findings).Select(finding => finding.Kind).Distinct())
            .CountBy(kind => kind).Select(kind => new FeedCount(kind.Key, kind.Value)).OrderByDescending(kind => kind.Messages).ThenBy(kind => kind.Name, StringComparer.Ordinal).ToList();
        var troubles = findings.Where(finding => finding.Name is not (IntakeFinding.NotRead or IntakeFinding.SiteSegment or IntakeFinding.DocumentNotRead)).ToList();
        // How old a row is that was fetched or pushed says nothing of a clock.
        var delay = record.Door is Import or Sources.SourcePull.Door or Webhooks.WebhookReception.Door ? null : FeedClock.Delay(last.Select(message => (message.ReceivedAt, message.SentAt)));
        var rhythm = record.Door == Import ? null : FeedRhythm.Of([.. last.Select(message => message.ReceivedAt)]);
        var silence = last.Count > 0 ? now - last[0].ReceivedAt : TimeSpan.Zero;
        var patience = agreed ?? rhythm?.Patience;
        var isSilent = record.Door != Import && patience is { } allowed && silence > allowed && ((agreed is null && silence > Gone) || now - started > allowed);
        var concern = isSilent ? agreed is null && silence > Gone ? FeedConcern.Gone : FeedConcern.Silent
            : delay < -FeedClock.Ahead ? FeedConcern.Ahead
            : delay > FeedClock.Behind && last.Count >= FeedRhythm.FewestMessages ? FeedConcern.Behind
            : record.Waiting > 0 ? FeedConcern.Refused
            : troubles.Count > 0 ? FeedConcern.NotUnderstood : FeedConcern.None;
        return new FeedView(
            record.Source, record.Door, last.Count > 0 ? last[0].ReceivedAt : null, day.Count(message => message.ReceivedAt > now - TimeSpan.FromHours(1)), day.Count,
            day.Count >= FeedReader.MostMessages, [.. day.CountBy(message => message.Kind).OrderByDescending(kind => kind.Value).Select(kind => new FeedCount(kind.Key, kind.Value))],
            record.Waiting, findings, delay is { } waits ? (long)Math.Round(waits.TotalSeconds) : null, Clock(delay, last.Count),
            isSilent ? $"no message for {Spoken(silence)}; {(agreed is { } limit ? $"agreed is one at least every {Spoken(limit)}" : $"usually every {Spoken(rhythm!.Value.Usual)}")}" : null, concern, FeedWords.Advice(concern, record.Waiting, troubles));
    }

    /// <summary>What is stored of a message's findings; nothing when all was understood.</summary>
    public static IReadOnlyList<IntakeFinding> Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<IReadOnlyList<IntakeFinding>>(json) ?? [];

    private static string? Clock(TimeSpan? delay, int messages) => delay switch
    {
        { } ahead when ahead < -FeedClock.Ahead => string.Create(CultureInfo.InvariantCulture, $"{Seconds(-ahead)} ahead"),
        { } behind when behind > FeedClock.Behind && messages >= FeedRhythm.FewestMessages => string.Create(CultureInfo.InvariantCulture, $"{Seconds(behind)} behind"),
        _ => null,
    };

    /// <summary>To the second, as a clock is set; of more than two days nobody counts seconds.</summary>
    private static string Seconds(TimeSpan span) => span.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:N0} s") : Spoken(span);

    private static string Spoken(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (int)span.TotalSeconds)} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
        { TotalDays: < 731 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(span.TotalDays / 365.25)} years"),
    };
}
