using Runink.Domain.Signals;

namespace Runink.Domain.Triggers.Testing;

/// <summary>One patient and one trigger through time: signals, timers and the gate, as live.</summary>
internal sealed class Replay(CompiledTrigger trigger, PatientState state)
{
    private DateTimeOffset? due;
    private (DateTimeOffset At, string? Message) reached;
    private bool touched;
    private bool correction;

    public EpisodeState Episode { get; set; } = EpisodeState.Initial;

    public int Firings { get; private set; }

    /// <summary>Told of every decision but the empty one.</summary>
    public Action<EpisodeDecision, DateTimeOffset>? Decided { get; init; }

    /// <summary>Takes one signal in; it is judged together with all else that its message brings, as live.</summary>
    public void Take(Signal signal)
    {
        Reach(signal.RecordedAt, signal.SourceMessage);
        state.Add(signal);
        touched |= trigger.Reads.Contains(signal.Concept);
        correction |= signal.Status is SignalStatus.Corrected or SignalStatus.EnteredInError;
    }

    /// <summary>The message that is being taken in changed a fact of patient or encounter.</summary>
    public void ContextChanged() => touched |= trigger.ReadsContext;

    /// <summary>A message begins, unless it is the one that is being taken in; before it, timers fall due at their time.</summary>
    public void Reach(DateTimeOffset at, string message)
    {
        if (reached == (at, message))
            return;
        PassTime(at);
        reached = (at, message);
    }

    /// <summary>Runs the timers that fall due up to an instant, that one included.</summary>
    public void PassTime(DateTimeOffset until)
    {
        Settle();
        while (due is { } instant && instant <= until)
        {
            due = null;
            Evaluate(instant);
        }
    }

    /// <summary>Judges the message that has been taken in whole.</summary>
    private void Settle()
    {
        if (touched)
            Evaluate(reached.At);
        (reached, touched, correction) = (default, false, false);
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
