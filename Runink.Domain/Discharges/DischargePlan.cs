using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Domain.Discharges;

public enum DischargeState
{
    /// <summary>The patient is here, and something is to be done before they go.</summary>
    Open,

    /// <summary>The patient is here, and everything is settled.</summary>
    Ready,

    /// <summary>The patient has gone, and something was not done.</summary>
    LeftOpen,

    /// <summary>The patient has gone and everything is settled, or somebody closed it and said why.</summary>
    Closed,
}

/// <summary>What is to be done before a patient goes home or elsewhere. It belongs to the stay: where that goes, it goes.</summary>
public sealed class DischargePlan
{
    public required string EncounterId { get; set; }

    public string Checklist { get; private set; } = "[]";

    /// <summary>How many items are not settled; kept beside them so that lists can ask for it.</summary>
    public int OpenItems { get; private set; }

    /// <summary>When the patient is expected to go; null when nobody has said.</summary>
    public DateTimeOffset? ExpectedAt { get; set; }

    public DateTimeOffset BegunAt { get; private init; }

    public required string BegunBy { get; init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why it was closed with something undone.</summary>
    public string? ClosedReason { get; private set; }

    public int Version { get; private set; } = 1;

    public IReadOnlyList<ChecklistItem> Items => Teams.Checklist.Read(Checklist);

    public static DischargePlan Begin(string encounterId, IEnumerable<string> texts, string by, DateTimeOffset now)
    {
        var plan = new DischargePlan { EncounterId = encounterId, BegunAt = now, BegunBy = by };
        plan.Keep(Teams.Checklist.Read(Teams.Checklist.Write(texts)));
        return plan;
    }

    public DischargeState State(Encounter stay) => (ClosedAt, OpenItems, stay.EndedAt) switch
    {
        (not null, _, _) => DischargeState.Closed,
        (_, 0, null) => DischargeState.Ready,
        (_, 0, _) => DischargeState.Closed,
        (_, _, null) => DischargeState.Open,
        _ => DischargeState.LeftOpen,
    };

    /// <summary>Carries out a command, or says why not. Nothing has changed when it is refused.</summary>
    /// <param name="colleague">Whom an item names; null when it names nobody.</param>
    /// <returns>What happened, in words.</returns>
    public Outcome<string> Apply(DischargeCommand command, PersonRef? colleague, PersonRef by, DateTimeOffset now)
    {
        if (ClosedAt is not null)
            return new Refusal("not-allowed-now", "This discharge is closed.");
        var done = command switch
        {
            DischargeCommand.Check check => Take(Teams.Checklist.Check(Items, check.Index, check.Done, check.Evidence, by, now)),
            DischargeCommand.WaiveItem waive => Take(Teams.Checklist.Waive(Items, waive.Index, waive.Reason, by, now)),
            DischargeCommand.AssignItem { To: not null } when colleague is null => new Refusal("invalid", "Choose a colleague who may see this patient."),
            DischargeCommand.AssignItem assign => Take(Teams.Checklist.Assign(Items, assign.Index, colleague)),
            DischargeCommand.AddItem add => Add(add.Text),
            DischargeCommand.Expect expect => Expect(expect.At, now),
            DischargeCommand.Close close => Close(close.Reason, now),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (done.Ok)
            Version++;
        return done;
    }

    private Outcome<string> Take(Outcome<ChecklistChange> change)
    {
        if (change.Refusal is { } refusal)
            return refusal;
        Keep(change.Value!.Items);
        return change.Value.Text;
    }

    private void Keep(IReadOnlyList<ChecklistItem> items) => (Checklist, OpenItems) = (Teams.Checklist.Write(items), items.Count(item => !item.IsSettled));

    private Outcome<string> Add(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("invalid", "Write what is to be done.");
        if (Items.Count >= DischargeChecklist.MostItems)
            return new Refusal("invalid", $"A checklist has at most {DischargeChecklist.MostItems} items.");
        Keep([.. Items, new ChecklistItem(Items.Count, text.Trim(), Done: false, By: null, At: null)]);
        return $"added: {text.Trim()}";
    }

    private Outcome<string> Expect(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at < now.AddDays(-1) || at > now.AddYears(1))
            return new Refusal("invalid", "A patient is expected to go between now and a year from now.");
        ExpectedAt = at;
        return at is null ? "no time is expected" : "another time is expected";
    }

    private Outcome<string> Close(string reason, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why it is closed with something undone.");
        (ClosedAt, ClosedReason) = (now, reason.Trim());
        return $"closed: {reason.Trim()}";
    }
}
