using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Shared.Views;

/// <param name="Href">Where it leads.</param>
/// <param name="Count">How many the caller sees there; null when it can no longer be shown, or nothing is counted.</param>
/// <param name="IsCounted">Whether it is a list of things.</param>
/// <param name="IsMine">The caller made it, and may remove it.</param>
public sealed record SavedViewLine(string Id, string Name, string Href, int? Count, bool IsCounted, bool IsShared, bool IsMine, string Owner);

/// <summary>Views of lists that people keep for themselves, or for everybody.</summary>
public sealed class SavedViewUseCases(CompanionStore store, StoreWriter writer, IEnumerable<ViewArea> areas)
{
    public async Task<Outcome<IReadOnlyList<SavedViewLine>>> ListAsync(Caller caller, string area, CancellationToken cancel)
    {
        var of = Find(caller, area);
        if (of.Value is not { } list)
            return of.Refusal!;
        await using var db = store.Read();
        var rows = await db.SavedViews.AsNoTracking().Where(row => row.Area == list.Name && (row.OwnerId == caller.Id || row.IsShared)).OrderBy(row => row.Id).ToListAsync(cancel);
        var lines = new List<SavedViewLine>(rows.Count);
        foreach (var row in rows)
            lines.Add(new SavedViewLine(row.Id, row.Name, $"{list.Path}?{row.Query}", list.CountAsync is { } count ? await count(caller, Parts(row.Query), cancel) : null, list.CountAsync is not null, row.IsShared, row.OwnerId == caller.Id, row.OwnerName));
        return lines;
    }

    /// <summary>The same name of the same person is the same view, as it is now.</summary>
    /// <param name="query">The address behind the question mark; what does not make a view is left out.</param>
    public async Task<Outcome<string>> SaveAsync(Caller caller, string area, string name, string query, bool isShared, CancellationToken cancel)
    {
        var of = Find(caller, area);
        if (of.Value is not { } list)
            return of.Refusal!;
        if (caller.Kind != "person")
            return new Refusal("forbidden", "People save views; a key is nobody's.");
        if (PlainText.Line(name).Trim() is not { Length: > 0 and <= SavedView.LongestName } called)
            return new Refusal("invalid", $"Give it a name of at most {SavedView.LongestName} characters.");
        var kept = string.Join('&', Parts(query).Where(part => list.Parameters.Contains(part.Key) && part.Value.Length is > 0 and <= 200).OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value)}"));
        if (kept.Length == 0)
            return new Refusal("invalid", "This is the list as everybody begins with it. Choose a view, a filter or an order first.");
        if (list.CountAsync is { } count && await count(caller, Parts(kept), cancel) is null)
            return new Refusal("invalid", "There is no such list.");
        return await writer.WriteAsync<Outcome<string>>(
            scope =>
            {
                var own = scope.Db.SavedViews.Where(row => row.Area == list.Name && row.OwnerId == caller.Id).ToList();
                var view = own.Find(row => string.Equals(row.Name, called, StringComparison.OrdinalIgnoreCase));
                if (view is null && own.Count >= SavedView.MostOfOne)
                    return new Refusal("too-many", $"A person keeps {SavedView.MostOfOne} views of a list at most.");
                if (view is null)
                    scope.Db.SavedViews.Add(view = new SavedView { Id = scope.Ids.Next(), Area = list.Name, OwnerId = caller.Id, OwnerName = caller.Name, Name = called, Query = kept });
                (view.Name, view.Query, view.IsShared) = (called, kept, isShared);
                scope.Record("view_saved", new Subject("view", view.Id), caller.Actor, Detail.Of(("area", list.Name), ("shared", isShared)));
                scope.Announce(new Change("view", view.Id));
                return view.Id;
            }, cancel);
    }

    /// <summary>Whoever made it removes it.</summary>
    public Task<Outcome<string>> RemoveAsync(Caller caller, string id, CancellationToken cancel) => writer.WriteAsync<Outcome<string>>(
        scope =>
        {
            if (scope.Db.SavedViews.Find(id) is not { } view || view.OwnerId != caller.Id)
                return new Refusal("not-found", "There is no such view of yours.");
            scope.Db.SavedViews.Remove(view);
            scope.Record("view_removed", new Subject("view", id), caller.Actor, Detail.Of(("area", view.Area)));
            scope.Announce(new Change("view", id));
            return id;
        }, cancel);

    private Outcome<ViewArea> Find(Caller caller, string area) =>
        areas.FirstOrDefault(one => one.Name == area) is not { } list ? new Refusal("not-found", "There are no views of that.") : caller.Lacks(list.Reads) is { } refusal ? refusal : list;

    private static Dictionary<string, string> Parts(string query) =>
        QueryHelpers.ParseQuery(query).ToDictionary(part => part.Key, part => part.Value.ToString(), StringComparer.Ordinal);
}
