using System.Runtime.InteropServices;
using Runink.Domain.Signals;

namespace Runink.Domain.Contracts;

/// <summary>Counts the messages of an hour, each once.</summary>
public sealed class HourCounting(Vocabulary vocabulary)
{
    /// <summary>A feed that invents names is told so by the first ones; the rest are counted together.</summary>
    private const int MostNames = 400;

    private const int MostWords = 40;
    private const string Others = "…";

    private readonly Dictionary<string, Tally> signals = new(StringComparer.Ordinal);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int messages, withValues, values, withControlId, withSent, withStay, timesWrong;

    public void Message(bool hasControlId, bool hasSent, bool timeIsWrong)
    {
        messages++;
        withControlId += hasControlId ? 1 : 0;
        withSent += hasSent ? 1 : 0;
        timesWrong += timeIsWrong ? 1 : 0;
    }

    /// <summary>What a message says of one patient.</summary>
    /// <param name="isFirst">Whether it is the first of its message.</param>
    public void Values(bool isFirst, bool hasStay, IEnumerable<Signal> batch)
    {
        seen.Clear();
        foreach (var signal in batch)
        {
            if (signal.Status == SignalStatus.EnteredInError)
                continue;
            values++;
            var name = signals.Count < MostNames || signals.ContainsKey(signal.Concept) ? signal.Concept : Others;
            var tally = CollectionsMarshal.GetValueRefOrAddDefault(signals, name, out _) ??= new Tally();
            tally.Values++;
            tally.Messages += seen.Add(name) ? 1 : 0;
            var concept = vocabulary.Find(signal.Concept);
            if (concept is null or { Kind: ConceptKind.Quantity })
                Count(tally.Units, signal.Unit?.Trim() ?? "");
            else if (concept.Kind is ConceptKind.Code or ConceptKind.Boolean)
                Count(tally.Words, signal.Value.Trim());
        }

        if (!isFirst || seen.Count == 0)
            return;
        withValues++;
        withStay += hasStay ? 1 : 0;
    }

    public HourCounts Done() => new()
    {
        Messages = messages, WithValues = withValues, Values = values, WithControlId = withControlId, WithSent = withSent, WithStay = withStay, TimesWrong = timesWrong,
        Signals = signals.ToDictionary(one => one.Key, one => new SignalCounts(one.Value.Messages, one.Value.Values) { Units = one.Value.Units, Words = one.Value.Words }, StringComparer.Ordinal),
    };

    private static void Count(Dictionary<string, int> counts, string word) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, counts.Count < MostWords || counts.ContainsKey(word) ? word : Others, out _)++;

    private sealed class Tally
    {
        public int Messages { get; set; }

        public int Values { get; set; }

        public Dictionary<string, int> Units { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);
    }
}
