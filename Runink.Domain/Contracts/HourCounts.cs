using System.Text.Json.Serialization;

namespace Runink.Domain.Contracts;

/// <summary>What a feed sent in one hour, counted.</summary>
public sealed record HourCounts
{
    public static HourCounts None { get; } = new();

    public int Messages { get; init; }

    /// <summary>Messages that bring at least one value.</summary>
    public int WithValues { get; init; }

    public int Values { get; init; }

    public int WithControlId { get; init; }

    public int WithSent { get; init; }

    /// <summary>Messages with values whose stay is known.</summary>
    public int WithStay { get; init; }

    /// <summary>Messages with a time that cannot be read or believed.</summary>
    public int TimesWrong { get; init; }

    /// <summary>By the name of the vocabulary, or SYSTEM|CODE where it has none.</summary>
    public IReadOnlyDictionary<string, SignalCounts> Signals { get; init; } = new Dictionary<string, SignalCounts>();

    [JsonIgnore]
    public int WithoutCode => Signals.Where(one => one.Key.Contains('|', StringComparison.Ordinal)).Sum(one => one.Value.Values);

    public HourCounts And(HourCounts other) => new()
    {
        Messages = Messages + other.Messages, WithValues = WithValues + other.WithValues, Values = Values + other.Values, WithControlId = WithControlId + other.WithControlId,
        WithSent = WithSent + other.WithSent, WithStay = WithStay + other.WithStay, TimesWrong = TimesWrong + other.TimesWrong,
        Signals = Signals.Concat(other.Signals).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(one => one.Value).Aggregate((one, more) => one.And(more)), StringComparer.Ordinal),
    };
}

/// <summary>What came of one signal.</summary>
/// <param name="Messages">In how many messages.</param>
public sealed record SignalCounts(int Messages, int Values)
{
    /// <summary>As it was sent, with how often; the empty one is none.</summary>
    public IReadOnlyDictionary<string, int> Units { get; init; } = new Dictionary<string, int>();

    /// <summary>Of coded values, with how often.</summary>
    public IReadOnlyDictionary<string, int> Words { get; init; } = new Dictionary<string, int>();

    public SignalCounts And(SignalCounts other) => new(Messages + other.Messages, Values + other.Values) { Units = Sum(Units, other.Units), Words = Sum(Words, other.Words) };

    private static Dictionary<string, int> Sum(IReadOnlyDictionary<string, int> one, IReadOnlyDictionary<string, int> other) =>
        one.Concat(other).GroupBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value), StringComparer.Ordinal);
}

/// <summary>One hour of a feed under contract, as it was counted from what is stored.</summary>
public sealed class FeedHour
{
    public required string Source { get; init; }

    /// <summary>When the hour begins.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary><see cref="HourCounts"/> as JSON.</summary>
    public required string Counts { get; set; }

    /// <summary>Nothing can come into it any more: it is not counted again.</summary>
    public required bool IsOver { get; set; }

    /// <summary>Whether the doors were open all the time.</summary>
    public required bool IsHeard { get; set; }
}
