using Runink.Domain.Foundation;
using Runink.Domain.Foundation.Calendars;

namespace Runink.Domain.Teams.Rotas;

/// <summary>
/// A rota with all that was decided about it. What holds at an instant is decided in one place (<see cref="At"/>); shifts are the same
/// answer between the instants at which anything can change, so that a shift and an instant never say different things.
/// </summary>
public sealed class RotaSchedule
{
    private readonly IReadOnlyList<(RotaLayer Layer, Rotation Rotation)> layers;
    private readonly IReadOnlyList<Amendment> amendments;
    private readonly Staff staff;
    private readonly BusinessHours? calendar;
    private readonly HashSet<DateOnly> holidays;
    private readonly TimeZoneInfo zone;

    /// <param name="calendar">The one that the plan names, for its holidays.</param>
    public RotaSchedule(RotaPlan plan, IEnumerable<RotaOverride> overrides, IEnumerable<ShiftSwap> swaps, Staff staff, BusinessHours? calendar = null)
    {
        (Plan, this.staff, this.calendar, zone, holidays) = (plan, staff, calendar, plan.TimeZone, [.. plan.Holidays]);
        layers = [.. plan.Layers.Select(layer => (layer, new Rotation(layer, zone)))];
        amendments = [.. Overrides(overrides).Concat(Swaps(swaps)).OrderBy(act => act.At).ThenBy(act => act.Takers[0].ActId, StringComparer.Ordinal)];
    }

    public RotaPlan Plan { get; }

    /// <summary>People who are on call at an instant; none in a gap.</summary>
    public IReadOnlyList<OnDuty> OnCall(DateTimeOffset instant) => At(instant).People;

    /// <summary>Shifts that follow one another without a gap or an overlap from the one instant to the other; one without people is time that nobody has.</summary>
    public IReadOnlyList<Shift> Shifts(DateTimeOffset from, DateTimeOffset until)
    {
        var shifts = new List<Shift>();
        Duty? before = null;
        foreach (var (start, end) in Pieces(from, until))
        {
            var duty = At(start);
            if (before is not null && duty.IsSame(before))
                shifts[^1] = shifts[^1] with { Until = end };
            else
                shifts.Add(new Shift(start, end, duty.People, duty.Layer, duty.Why));
            before = duty;
        }

        return shifts;
    }

    /// <summary>Where somebody should be on call and nobody is.</summary>
    public IReadOnlyList<Shift> Gaps(DateTimeOffset from, DateTimeOffset until)
    {
        var gaps = new List<Shift>();
        foreach (var (start, end) in Pieces(from, until))
        {
            if (!IsExpected(start) || At(start) is not { People.Count: 0, Why: var why })
                continue;
            if (gaps.Count > 0 && gaps[^1].Until == start && gaps[^1].Why == why)
                gaps[^1] = gaps[^1] with { Until = end };
            else
                gaps.Add(new Shift(start, end, [], null, why));
        }

        return gaps;
    }

    /// <summary>The same rota with one of its layers only and nothing decided about it: what that layer alone would say.</summary>
    public RotaSchedule Alone(RotaLayer layer) => new(Plan with { Layers = [layer] }, [], [], staff, calendar);

    public bool IsExpected(DateTimeOffset instant)
    {
        var day = LocalTimes.Day(instant, zone);
        return (Plan.ExpectedOnHolidays || !IsHoliday(day)) && (Plan.Expected.Count == 0 || Plan.Expected.Any(hours => hours.Contain(instant, day, zone)));
    }

    private Duty At(DateTimeOffset instant)
    {
        var day = LocalTimes.Day(instant, zone);
        var (layer, turn, people) = Planned(instant, day);
        List<OnDuty> named = [.. people.Select(id => new OnDuty(id, DutyReason.Layer))];
        foreach (var act in amendments)
        {
            if (act.Stretch.Holds(instant))
                named = act.Change(named);
        }

        // What was decided for everybody is one stretch, whatever the layers below it do meanwhile.
        if (named.Count > 0 && named.TrueForAll(one => one.Reason != DutyReason.Layer))
            (layer, turn) = (null, 0);
        var here = new List<OnDuty>(named.Count);
        string? why = null;
        foreach (var one in named)
        {
            if (staff.TakerOf(one.PersonId, instant) is not { } taker)
                why ??= $"{staff.WhyNobody(one.PersonId, instant)}.";
            else if (here.TrueForAll(other => other.PersonId != taker.Id))
                here.Add(taker.Id == one.PersonId ? one : one with { PersonId = taker.Id, StandsInFor = one.PersonId });
        }

        return new Duty(here, layer, turn, here.Count > 0 ? null : why ?? "Nobody is planned.");
    }

