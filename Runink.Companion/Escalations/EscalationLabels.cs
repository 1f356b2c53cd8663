using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>What people may be asked before an action.</summary>
public enum EscalationAsk { HandOver, Accept, Decline, Priority, Snooze, Escalate, Resolve, Reopen }

/// <summary>States and answers as people say them.</summary>
internal static class EscalationLabels
{
    /// <summary>What was done, and to whom.</summary>
    /// <param name="row">As it is afterwards.</param>
    public static string Done(EscalationCommand command, EscalationRow row) => $"{row.Patient.Name}: " + command switch
    {
        EscalationCommand.Claim => "yours now. Acknowledge when you have seen the patient.",
        EscalationCommand.Release => "given back; nobody owns it.",
        EscalationCommand.Acknowledge => "acknowledged. Nobody else is called for this.",
        EscalationCommand.Unacknowledge => "acknowledgement taken back.",
        EscalationCommand.HandOver => $"{row.OfferedTo?.Name} is being asked. It stays yours until they accept.",
        EscalationCommand.Accept => "yours now.",
        EscalationCommand.Decline => $"{row.Owner?.Name} keeps it and sees why.",
        EscalationCommand.Withdraw => "no longer offered; it stays yours.",
        EscalationCommand.SetPriority => $"{row.Severity} now. Its clocks count from the opening.",
        EscalationCommand.Snooze snooze => $"sleeps until {Shared.Controls.When.Clock(snooze.Until)}, then comes back.",
        EscalationCommand.WakeNow => "awake again.",
        EscalationCommand.Escalate => "the next person on the ladder is being told.",
        EscalationCommand.Resolve => "resolved.",
        EscalationCommand.Reopen => "open again.",
        EscalationCommand.Comment => "comment added.",
        _ => "saved.",
    };

    /// <summary>The command that takes one back right away; null where that needs words of its own.</summary>
    public static (string Label, EscalationCommand Command)? Undo(EscalationCommand command, EscalationRow before, string me) => command switch
    {
        EscalationCommand.Claim => ("Give it back", new EscalationCommand.Release()),
        EscalationCommand.Acknowledge => ("Undo", new EscalationCommand.Unacknowledge()),
        EscalationCommand.Snooze => ("Wake it", new EscalationCommand.WakeNow()),
        EscalationCommand.Resolve => ("Reopen", new EscalationCommand.Reopen("Taken back right away")),
        EscalationCommand.HandOver => ("Take it back", new EscalationCommand.Withdraw()),
        EscalationCommand.Check { Done: true } check => ("Undo", new EscalationCommand.Check(check.Index, false)),
        EscalationCommand.WaiveItem waive => ("Undo", new EscalationCommand.Check(waive.Index, false)),
        _ => null,
    };

    public static EscalationCommand Command(Shared.Controls.ChecklistAct act) => act switch
    {
        Shared.Controls.ChecklistAct.Assign assign => new EscalationCommand.AssignItem(assign.Item.Index, assign.To),
        Shared.Controls.ChecklistAct.Waive waive => new EscalationCommand.WaiveItem(waive.Item.Index, waive.Reason),
        Shared.Controls.ChecklistAct.Tick tick => new EscalationCommand.Check(tick.Item.Index, tick.Done, tick.Evidence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Verb(string clock) => clock switch
    {
        "acknowledge" => "Acknowledge",
        "act" => "Act",
        "resolve" => "Resolve",
        _ => Shared.Layout.Labels.Spoken(clock),
    };

    public static string Next(string action) => action switch
    {
        "claim" => "Claim",
        "acknowledge" => "Acknowledge",
        "resolve" => "Resolve",
        "act" => "Act",
        "review" => "Review",
        "wait" => "Wake",
        _ => "Open",
    };

    /// <summary>Whom a trigger names: <c>on_call("medicine")</c> and <c>charge_nurse</c> as people say it, addresses as they are.</summary>
    public static string Who(string who) => Runink.Domain.Teams.RecipientNames.Spoken(who);

    public static bool Closed(EscalationStatus status) => status is EscalationStatus.Resolved or EscalationStatus.Retracted;

    /// <summary>The mark of a row: what could not be evaluated says so before how severe it might be.</summary>
    public static string Mark(EscalationRow row) => row.NextAction == "review" ? "unknown" : row.Severity;

    /// <summary>A headline in pieces, the facts of it bold: "<b>Lactate 3.4 mmol/L</b> ↑ from 2.1 · <b>qSOFA 2</b>".</summary>
    public static IEnumerable<(string Text, bool Bold)> Pieces(string headline)
    {
        var first = true;
        foreach (var part in headline.Split(" · "))
        {
            if (!first)
                yield return (" · ", false);
            first = false;
            var cut = Cuts.Select(word => part.IndexOf(word, StringComparison.Ordinal)).Where(at => at > 0).DefaultIfEmpty(part.Length).Min();
            yield return (part[..cut], true);
            if (cut < part.Length)
                yield return (part[cut..], false);
        }
    }

    private static readonly string[] Cuts = [" ↑", " ↓", " from ", " (", ", ", " in ", " for ", ": "];
}
