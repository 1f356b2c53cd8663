using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Runink.Domain.Foundation;

/// <summary>
/// What the way of a message says about itself to who operates it. Names and units follow OpenTelemetry's conventions. Nothing of a
/// patient is a label: doors, feeds and outcomes are, and ids of messages.
/// </summary>
public static class Measures
{
    public const string Name = "Runink.Companion";

    /// <summary>Feeds are named by their senders; a broken one must not make a new series with each message.</summary>
    private const int MostFeeds = 200;
    private const int LongestFeed = 64;

    private static readonly ConcurrentDictionary<string, string> Feeds = new(StringComparer.Ordinal);

    public static Meter Meter { get; } = new(Name);

    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>Labels: door, feed, outcome (accepted, repeated, refused, unavailable).</summary>
    public static Counter<long> Messages { get; } = Meter.CreateCounter<long>("runink.messages", "{message}", "Messages that came through a door.");

    /// <summary>From the last byte of a message to its answer, after the commit. Label: door.</summary>
    public static Histogram<double> Answers { get; } = Meter.CreateHistogram<double>("runink.message.duration", "s", "Time to the acknowledgement.");

    public static Histogram<double> Evaluations { get; } = Meter.CreateHistogram<double>("runink.evaluation.duration", "s", "Time that the triggers took for one patient of one message.");

    public static Histogram<long> Batches { get; } = Meter.CreateHistogram<long>("runink.writer.batch.size", "{work}", "Pieces of work in one transaction.");

    public static Histogram<double> Commits { get; } = Meter.CreateHistogram<double>("runink.writer.commit.duration", "s", "Time of one transaction, with its commit.");

    /// <summary>Letters, digits and a few signs of a feed's name; the two hundred first of them, then "other".</summary>
    public static string Feed(string name)
    {
        if (Feeds.TryGetValue(name, out var known))
            return known;
        if (Feeds.Count >= MostFeeds)
            return "other";
        var plain = string.Concat(name.Take(LongestFeed).Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or '|' or '^' or ' ' ? letter : '_'));
        return Feeds.GetOrAdd(name, plain.Length == 0 ? "unknown" : plain);
    }

    public static void Count(string door, string feed, string outcome, long began)
    {
        Messages.Add(1, new("door", door), new("feed", Feed(feed)), new("outcome", outcome));
        Answers.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("door", door));
    }
}
