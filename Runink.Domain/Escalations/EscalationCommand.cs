using Runink.Domain.Teams;

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

    public sealed record Comment(string Text) : EscalationCommand("comment")
    {
        /// <summary>Whom it calls, of those who may see the work.</summary>
        public IReadOnlyList<PersonRef> Mentioned { get; init; } = [];
    }

    /// <summary>Asks a colleague to take it over.</summary>
    public sealed record HandOver(string To, string? Note) : EscalationCommand("hand-over");

    /// <param name="ReadBack">What was understood, in the words of whoever takes it.</param>
    public sealed record Accept(string? ReadBack) : EscalationCommand("accept");

    public sealed record Decline(string Reason) : EscalationCommand("decline");

    /// <summary>Takes an offer back before it is accepted.</summary>
    public sealed record Withdraw() : EscalationCommand("withdraw");

    public sealed record SetPriority(string Severity, string Reason) : EscalationCommand("set-priority");

    public sealed record Snooze(DateTimeOffset Until, string Reason) : EscalationCommand("snooze");

    public sealed record Escalate(string? Reason) : EscalationCommand("escalate");

    /// <param name="Useful">Was it worth being asked? Null when the person does not say.</param>
    /// <param name="NotUseful">A code of <see cref="EscalationFeedback.NotUseful"/>, when it was not.</param>
    public sealed record Resolve(string Reason, bool? Useful = null, string? NotUseful = null) : EscalationCommand("resolve");

    public sealed record Reopen(string? Reason) : EscalationCommand("reopen");

    /// <param name="Evidence">What shows it, in words.</param>
    public sealed record Check(int Index, bool Done, string? Evidence = null) : EscalationCommand("check");

    /// <param name="To">Who is asked to do an item of the checklist; null gives it back to the owner of the whole.</param>
    public sealed record AssignItem(int Index, string? To) : EscalationCommand("assign-item");

    public sealed record WaiveItem(int Index, string Reason) : EscalationCommand("waive-item");
}
