using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>A tab of the worklist.</summary>
/// <param name="Hot">Its count is a warning.</param>
/// <param name="Empty">What it means that nothing is in it.</param>
internal sealed record WorklistView(string Name, string Title, bool Hot, string Empty);

internal static class WorklistViews
{
    public const string MyUnit = "my-unit";

    public static readonly IReadOnlyList<WorklistView> All =
    [
        new("all", "All open", false, "When a trigger fires, its patient appears here with the reason, an owner to be, and a clock."),
        new(MyUnit, "My unit", false, "Nothing is open in your unit. New work appears by itself; you need not reload."),
        new("mine", "Mine", false, "You own nothing at the moment. Claim a row with the key c, and it stays with you."),
        new("unowned-critical", "Unowned critical", true, "Every critical row has an owner. That is how it should be."),
        new("late", "Late", true, "No clock has run out. Rows come here the moment that a promise is broken."),
        new("unknown", "Could not evaluate", false, "Every trigger could be evaluated. A value without a unit, or one too old to trust, would show up here."),
        new("delivery-failed", "Delivery failed", true, "Every message reached its receiver. Work whose messages were given up comes here."),
        new("snoozed", "Snoozed", false, "Nothing is put off. What somebody snoozes waits here until its time, or until a worse value wakes it."),
        new("closed", "Closed", false, "Nothing was closed yet. Resolved and retracted work stays here to be read."),
    ];

    public static WorklistQuery Query(Caller caller, string? view, string? unit, string? order) =>
        new(view is null or "all" ? null : view, Unit: view == MyUnit || string.IsNullOrEmpty(unit) ? null : unit, Limit: 500, Order: order);

    public static string OrderTitle(string? order) => order switch
    {
        "due" => "Due first",
        "newest" => "Newest first",
        "oldest" => "Oldest first",
        _ => "Most urgent first",
    };

    public static string Href(string? view, string? unit, string? selected = null, string? order = null)
    {
        var parts = new[] { ("view", view is "all" ? null : view), ("unit", unit), ("order", order is "urgency" ? null : order), ("sel", selected) }
            .Where(part => !string.IsNullOrEmpty(part.Item2))
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? "/" : $"/?{query}";
    }
}
