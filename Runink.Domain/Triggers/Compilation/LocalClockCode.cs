using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>The hour of the day or the day of the week on the hospital's clock.</summary>
internal sealed class LocalClockCode(BoundExpr bound, bool ofWeek) : ScalarCode(bound)
{
    public override bool IsAlwaysKnown => true;

    protected override Value Run(ref Frame frame)
    {
        var local = TimeZoneInfo.ConvertTime(frame.Now, frame.State.Zone);
        if (ofWeek)
        {
            frame.Note(LocalTimes.StartOf(DateOnly.FromDateTime(local.DateTime).AddDays(1), frame.State.Zone));
            return Value.Of(local.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)local.DayOfWeek);
        }

        frame.Note(frame.Now + TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour));
        return Value.Of(local.Hour);
    }
}

/// <summary>The shift of the day on the hospital's clock.</summary>
internal sealed class ShiftCode(BoundExpr bound) : ScalarCode(bound)
{
    public override bool IsAlwaysKnown => true;

    protected override Value Run(ref Frame frame)
    {
        var local = TimeZoneInfo.ConvertTime(frame.Now, frame.State.Zone);
        frame.Note(frame.Now + TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour));
        return Value.Of(DayShift.Of(frame.Now, frame.State.Zone));
    }
}

/// <summary>Whether today, on the hospital's clock, is a holiday of a calendar.</summary>
internal sealed class HolidayCode(BoundExpr bound, BusinessHours hours) : ConditionCode(bound)
{
    public override bool IsAlwaysKnown => true;

    protected override Verdict Run(ref Frame frame)
    {
        var zone = hours.Zone ?? frame.State.Zone;
        var today = LocalTimes.Day(frame.Now, zone);
        frame.Note(LocalTimes.StartOf(today.AddDays(1), zone));
        return hours.HolidayOn(today) is null ? Verdict.False : Verdict.True;
    }
}
