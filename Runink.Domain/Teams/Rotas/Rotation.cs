using Runink.Domain.Foundation;

namespace Runink.Domain.Teams.Rotas;

/// <summary>
/// The turns of a layer in real time. Hand-overs are counted on the clock of the place and only then made instants: a shift is an hour
/// shorter or longer when the clocks change, and the next one begins where it ends.
/// </summary>
internal sealed class Rotation(RotaLayer layer, TimeZoneInfo zone)
{
    private readonly DateTime first = layer.StartsOn.ToDateTime(layer.HandOver);
    private readonly long length = layer.Length.Ticks;

    /// <summary>The number of the turn; null before the first.</summary>
    public long? TurnAt(DateTimeOffset instant)
    {
        var turn = Nearest(instant);
        while (HandOver(turn) > instant)
            turn--;
        while (HandOver(turn + 1) <= instant)
            turn++;
        return turn < 0 ? null : turn;
    }

    public IReadOnlyList<string> PeopleOf(long turn) => layer.Turns.Count == 0 ? [] : layer.Turns[(int)(turn % layer.Turns.Count)];

    public IEnumerable<DateTimeOffset> HandOvers(DateTimeOffset from, DateTimeOffset until)
    {
        for (var turn = Math.Max(0, Nearest(from) - 1); HandOver(turn) is var at && at < until; turn++)
        {
            if (at > from)
                yield return at;
        }
    }

    private DateTimeOffset HandOver(long turn) => LocalTimes.At(first.AddTicks(length * turn), zone);

    private long Nearest(DateTimeOffset instant) => (long)Math.Floor((TimeZoneInfo.ConvertTime(instant, zone).DateTime - first).Ticks / (double)length);
}
