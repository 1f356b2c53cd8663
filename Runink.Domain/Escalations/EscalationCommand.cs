namespace Runink.Domain.Escalations;

/// <summary>What a person may ask of an escalation. <see cref="Name"/> is the action's name in the API.</summary>
public abstract record EscalationCommand(string Name)
{
    public sealed record Claim() : EscalationCommand("claim");

    /// <summary>Gives up what one owns and has not acknowledged.</summary>
    public sealed record Release() : EscalationCommand("release");

    public sealed record Unacknowledge() : EscalationCommand("unacknowledge");

    public sealed record WakeNow() : EscalationCommand("wake");

    public sealed record Acknowledge() : EscalationCommand("acknowledge");

    public sealed record Comment(string Text) : EscalationCommand("comment");

    public sealed record HandOver(string To, string? Note) : EscalationCommand("hand-over");

    public sealed record Snooze(DateTimeOffset Until, string Reason) : EscalationCommand("snooze");

    public sealed record Escalate(string? Reason) : EscalationCommand("escalate");

    public sealed record Resolve(string Reason) : EscalationCommand("resolve");

    public sealed record Reopen(string? Reason) : EscalationCommand("reopen");

    public sealed record Check(int Index, bool Done) : EscalationCommand("check");
}
