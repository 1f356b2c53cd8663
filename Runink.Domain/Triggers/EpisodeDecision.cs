namespace Runink.Domain.Triggers;

public enum EpisodeMove
{
    /// <summary>Nothing to do.</summary>
    Hold,

    /// <summary>Open the episode and do what the trigger says.</summary>
    Fire,

    /// <summary>The truth ended; the next time it becomes true it may fire.</summary>
    ReArm,

    /// <summary>It would have fired; the reason is named and goes to the ledger.</summary>
    Suppress,

    /// <summary>The open episode has worsened: tell its owner again.</summary>
    ReAlert,

    /// <summary><c>resolve_when</c> holds: close the open episode.</summary>
    Resolve,

    /// <summary>A correction made the fired condition false: annotate the open episode, a person or a rule closes it.</summary>
    Retract,

    /// <summary>A fault of the data has kept the truth unknown for too long: a person has to look.</summary>
    CannotEvaluate,
}

/// <param name="Reason">kebab-case: became-true, still-true, cooldown, daily-limit, unless, already-open, …</param>
/// <param name="Next">What is remembered from now on.</param>
/// <param name="CheckAgainAt">When to decide again though nothing else changes; null when never.</param>
/// <param name="Readable">A person had been asked to look at faulty data, and now the truth can be told again.</param>
public sealed record EpisodeDecision(EpisodeMove Move, string Reason, EpisodeState Next, DateTimeOffset? CheckAgainAt = null, bool Readable = false);

/// <summary>The truths that one evaluation gives to the gate.</summary>
/// <param name="Suppressed">It holds but for an exception (<c>unless</c>) that is true.</param>
/// <param name="AfterCorrection">The evaluation was caused by a corrected or withdrawn result.</param>
public readonly record struct EpisodeInput(
    Verdict Holds,
    Verdict Resolve = Verdict.False,
    Verdict ReAlert = Verdict.False,
    bool Suppressed = false,
    UnknownCauses Causes = UnknownCauses.None,
    bool AfterCorrection = false)
{
    public static EpisodeInput From(Evaluation evaluation, bool afterCorrection = false) =>
        new(evaluation.Holds, evaluation.Resolve, evaluation.ReAlert, evaluation.Suppressed, evaluation.Causes, afterCorrection);
}