    private (string? Layer, long Turn, IReadOnlyList<string> People) Planned(DateTimeOffset instant, DateOnly day)
    {
        foreach (var (layer, rotation) in layers)
        {
            if (Counts(layer, instant, day) && rotation.TurnAt(instant) is { } turn && rotation.PeopleOf(turn) is { Count: > 0 } people)
                return (layer.Name, turn, people);
        }

        return (null, 0, []);
    }

    private bool Counts(RotaLayer layer, DateTimeOffset instant, DateOnly day) =>
        layer.Holidays switch
        {
            HolidayUse.Always => true,
            HolidayUse.NotOnHolidays => !IsHoliday(day),
            HolidayUse.OnlyOnHolidays => IsHoliday(day),
        }
        && (layer.Hours.Count == 0 || layer.Hours.Any(hours => hours.Contain(instant, day, zone)));

    private bool IsHoliday(DateOnly day) => holidays.Contains(day) || calendar?.HolidayOn(day) is not null;

    /// <summary>The time between the two, cut wherever anything can change.</summary>
    private IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> Pieces(DateTimeOffset from, DateTimeOffset until)
    {
        var edges = new SortedSet<DateTimeOffset>(Edges(from, until).Where(at => at > from && at < until)) { until };
        var start = from;
        foreach (var end in edges)
        {
            if (end > start)
                yield return (start, end);
            start = end;
        }
    }

    private IEnumerable<DateTimeOffset> Edges(DateTimeOffset from, DateTimeOffset until)
    {
        var (first, last) = (LocalTimes.Day(from, zone).AddDays(-1), LocalTimes.Day(until, zone));
        var hours = Plan.Layers.SelectMany(layer => layer.Hours).Concat(Plan.Expected).ToList();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            yield return LocalTimes.StartOf(day, zone);
            foreach (var one in hours)
            {
                var stretch = one.On(day, zone);
                yield return stretch.From;
                yield return stretch.Until;
            }
        }

        foreach (var at in layers.SelectMany(layer => layer.Rotation.HandOvers(from, until)).Concat(amendments.SelectMany(act => new[] { act.Stretch.From, act.Stretch.Until })).Concat(staff.Edges(from, until)))
            yield return at;
    }

    /// <summary>Overrides that were set at once for the same stretch put these people on call together.</summary>
    private static IEnumerable<Amendment> Overrides(IEnumerable<RotaOverride> overrides) =>
        from one in overrides
        where one.WithdrawnAt is null
        group one by (one.SetAt, one.From, one.Until, one.InsteadOfId) into same
        select new Amendment(same.Key.SetAt, new Stretch(same.Key.From, same.Key.Until), same.Key.InsteadOfId, [.. same.OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => new OnDuty(one.PersonId, DutyReason.Override, one.Id))]);

    private static IEnumerable<Amendment> Swaps(IEnumerable<ShiftSwap> swaps) => swaps.Where(swap => swap is { State: SwapState.Accepted, AnsweredAt: not null }).SelectMany(swap => new[]
    {
        new Amendment(swap.AnsweredAt!.Value, swap.Given, swap.AskedById, [new OnDuty(swap.OtherId, DutyReason.Swap, swap.Id)]),
        new Amendment(swap.AnsweredAt.Value, swap.Taken, swap.OtherId, [new OnDuty(swap.AskedById, DutyReason.Swap, swap.Id)]),
    });

    /// <summary>A decision about who is on call, in the order in which they were made.</summary>
    /// <param name="InsteadOf">Null: of everybody.</param>
    private sealed record Amendment(DateTimeOffset At, Stretch Stretch, string? InsteadOf, IReadOnlyList<OnDuty> Takers)
    {
        public List<OnDuty> Change(List<OnDuty> people) =>
            InsteadOf is null ? [.. Takers] : [.. people.SelectMany(one => one.PersonId == InsteadOf ? Takers : [one]).DistinctBy(one => one.PersonId)];
    }

    /// <param name="Turn">Tells two shifts of one person in a row apart.</param>
    private sealed record Duty(IReadOnlyList<OnDuty> People, string? Layer, long Turn, string? Why)
    {
        public bool IsSame(Duty other) => Layer == other.Layer && Turn == other.Turn && Why == other.Why && People.SequenceEqual(other.People);
    }
}
