using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>One end of a stretch of time: an instant, or when an event last happened.</summary>
internal sealed class MomentSource(ScalarCode? instant, EventSource? happening)
{
    public Code? Child => instant ?? (Code?)happening?.Condition;

    /// <summary>The instant and whether it moves with the clock; null with a cause when it is not known.</summary>
    public (DateTimeOffset At, sbyte Drift)? Read(ref Frame frame, ref UnknownCauses causes)
    {
        if (instant is not null)
        {
            var value = instant.Eval(ref frame);
            if (value is { Known: true, Number.IsPoint: true } && value.Number.Low is > -60_000_000_000m and < 200_000_000_000m)
                return (DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(value.Number.Low * TimeSpan.TicksPerSecond)), value.Drift);
            causes |= value.Known ? UnknownCauses.Straddles : value.Cause;
            return null;
        }

        if (happening!.Latest(ref frame) is { } at)
            return (at, 0);
        causes |= UnknownCauses.Missing;
        return null;
    }
}

/// <summary>
/// Working time between two moments. While the calendar is open it grows a second each second; while it is closed it stands
/// still, and the next opening is the next instant at which anything can change.
/// </summary>
internal sealed class BusinessHoursCode(BoundExpr bound, MomentSource from, MomentSource to, BusinessHours hours) : ScalarCode(bound)
{
    /// <summary>Beyond this no clock of a trigger is meant, and walking the days would cost too much.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public override IEnumerable<Code> Children => new[] { from.Child, to.Child }.OfType<Code>();

    protected override Value Run(ref Frame frame)
    {
        var causes = UnknownCauses.None;
        var start = from.Read(ref frame, ref causes);
        var end = to.Read(ref frame, ref causes);
        if (start is not { } a || end is not { } b)
            return Value.Unknown(causes);
        if ((b.At - a.At).Duration() > Longest)
            return Value.Unknown(UnknownCauses.Arithmetic);
        if (!frame.Pay((int)(b.At - a.At).Duration().TotalDays))
            return Value.Unknown(UnknownCauses.TooCostly);
        var calendar = hours.In(frame.State.Zone);
        var drift = Moving(ref frame, calendar, b) - Moving(ref frame, calendar, a);
        return Value.Of((decimal)calendar.Elapsed(a.At, b.At).Ticks / TimeSpan.TicksPerSecond, (sbyte)Math.Clamp(drift, -100, 100));
    }

    /// <summary>How fast the working time up to this end grows now; notes when that changes.</summary>
    private static int Moving(ref Frame frame, BusinessCalendar calendar, (DateTimeOffset At, sbyte Drift) moment)
    {
        switch (moment.Drift)
        {
            case 0:
                return 0;
            case 1:
                if (calendar.NextEdge(moment.At) is { } edge)
                    frame.Note(frame.Now + (edge - moment.At));
                return calendar.IsOpen(moment.At) ? 1 : 0;
            default:
                return 100;
        }
    }
}
