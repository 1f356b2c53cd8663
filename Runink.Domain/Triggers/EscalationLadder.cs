namespace Runink.Domain.Triggers;

/// <summary>One step of the ladder: whom to tell when nobody has acknowledged for this long.</summary>
/// <param name="After">Counted from the firing.</param>
/// <param name="Repeat">How often the step is repeated at the same distance; 0 is once.</param>
public sealed record EscalationStep(TimeSpan After, string To, int Repeat = 0);

/// <param name="Policy">Name of a policy kept elsewhere; null when the steps stand in the trigger or are the default.</param>
/// <param name="AckExpires">After this long without an action an acknowledgement no longer holds; null never.</param>
public sealed record EscalationLadder(string? Policy, IReadOnlyList<EscalationStep> Steps, TimeSpan? AckExpires)
{
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
