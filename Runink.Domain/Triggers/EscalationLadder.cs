namespace Runink.Domain.Triggers;

/// <summary>One step of the ladder: whom to tell when nobody has acknowledged for this long.</summary>
/// <param name="After">Counted from the firing.</param>
/// <param name="Repeat">How often the step is repeated; 0 is once.</param>
/// <param name="Every">How long between repetitions; null is the same as <paramref name="After"/>.</param>
/// <param name="ByAll">Everybody who is told must say that they have it; else one is enough.</param>
/// <param name="Hours">Business calendar outside of which the step waits; null is any time.</param>
public sealed record EscalationStep(TimeSpan After, string To, int Repeat = 0, TimeSpan? Every = null, bool ByAll = false, string? Hours = null)
{
    /// <summary>When it is told, counted from the firing.</summary>
    public IEnumerable<TimeSpan> Times => Enumerable.Range(0, Repeat + 1).Select(round => After + (Every ?? After) * round);
}

/// <param name="Policy">Name of a policy kept elsewhere; null when the steps stand in the trigger or are the default.</param>
/// <param name="AckExpires">After this long without an action an acknowledgement no longer holds; null never.</param>
/// <param name="Fallback">Whom to tell when nobody of a step can be reached.</param>
public sealed record EscalationLadder(string? Policy, IReadOnlyList<EscalationStep> Steps, TimeSpan? AckExpires, string? Fallback = null)
{
    /// <summary>Only a name: the steps are those of the policy that is kept under it, and the usual ones where none is.</summary>
    public bool IsNamed { get; init; }

    /// <summary>More steps than this, repetitions counted, are a mistake.</summary>
    public const int MostTimes = 200;

    public static EscalationLadder For(TriggerSeverity severity) => severity switch
    {
        TriggerSeverity.Critical => new(null, [Step(10, "charge_nurse"), Step(20, "rapid_response", 2)], TimeSpan.FromMinutes(60)),
        TriggerSeverity.High => new(null, [Step(30, "charge_nurse"), Step(60, "attending")], TimeSpan.FromHours(2)),
        TriggerSeverity.Moderate => new(null, [Step(120, "charge_nurse")], TimeSpan.FromHours(8)),
        TriggerSeverity.Low => new(null, [Step(480, "coordinator")], null),
        TriggerSeverity.Info => new(null, [], null),
    };

    private static EscalationStep Step(int minutes, string to, int repeat = 0) => new(TimeSpan.FromMinutes(minutes), to, repeat);
}
