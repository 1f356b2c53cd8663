using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Testing;

/// <summary>One patient and one trigger through time: signals, timers and the gate, as live.</summary>
internal sealed class Replay(CompiledTrigger trigger, PatientState state)
{
    private DateTimeOffset? due;
    private Signal? taken;
    private bool touched;
    private bool correction;

    public EpisodeState Episode { get; set; } = EpisodeState.Initial;

    public int Firings { get; private set; }

    /// <summary>Told of every decision but the empty one.</summary>
    public Action<EpisodeDecision, DateTimeOffset>? Decided { get; init; }

    /// <summary>Called right before something happens at an instant, e.g. to bring encounters up to date.</summary>
    public Action<DateTimeOffset>? Reaching { get; init; }

    /// <summary>Takes one signal in; it is judged together with the others of its message, as live.</summary>
    public void Take(Signal signal)
    {
        if (taken is null || taken.RecordedAt != signal.RecordedAt || !taken.SourceMessage.Equals(signal.SourceMessage, StringComparison.Ordinal))
        {
            PassTime(signal.RecordedAt);
            Reaching?.Invoke(signal.RecordedAt);
            (taken, touched, correction) = (signal, false, false);
        }

        state.Add(signal);
        touched |= trigger.Reads.Contains(signal.Concept);
        correction |= signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError;
    }

    /// <summary>A fact of patient or encounter changed.</summary>
    public void ContextChanged(DateTimeOffset at)
    {
        Settle();
        if (trigger.ReadsContext)
            Evaluate(at);
    }

    /// <summary>Runs the timers that fall due up to an instant, that one included.</summary>
    public void PassTime(DateTimeOffset until)
    {
        Settle();
        while (due is { } instant && instant <= until)
        {
            due = null;
            Reaching?.Invoke(instant);
            Evaluate(instant);
        }
    }

    /// <summary>Judges the message whose signals have all been taken in.</summary>
    private void Settle()
    {
        if (taken is { } last && touched)
            Evaluate(last.RecordedAt);
        (taken, touched, correction) = (null, false, false);
    }

    private void Evaluate(DateTimeOffset at)
    {
        var evaluation = TriggerEvaluator.Evaluate(trigger, state, at);
        var decision = EpisodeGate.Decide(trigger.Episode, Episode, EpisodeInput.From(evaluation, correction), at);
        Episode = decision.Next;
        if (decision.Move == EpisodeMove.Fire)
            Firings++;
        if (decision.Move != EpisodeMove.Hold)
            Decided?.Invoke(decision, at);
        due = Earlier(evaluation.NextChange, decision.CheckAgainAt);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
