namespace Runink.Domain.Referrals.Announcing;

/// <summary>How a Task of ours stands in the system of whoever was asked.</summary>
/// <param name="Status">Of R4's task-status.</param>
/// <param name="Business">Codes of Task.businessStatus, whosever they are.</param>
/// <param name="Why">Task.statusReason in words.</param>
/// <param name="Start">Beginning of Task.executionPeriod.</param>
public sealed record PartnerTaskState(string Status, IReadOnlyList<string> Business, string? Why, DateTimeOffset? Start);

/// <param name="Kind">accept, decline, ask or propose.</param>
public sealed record PartnerSays(string Kind, string? Text = null, DateTimeOffset? Date = null);

/// <summary>What a Task says as an answer to a referral: the way back of <see cref="TaskStatusTable"/>. The business status says more than the status where both speak.</summary>
public static class PartnerTaskWord
{
    public static IReadOnlyList<PartnerSays> Of(PartnerTaskState task, DateTimeOffset now)
    {
        var booked = task.Business.Any(code => code is "visit-scheduled" or "visit-rescheduled" or "5.1.1");
        if (task.Status == "rejected" || task.Business.Contains("4.0"))
            return [new PartnerSays("decline", task.Why ?? "They declined in their own system, and say no reason there")];
        if (task.Status == "on-hold" || task.Business.Contains("awaiting-information"))
            return [new PartnerSays("ask", task.Why ?? "Their system waits for something, and does not say for what")];
        if (task.Status is "completed" or "cancelled" or "failed" or "entered-in-error")
            return [new PartnerSays("ask", $"Their system says “{task.Status}”{(task.Why is { } why ? $": {why}" : "")}. {(task.Status == "completed" ? "A report did not come with it." : "Ask whether they still see the patient.")}")];
        if (booked && task.Start is null)
            return [new PartnerSays("accept"), new PartnerSays("ask", "Their system says that a visit is booked, and not when")];
        if (task.Start > now && (booked || task.Status is "accepted" or "in-progress"))
            return [new PartnerSays("accept"), new PartnerSays("propose", task.Why, task.Start)];
        return task.Status is "accepted" or "in-progress" || task.Business.Contains("3.0") ? [new PartnerSays("accept")] : [];
    }

    /// <summary>In one word, to see whether it changed: status and business status.</summary>
    public static string Said(PartnerTaskState task) => string.Join(' ', [task.Status, .. task.Business.Order(StringComparer.Ordinal), .. task.Start is { } start ? [start.UtcDateTime.ToString("yyyyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture)] : Array.Empty<string>()]);
}
