namespace Runink.Domain.Referrals.Rules;

/// <summary>Words of a reason that raise the priority. What is denied does not count; nothing lowers what somebody chose.</summary>
public sealed record PriorityWords(IReadOnlyList<string> Urgent, IReadOnlyList<string> Soon)
{
    public static PriorityWords None { get; } = new([], []);

    /// <summary>The higher of what is asked and what the reason says, and the phrase that raised it; null when none did.</summary>
    public (string Priority, string? Because) Decide(string asked, string? reason)
    {
        if (asked == "urgent" || reason is null)
            return (asked, null);
        var text = new ReasonText(reason);
        if (Urgent.FirstOrDefault(text.Says) is { } urgent)
            return ("urgent", urgent);
        return asked != "soon" && Soon.FirstOrDefault(text.Says) is { } soon ? ("soon", soon) : (asked, null);
    }
}
