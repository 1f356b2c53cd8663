using Runink.Companion.Hosting.Access;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Layout;

/// <summary>A page beside those of the navigation to which the search leads; each slice brings its own.</summary>
/// <param name="Words">What people call it as well.</param>
public sealed record PageLink(string Href, string Title, Permission Needs, string Words = "")
{
    private const int Most = 6;

    /// <summary>Finds pages and what is begun on them, by words of their names in any order.</summary>
    public static SearchSource Source(IServiceProvider services) => new("Pages and actions", 50, Permission.None, (caller, text, _) =>
        Task.FromResult(Find([.. All(services)], caller, text)));

    public static IReadOnlyList<SearchHit> Find(IReadOnlyList<PageLink> pages, Caller caller, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. pages.Where(page => caller.May(page.Needs)).DistinctBy(page => page.Href)
                .Where(page => Array.TrueForAll(words, word => $" {page.Title} {page.Words}".Contains($" {word}", StringComparison.OrdinalIgnoreCase)))
                .OrderByDescending(page => page.Title.StartsWith(text, StringComparison.OrdinalIgnoreCase)).Take(Most).Select(page => new SearchHit(page.Href, page.Title, page.Words.Length == 0 ? "" : page.Words)),
        ];
    }

    private static IEnumerable<PageLink> All(IServiceProvider services) =>
    [
        .. services.GetServices<NavItem>().OrderBy(item => item.Order).Select(item => new PageLink(item.Href, item.Label, item.Needs)),
        .. AdminTabs.Pages.Select(page => new PageLink(page.Href, page.Title, page.Needs, "administration")),
        .. services.GetServices<PageLink>(),
        new("/account", "Your account and sessions", Permission.None, "sign-in devices channels"),
    ];
}
