using Runink.Companion.Hosting.Access;
using Runink.Domain.Referrals;

namespace Runink.Companion.Referrals;

/// <param name="View">Name of one of the <see cref="ReferralWorklists"/>; null for all.</param>
/// <param name="Owner">me or nobody; null for all.</param>
/// <param name="Priority">urgent, soon or routine; null for all.</param>
public sealed record BoardFilter(string? View = null, string? Service = null, string? Owner = null, string? Priority = null)
{
    /// <summary>What of an address makes a view that can be kept.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["as", "folded", "lanes", "owner", "priority", "service", "sort", "view"];

    /// <summary>As it stands in an address, where nothing and an empty text are the same.</summary>
    public static BoardFilter Of(string? view, string? service, string? owner, string? priority)
    {
        return new BoardFilter(Said(view), Said(service), Said(owner), Said(priority));

        static string? Said(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>Why it cannot be shown; null when it can. A filter that nobody knows would otherwise show everything.</summary>
    public string? Fault =>
        View is not (null or "all") && !ReferralWorklists.All.Any(list => list.Name == View) ? $"There is no view {View}."
            : Owner is not (null or "me" or "nobody") ? $"An owner is me or nobody, not {Owner}."
            : Priority is not (null or "urgent" or "soon" or "routine") ? $"There is no priority {Priority}."
            : null;

    public IEnumerable<ReferralCard> Narrow(IEnumerable<ReferralCard> cards, Caller caller) => InView(cards, View)
        .Where(card => (Service is null || card.Service == Service) && (Priority is null || card.Priority == Priority)
            && (Owner is null || (Owner == "me" ? card.Owner?.Id == caller.Id : card.Owner is null)));

    public static IEnumerable<ReferralCard> InView(IEnumerable<ReferralCard> cards, string? view) => view is null or "all" ? cards : cards.Where(card => card.Lists.Contains(view));
}
