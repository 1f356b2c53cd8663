using Runink.Domain.Signals;
using Runink.Domain.Triggers.Testing;

namespace Runink.Domain.Triggers.Backtesting;

/// <summary>One patient's history through one trigger.</summary>
internal sealed class PatientReplay
{
    private readonly CompiledTrigger trigger;
    private readonly PatientHistory history;
    private readonly DateTimeOffset from;
    private readonly DateTimeOffset to;
    private readonly PatientState state;
    private readonly Replay replay;
    private readonly Queue<(DateTimeOffset At, PastEncounter Encounter, bool Starts)> movements;
    private readonly Dictionary<string, EpisodeState> episodes = new(StringComparer.Ordinal);

    public PatientReplay(CompiledTrigger trigger, PatientHistory history, DateTimeOffset from, DateTimeOffset to, List<BacktestItem> items)
    {
        (this.trigger, this.history, this.from, this.to) = (trigger, history, from, to);
        state = new PatientState(history.Facts, trigger.Program.Vocabulary) { Zone = history.Zone, Settings = history.Settings };
        replay = new Replay(trigger, state) { Decided = Decided };
        var starts = history.Encounters.Select(e => (At: e.StartedAt, Encounter: e, Starts: true));
        var ends = history.Encounters.Where(e => e.EndedAt is not null).Select(e => (At: e.EndedAt!.Value, Encounter: e, Starts: false));
        movements = new(starts.Concat(ends).OrderBy(m => m.At).ThenBy(m => m.Starts));

        void Decided(EpisodeDecision decision, DateTimeOffset at)
        {
            Verdict? verdict = decision.Move switch { EpisodeMove.Fire => Verdict.True, EpisodeMove.Suppress => Verdict.False, EpisodeMove.CannotEvaluate => Verdict.Unknown, _ => null };
            if (verdict is not { } told || at < from || at > to)
                return;
            var why = told == Verdict.True ? TriggerEvaluator.Headline(trigger, state, at).Text : null;
            items.Add(new(history.Facts.Id, at, told, state.Encounter?.Unit, told == Verdict.True ? null : decision.Reason, why));
        }
    }

    /// <summary>Signals inside the period.</summary>
    public long Signals { get; private set; }

    /// <summary>Days of encounters inside the period; without any, from the first signal on.</summary>
    public decimal Days { get; private set; }

    /// <summary>The same by unit; what has no unit is not in it.</summary>
    public Dictionary<string, decimal> UnitDays { get; } = new(StringComparer.Ordinal);

    public void Run(CancellationToken cancellation)
    {
        DateTimeOffset? first = null;
        var seen = 0;
        foreach (var signal in history.Signals)
        {
            if (signal.RecordedAt > to)
                break;
            if (++seen % 512 == 1)
                cancellation.ThrowIfCancellationRequested();
            first ??= signal.RecordedAt;
            Move(signal.RecordedAt);
            replay.Take(signal);
            if (signal.RecordedAt >= from)
                Signals++;
        }

        Move(to);
        replay.PassTime(to);
        Days = history.Encounters.Count > 0
            ? history.Encounters.Sum(e => Overlap(e.StartedAt, e.EndedAt ?? to))
            : first is { } began ? Overlap(began, to) : 0;
        foreach (var stay in history.Encounters)
        {
            if (stay.Facts.Unit is { } unit && Overlap(stay.StartedAt, stay.EndedAt ?? to) is > 0 and var length)
                UnitDays[unit] = UnitDays.GetValueOrDefault(unit) + length;
        }
    }

    /// <summary>Brings the open encounter up to an instant, timers in between at their time.</summary>
    private void Move(DateTimeOffset until)
    {
        while (movements.TryPeek(out var next) && next.At <= until)
        {
            movements.Dequeue();
            replay.PassTime(next.At);
            if (next.Starts)
            {
                Keep();
                state.Encounter = next.Encounter.Facts;
                if (trigger.Episode.Per == EpisodePer.Encounter)
                    replay.Episode = episodes.GetValueOrDefault(next.Encounter.Facts.Id, EpisodeState.Initial);
            }
            else if (state.Encounter?.Id == next.Encounter.Facts.Id)
            {
                Keep();
                state.Encounter = null;
            }

            replay.ContextChanged(next.At);
        }
    }

    private void Keep()
    {
        if (state.Encounter is { } open)
            episodes[open.Id] = replay.Episode;
    }

    private decimal Overlap(DateTimeOffset start, DateTimeOffset end)
    {
        var length = (end < to ? end : to) - (start > from ? start : from);
        return length > TimeSpan.Zero ? (decimal)length.TotalDays : 0;
    }
}
