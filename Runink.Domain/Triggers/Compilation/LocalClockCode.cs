using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Binding;

namespace Runink.Domain.Triggers.Compilation;

/// <summary>The hour of the day or the day of the week on the hospital's clock.</summary>
internal sealed class LocalClockCode(BoundExpr bound, bool ofWeek) : ScalarCode(bound)
{
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
