using Runink.Domain.Discharges;
using Runink.Domain.Patients;
using Runink.Domain.Teams;

namespace Runink.Companion.Discharges;

/// <summary>One discharge as a row and as the API answers it.</summary>
/// <param name="Id">Of the stay.</param>
/// <param name="ExpectedAt">As somebody here said; else as the record system does.</param>
/// <param name="RecordSystemExpectsAt">Null when it does not say.</param>
/// <param name="Patient">Masked for whom patients have no names.</param>
public sealed record DischargeView(
    string Id, PatientCard Patient, EncounterCard Stay, DischargeState State, DateTimeOffset? ExpectedAt, DateTimeOffset? RecordSystemExpectsAt, DateTimeOffset? LeftAt, IReadOnlyList<ChecklistItem> Items,
    DateTimeOffset BegunAt, string BegunBy, DateTimeOffset? ClosedAt, string? ClosedReason, int Version)
{
    public int Settled => Items.Count(item => item.IsSettled);
}

/// <summary>A patient who is here and whose discharge nobody has begun.</summary>
public sealed record StayView(string Id, PatientCard Patient, EncounterCard Stay, DateTimeOffset StartedAt);

/// <param name="Unit">Empty is every unit that has none of its own.</param>
/// <param name="Version">0 is the shipped one.</param>
public sealed record DischargeChecklistView(string Unit, IReadOnlyList<string> Items, int Version, string? ChangedBy, DateTimeOffset? ChangedAt);

internal static class DischargeLabels
{
    public static string Of(DischargeState state) => state switch
    {
        DischargeState.Open => "Being prepared",
        DischargeState.Ready => "Ready to go",
        DischargeState.LeftOpen => "Left with something open",
        DischargeState.Closed => "Closed",
        _ => state.ToString(),
    };

    public static string? Tone(DischargeState state) => state switch
    {
        DischargeState.LeftOpen => "critical",
        DischargeState.Ready => "ok",
        _ => null,
    };

    public static DischargeCommand Command(Shared.Controls.ChecklistAct act) => act switch
    {
        Shared.Controls.ChecklistAct.Assign assign => new DischargeCommand.AssignItem(assign.Item.Index, assign.To),
        Shared.Controls.ChecklistAct.Waive waive => new DischargeCommand.WaiveItem(waive.Item.Index, waive.Reason),
        Shared.Controls.ChecklistAct.Tick tick => new DischargeCommand.Check(tick.Item.Index, tick.Done, tick.Evidence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
