using System.Globalization;
using Runink.Domain.Intake;

namespace Runink.Domain.Devices;

/// <param name="At">When it was measured, by the device.</param>
/// <param name="SentAt">When it was sent, by the device; null when not said.</param>
public sealed record HeardReading(DateTimeOffset ReceivedAt, DateTimeOffset At, DateTimeOffset? SentAt, string PatientId);

/// <summary>
/// What readings tell of a device's clock. One from the future is proof. A late one is none: the device may have been away. So it is the
/// freshest of each delivery that counts, and of several deliveries the freshest: a slow clock makes all of them old, a pause only some.
/// </summary>
public static class DeviceClock
{
    /// <summary>So long a device is asked for; after that nobody knows how its clock goes.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>What arrives together was delivered together, however old it is.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(2);

    /// <summary>What a device had kept back while it was away may come in several deliveries, but it is through with it by then.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromHours(1);

    /// <summary>So many deliveries must be old before anything is said of it.</summary>
    public const int Deliveries = 5;

    /// <summary>A clock that was set right is right after so many deliveries none of which lies in the future.</summary>
    public const int Good = 2;

    /// <param name="newestFirst">By arrival.</param>
    /// <param name="tolerance">How far off a clock may be before anybody is called.</param>
    public static ClockVerdict Decide(IEnumerable<HeardReading> newestFirst, TimeSpan tolerance, DateTimeOffset now)
    {
        var readings = newestFirst.Where(one => now - one.ReceivedAt < Window).ToList();
        var last = Group(readings);
        if (last.Count == 0)
            return new(ClockVerdict.Unheard, null, string.Create(CultureInfo.InvariantCulture, $"Nothing was heard of it for {Window.TotalDays:N0} days."));
        var leads = last.Where(one => one.Lead > tolerance).Select(one => one.Lead).Order().ToList();
        if (last.Take(Good).Any(one => one.Lead > tolerance) && leads.Count > 0)
        {
            var lead = leads[leads.Count / 2];
            var isMending = last[0].Lead <= tolerance;
            return new(ClockVerdict.Ahead, lead,
                $"{(last.Count == 1 ? "Its only delivery" : $"{Count(leads.Count)} of its last {Count(last.Count)} deliveries")} lay in the future, by {Spoken(lead)}: nothing is measured before it happens. Such readings count from their arrival.{Zone(lead)}{(isMending ? " The last one was right; when the next is too, this ends." : "")}");
        }

        // Of what is sent or measured for many, the way to here says more about the house than about a clock.
        if (readings.Select(one => one.PatientId).Distinct(StringComparer.Ordinal).Skip(1).Any())
            return new(ClockVerdict.Shared, null, "It measures several patients. None of its readings lies in the future; whether its clock is behind cannot be told.");
        if (last.Count < Deliveries || last[0].ReceivedAt - last[^1].ReceivedAt < Spread)
            return last.Min(one => one.Lag) <= tolerance ? Fine(last) : new(ClockVerdict.TooFew, null, $"{Count(last.Count)} {(last.Count == 1 ? "delivery, and late" : "deliveries, all late")}: too few, or too close together, to say whether it is its clock.");
        var lag = last.Min(one => one.Lag);
        if (lag <= tolerance)
            return Fine(last);
        if (last.Exists(one => one.SentLag is null))
            return new(ClockVerdict.BehindOrLate, -lag, $"Each of its last {Count(last.Count)} deliveries was at least {Spoken(lag)} old. Either its clock is behind, or all it sends is held back for so long; the readings alone do not tell which. Their times are kept as they came.{Zone(lag)}");
        var sent = last.Min(one => one.SentLag!.Value);
        return sent > tolerance
            ? new(ClockVerdict.Behind, -sent, $"What it says it sent at once was at least {Spoken(sent)} old in each of its last {Count(last.Count)} deliveries: its clock is behind, unless whoever passes it on holds back each of them for so long. Times are kept as they came.{Zone(sent)}")
            : new(ClockVerdict.Late, null, $"Its clock is right by when it sends. What it sends was at least {Spoken(lag)} old each time.");
    }

    private static ClockVerdict Fine(List<Delivery> last) => new(ClockVerdict.Right, -last.Min(one => one.Lag), last.Min(one => one.Lag) is var fresh && last.Count == 1 ? $"Its only delivery came {Spoken(fresh)} after it was measured." : $"The freshest of its last {Count(last.Count)} deliveries came {Spoken(fresh)} after it was measured.");

    /// <summary>The last deliveries, the newest first.</summary>
    private static List<Delivery> Group(List<HeardReading> newestFirst)
    {
        var found = new List<Delivery>();
        DateTimeOffset? before = null;
        foreach (var one in newestFirst.OrderByDescending(one => one.ReceivedAt))
        {
            var next = new Delivery(one.ReceivedAt, one.ReceivedAt - one.At, one.ReceivedAt - one.SentAt, Max(one.At - one.ReceivedAt, one.SentAt - one.ReceivedAt));
            if (before - one.ReceivedAt <= Together)
            {
                var known = found[^1];
                found[^1] = known with { Lag = Min(known.Lag, next.Lag)!.Value, SentLag = Min(known.SentLag, next.SentLag), Lead = Max(known.Lead, next.Lead) };
            }
            else if (found.Count == Deliveries)
            {
                break;
            }
            else
            {
                found.Add(next);
            }

            before = one.ReceivedAt;
        }

        return found;
    }

    private static TimeSpan? Min(TimeSpan? one, TimeSpan? other) => one is null ? other : other is null || one < other ? one : other;

    private static TimeSpan Max(TimeSpan one, TimeSpan? other) => other > one ? other.Value : one;

    /// <summary>Off by hours to the minute is how a wrong zone looks.</summary>
    private static string Zone(TimeSpan off) =>
        off > TimeSpan.FromMinutes(50) && off < TimeSpan.FromHours(14.5) && Math.Abs(Math.IEEERemainder(off.TotalMinutes, 60)) <= 3 ? " It is close to whole hours: look at its time zone and daylight saving first." : "";

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Spoken(TimeSpan span) => span switch
    {
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):N0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:N0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:N0} days"),
    };

    /// <summary>3 h ahead, 20 min behind; null when nothing is known, or it is within what is heard as right.</summary>
    public static string? Words(TimeSpan? offset) => offset is not { } off || off.Duration() < FeedClock.Ahead ? null : $"{Spoken(off.Duration())} {(off > TimeSpan.Zero ? "ahead" : "behind")}";

    /// <param name="Lag">How old its freshest reading was.</param>
    /// <param name="Lead">How far in the future the latest lay; below zero when none did.</param>
    private sealed record Delivery(DateTimeOffset ReceivedAt, TimeSpan Lag, TimeSpan? SentLag, TimeSpan Lead);
}
