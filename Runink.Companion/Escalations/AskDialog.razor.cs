using Microsoft.AspNetCore.Components;
using Runink.Domain.Escalations;
using Runink.Domain.Teams;

namespace Runink.Companion.Escalations;

/// <summary>Asks for the words that an action needs: to whom, until when, why.</summary>
public sealed partial class AskDialog
{
    private static readonly (int Minutes, string Label)[] Naps = [(15, "15 min"), (30, "30 min"), (60, "1 h"), (120, "2 h"), (240, "4 h"), (480, "8 h")];

    private static readonly string[] Reasons =
        ["Treated, plan in place", "Known, already being followed", "Not relevant for this patient", "The value was wrong"];

    /// <summary>Critical work that nobody has acknowledged may not sleep through a shift.</summary>
    private int LongestNap => Row is { Severity: "critical", Status: not EscalationStatus.Acknowledged } ? (int)Escalation.LongestCriticalSnooze.TotalMinutes : 480;

    /// <summary>Names the draft that is kept while the dialog is open.</summary>
    private string FieldId => $"words-{Kind}-{Row.Id}";

    private IReadOnlyList<PersonRef> colleagues = [];
    private string text = "";
    private string to = "";
    private int nap = 30;
    private string severity = "";
    private bool? useful;
    private string? notUseful;
    private string? problem;

    [Parameter, EditorRequired] public EscalationAsk Kind { get; set; }

    [Parameter, EditorRequired] public required EscalationRow Row { get; set; }

    [Parameter] public EventCallback<EscalationCommand> OnCommand { get; set; }

    [Parameter] public EventCallback OnClose { get; set; }

    private bool Needed => Kind is EscalationAsk.Snooze or EscalationAsk.Resolve or EscalationAsk.Decline or EscalationAsk.Priority;

    private string TextLabel => Kind switch
    {
        EscalationAsk.HandOver => "What they need to know",
        EscalationAsk.Accept => "Read back what you understood",
        _ => "Reason",
    };

    private string Title => Kind switch
    {
        EscalationAsk.HandOver => "Hand over",
        EscalationAsk.Accept => "Take it over",
        EscalationAsk.Decline => "Decline",
        EscalationAsk.Priority => "Change the priority",
        EscalationAsk.Snooze => "Snooze",
        EscalationAsk.Escalate => "Escalate now",
        EscalationAsk.Resolve => "Resolve",
        EscalationAsk.Reopen => "Reopen",
    };

    private string Verb => Kind == EscalationAsk.Escalate ? "Tell the next person now" : Title;

    private string Consequence => Kind switch
    {
        EscalationAsk.HandOver => $"Your colleague is told now and finds it under Offered to me. {(Row.Owner is null ? "It is yours" : "It stays with its owner")} until they accept; after half an hour without an answer the offer lapses.",
        EscalationAsk.Accept => "You own it from then on. What you read back stands in its history for whoever handed it over.",
        EscalationAsk.Decline => $"{Row.Owner?.Name} keeps it and sees your reason.",
        EscalationAsk.Priority => "The clocks of the new priority count from the opening: time that has passed has passed.",
        EscalationAsk.Snooze => $"It leaves the open list{(Row.Owner is null ? ", becomes yours" : "")} and comes back by itself; the clocks keep running. A worse value wakes it earlier.",
        EscalationAsk.Escalate => "The next step of the ladder is told at once instead of when its time comes.",
        EscalationAsk.Resolve => "Nobody is called for this any more. You can reopen it.",
        EscalationAsk.Reopen => "It goes back to the open list with its history.",
    };

    protected override async Task LoadAsync()
    {
        if (severity.Length == 0)
            severity = Row.Severity;
        if (Kind == EscalationAsk.HandOver && colleagues.Count == 0)
            colleagues = [.. (await UseCases.ColleaguesAsync(Caller, Gone)).Where(person => person.Id != Row.Owner?.Id)];
    }

    private async Task SendAsync()
    {
        var words = text.Trim();
        problem = Kind == EscalationAsk.HandOver && to.Length == 0 ? "Choose who takes it."
            : Kind == EscalationAsk.Priority && severity == Row.Severity ? "Choose another priority than it has."
            : Kind == EscalationAsk.Resolve && useful == false && notUseful is null ? "Say why it was not useful; it helps to mend the rule."
            : Needed && words.Length == 0 ? "Say why, in a few words; whoever opens this next will want to know."
            : null;
        if (problem is not null)
            return;
        var optional = words.Length == 0 ? null : words;
        await OnCommand.InvokeAsync(Kind switch
        {
            EscalationAsk.HandOver => new EscalationCommand.HandOver(to, optional),
            EscalationAsk.Accept => new EscalationCommand.Accept(optional),
            EscalationAsk.Decline => new EscalationCommand.Decline(words),
            EscalationAsk.Priority => new EscalationCommand.SetPriority(severity, words),
            EscalationAsk.Snooze => new EscalationCommand.Snooze(Time.GetUtcNow().AddMinutes(nap), words),
            EscalationAsk.Escalate => new EscalationCommand.Escalate(optional),
            EscalationAsk.Resolve => new EscalationCommand.Resolve(words, useful, useful == false ? notUseful : null),
            EscalationAsk.Reopen => new EscalationCommand.Reopen(optional),
        });
    }
}
