using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;

namespace Runink.Companion.Escalations;

/// <summary>A tab of the worklist.</summary>
/// <param name="Hot">Its count is a warning.</param>
/// <param name="Empty">What it means that nothing is in it.</param>
/// <param name="Rare">It has a tab only while something is in it.</param>
internal sealed record WorklistView(string Name, string Title, bool Hot, string Empty, bool Rare = false);

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
        new("offered", "Offered to me", true, "Nobody asks you to take anything over.", Rare: true),
        new("asked", "Asked of me", true, "Nobody mentions you, and no item of a checklist is yours.", Rare: true),
        new("snoozed", "Snoozed", false, "Nothing is put off. What somebody snoozes waits here until its time, or until a worse value wakes it."),
        new("muted", "Muted", false, "Nothing is kept quiet. What a silence or a louder trigger hides stands here, with the reason.", Rare: true),
        new("closed", "Closed", false, "Nothing was closed yet. Resolved and retracted work stays here to be read."),
    ];

    /// <summary>In the address for a list in which each episode has a row of its own.</summary>
    public const string Apart = "none";

    public static WorklistQuery Query(Caller caller, string? view, string? unit, string? order, bool byPatient) =>
        new(view is null or "all" ? null : view, Unit: view == MyUnit || string.IsNullOrEmpty(unit) ? null : unit, Limit: 500, Order: order, ByPatient: byPatient);

    /// <summary>What of the address makes a view that can be kept, in the order of the letters.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["group", "order", "unit", "view"];

    public static string Saved(string? view, string? unit, string? order, string? group) => string.Join('&', new[] { ("group", group), ("order", order is "urgency" ? null : order), ("unit", unit), ("view", view is "all" ? null : view) }
        .Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}"));

    public static Task<int?> CountAsync(EscalationUseCases useCases, Caller caller, IReadOnlyDictionary<string, string> parts, CancellationToken cancel) =>
        useCases.CountAsync(caller, Query(caller, parts.GetValueOrDefault("view"), parts.GetValueOrDefault("unit"), parts.GetValueOrDefault("order"), byPatient: false), cancel);

    public static string OrderTitle(string? order) => order switch
    {
        "due" => "Due first",
        "newest" => "Newest first",
        "oldest" => "Oldest first",
        _ => "Most urgent first",
    };

    public static string Href(string? view, string? unit, string? selected = null, string? order = null, string? group = null)
    {
        var parts = new[] { ("view", view is "all" ? null : view), ("unit", unit), ("order", order is "urgency" ? null : order), ("group", group), ("sel", selected) }
            .Where(part => !string.IsNullOrEmpty(part.Item2))
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}");
        var query = string.Join('&', parts);
        return query.Length == 0 ? "/" : $"/?{query}";
    }
}
