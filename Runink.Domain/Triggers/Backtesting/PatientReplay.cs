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
    private readonly Queue<PatientContext> contexts;
    private readonly Dictionary<string, EpisodeState> episodes = new(StringComparer.Ordinal);
    private string key;

    public PatientReplay(CompiledTrigger trigger, PatientHistory history, DateTimeOffset from, DateTimeOffset to, List<BacktestItem> items)
    {
        (this.trigger, this.history, this.from, this.to) = (trigger, history, from, to);
        state = new PatientState(history.Facts, trigger.Program.Vocabulary) { Zone = history.Zone, Settings = history.Settings };
        replay = new Replay(trigger, state) { Decided = Decided };
        contexts = new(history.Contexts);
        key = history.Facts.Id;

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
            Reach(signal.RecordedAt);
            replay.Take(signal);
            if (signal.RecordedAt >= from)
                Signals++;
        }

        Reach(to);
        replay.PassTime(to);
        Measure(first);
    }

    /// <summary>Brings what is known of patient and encounter up to an instant, timers in between at their time.</summary>
    private void Reach(DateTimeOffset until)
    {
        while (contexts.TryPeek(out var next) && next.At <= until)
        {
            contexts.Dequeue();
            replay.Reach(next.At, next.MessageId);
            (state.Facts, state.Encounter, state.OtherEncounters) = (next.Facts, next.Encounter, next.Others);
            if (trigger.Episode.Per == EpisodePer.Encounter && next.EncounterKey != key)
            {
                episodes[key] = replay.Episode;
                replay.Episode = episodes.GetValueOrDefault(next.EncounterKey, EpisodeState.Initial);
                key = next.EncounterKey;
            }

            replay.ContextChanged();
        }
    }

    private void Measure(DateTimeOffset? first)
    {
        var stays = history.Contexts
            .Zip(history.Contexts.Skip(1).Select(c => c.At).Append(to), (context, until) => (context.Encounter, context.At, Until: until))
            .Where(stay => stay.Encounter is not null).ToArray();
        Days = stays.Length > 0 ? stays.Sum(stay => Overlap(stay.At, stay.Until)) : first is { } began ? Overlap(began, to) : 0;
        foreach (var (encounter, start, end) in stays)
        {
            if (encounter!.Unit is { } unit && Overlap(start, end) is > 0 and var length)
                UnitDays[unit] = UnitDays.GetValueOrDefault(unit) + length;
        }
    }

    private decimal Overlap(DateTimeOffset start, DateTimeOffset end)
    {
        var length = (end < to ? end : to) - (start > from ? start : from);
        return length > TimeSpan.Zero ? (decimal)length.TotalDays : 0;
    }
}
