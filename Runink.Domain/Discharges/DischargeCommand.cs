namespace Runink.Domain.Discharges;

/// <summary>What a person may ask of a discharge that was begun.</summary>
public abstract record DischargeCommand
{
    private DischargeCommand()
    {
    }

    /// <param name="Evidence">What shows it, in words.</param>
    public sealed record Check(int Index, bool Done, string? Evidence = null) : DischargeCommand;

    /// <param name="To">Null gives the item back to everybody.</param>
    public sealed record AssignItem(int Index, string? To) : DischargeCommand;

    public sealed record WaiveItem(int Index, string Reason) : DischargeCommand;

    public sealed record AddItem(string Text) : DischargeCommand;

    /// <param name="At">When the patient is expected to go; null when nobody knows any more.</param>
    public sealed record Expect(DateTimeOffset? At) : DischargeCommand;

    /// <summary>Closes it with something undone.</summary>
    public sealed record Close(string Reason) : DischargeCommand;
}
