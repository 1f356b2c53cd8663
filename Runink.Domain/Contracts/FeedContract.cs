using Runink.Domain.Foundation;

namespace Runink.Domain.Contracts;

/// <summary>What a feed is agreed to send. What it really sends is held against it, hour by hour.</summary>
/// <param name="Feed">Who sends, as its messages name it: application and facility, an API key, a source.</param>
/// <param name="Owner">Whom to ask when it is broken.</param>
public sealed record FeedContract(string Id, string Feed, string Owner, int Version)
{
    /// <summary>Nobody is told of breaches: the feed is being rebuilt, or has ended.</summary>
    public bool IsPaused { get; init; }

    /// <summary>A silence longer than this is a breach; null leaves it to the feed's own rhythm.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>Of those that are for an hour, the last holds.</summary>
    public IReadOnlyList<VolumeBand> Volumes { get; init; } = [];

    public IReadOnlyList<RequiredShare> Required { get; init; } = [];

    public IReadOnlyList<SignalTerms> Signals { get; init; } = [];

    public IReadOnlyList<AgreedCodes> Codes { get; init; } = [];

    /// <summary>Null: no limit.</summary>
    public int? MessagesADay { get; init; }

    public int? ValuesADay { get; init; }

    public IReadOnlyList<ContractTest> Tests { get; init; } = [];

    public bool IsFor(string source) => string.Equals(Feed, source, StringComparison.OrdinalIgnoreCase);

    /// <summary>How many messages an hour may bring; null when nothing is agreed for it.</summary>
    public VolumeBand? VolumeAt(DateTime localHour) => Volumes.LastOrDefault(band => band.Covers(localHour));
}

/// <summary>How many messages an hour brings.</summary>
/// <param name="Days">Empty for every day.</param>
/// <param name="From">The first hour of the day that it is for; together with <paramref name="Until"/> null for all.</param>
/// <param name="Until">The hour before which it ends; at or before <paramref name="From"/> it is on the next day.</param>
public sealed record VolumeBand(IReadOnlyList<DayOfWeek> Days, int? From, int? Until, int Least, int Most)
{
    public bool Covers(DateTime localHour)
    {
        // The small hours of a night belong to the evening on which it began.
        var overnight = From >= Until;
        var day = overnight && localHour.Hour < Until ? localHour.AddDays(-1).DayOfWeek : localHour.DayOfWeek;
        return (Days.Count == 0 || Days.Contains(day))
            && (From is null || (overnight ? localHour.Hour >= From || localHour.Hour < Until : localHour.Hour >= From && localHour.Hour < Until));
    }
}

public enum ContractField
{
    /// <summary>A number of its own for each message.</summary>
    ControlId,

    /// <summary>When it was sent.</summary>
    Sent,

    /// <summary>A stay to which the values belong.</summary>
    Stay,

    /// <summary>Times that can be read and are not ahead of ours.</summary>
    Time,

    /// <summary>A unit with each quantity.</summary>
    Unit,

    /// <summary>Codes that the vocabulary knows.</summary>
    Code,
}

/// <summary>Something that is there in at least so many of what could have it.</summary>
/// <param name="Field">Null when it is a signal.</param>
/// <param name="Signal">A name of the vocabulary, counted among the messages that bring values.</param>
/// <param name="AtLeast">0 to 1.</param>
public sealed record RequiredShare(ContractField? Field, string? Signal, decimal AtLeast);

/// <summary>How one signal is written.</summary>
/// <param name="Units">As they are sent; empty when any is.</param>
/// <param name="Values">Codes or words that a coded value has; empty when any is.</param>
public sealed record SignalTerms(string Signal, IReadOnlyList<string> Units, IReadOnlyList<string> Values, decimal AtLeast);

/// <summary>The codes of one system by which values are called.</summary>
/// <param name="System">As <see cref="Signals.CodeSystem"/> names it.</param>
public sealed record AgreedCodes(string System, IReadOnlyList<string> Only);

/// <summary>An hour that its author thought of, and what is to be said of it.</summary>
/// <param name="At">A moment of the week that decides which volume holds.</param>
/// <param name="Silent">How long nothing has come by then.</param>
/// <param name="Expect">Names of breaches, such as <c>silence</c> or <c>unit lab.potassium</c>; none when all is well.</param>
public sealed record ContractTest(string Name, HourCounts Hour, DateTime At, TimeSpan Silent, IReadOnlyList<string> Expect, SourceSpan Span);
