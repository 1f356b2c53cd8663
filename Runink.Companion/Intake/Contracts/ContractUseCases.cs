using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Intake.Contracts;

/// <summary>Contracts of feeds: what was agreed, how it is kept, and how it changes.</summary>
public sealed class ContractUseCases(
    CompanionStore store, FeedContractCommandHandler commands, FeedContracts contracts, ContractWatch watch, ContractDraft drafts, Vocabulary vocabulary, SiteOptions site, ApprovalPolicy policy)
{
    private const int LongestText = 64 * 1024;

    public bool NeedsApproval => policy.IsRequired;

    public static bool MayEdit(Caller caller) => caller.May(Permission.MendQuarantine);

    public async Task<Outcome<IReadOnlyList<ContractView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var texts = await db.FeedContracts.AsNoTracking().ToListAsync(cancel);
        var open = await OpenAsync(db, cancel);
        var views = new List<ContractView>();
        foreach (var row in texts.GroupBy(row => row.ContractId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!).Where(row => row.Yaml.Length > 0))
        {
            var read = FeedContractReader.Read(row.ContractId, row.Yaml, row.Version, vocabulary).Contract;
            var standing = read is null ? null : await watch.OfAsync(read.Feed, cancel);
            views.Add(new ContractView(
                row.ContractId, read?.Feed ?? row.ContractId, read?.Owner ?? "", row.Version, row.Yaml, row.Author, row.At, row.ApprovedBy, read is not null, read?.IsPaused ?? false,
                [.. standing?.Breaches.Select(Of) ?? []], open.GetValueOrDefault(row.ContractId)));
        }

        // One that was never in force stands here with its question alone.
        views.AddRange(open.Values.Where(review => views.TrueForAll(view => view.Id != review.ContractId)).Select(review => new ContractView(
            review.ContractId, review.Name, "", 0, review.Yaml, review.Author, review.At, null, true, false, [], review)));
        return new Outcome<IReadOnlyList<ContractView>>([.. views.OrderByDescending(view => view.Breaches.Count > 0).ThenBy(view => view.Feed, StringComparer.OrdinalIgnoreCase)], null);
    }

    /// <summary>The last day of a feed beside its contract; null where it has none.</summary>
    public async Task<Outcome<ContractDay?>> DayAsync(Caller caller, string feed, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        return new Outcome<ContractDay?>(await watch.OfAsync(feed, cancel) is { } standing ? ContractDay.Of(standing, vocabulary, site.Zone) : null, null);
    }

    /// <summary>Every text that was in force, the newest first, with what it changed.</summary>
    public async Task<Outcome<IReadOnlyList<ContractVersionView>>> VersionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var rows = await db.FeedContracts.AsNoTracking().Where(row => row.ContractId == id).OrderBy(row => row.Version).ToListAsync(cancel);
        var views = new List<ContractVersionView>();
        FeedContract? before = null;
        foreach (var row in rows)
        {
            var read = row.Yaml.Length > 0 ? FeedContractReader.Read(id, row.Yaml, row.Version, vocabulary).Contract : null;
            views.Add(new ContractVersionView(row.Version, row.Yaml, row.Author, row.At, row.Ground, row.ApprovedBy, row.Reason, read is null ? [] : FeedContractChanges.Between(before, read)));
            before = read;
        }

        views.Reverse();
        return views.Count == 0 ? new Refusal("not-found", "There is no such contract.") : new Outcome<IReadOnlyList<ContractVersionView>>(views, null);
    }

    /// <summary>What is wrong with a text, before it is saved.</summary>
    public Outcome<IReadOnlyList<Diagnostic>> Check(Caller caller, string id, string yaml) =>
        Closed(caller, yaml) ?? new Outcome<IReadOnlyList<Diagnostic>>(FeedContractReader.Read(id, yaml, 0, vocabulary).Findings, null);

    /// <summary>A text that the last week would have kept.</summary>
    public async Task<Outcome<ContractSuggested>> SuggestAsync(Caller caller, string feed, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        return contracts.Find(feed) is { } known ? new Refusal("already-done", $"{feed} has a contract already: {known.Id}.") : await drafts.OfAsync(feed.Trim(), cancel);
    }

    public async Task<Outcome<ContractVersionView>> SaveAsync(Caller caller, string id, string yaml, int? expectedVersion, CancellationToken cancel) =>
        Closed(caller, yaml) ?? await InForceAsync(caller, id.Trim(), yaml, expectedVersion, new PublicationGround.Unchecked(), cancel);

    /// <summary>It cannot wait: the text holds at once, and somebody else looks afterwards.</summary>
    public async Task<Outcome<ContractVersionView>> SaveInEmergencyAsync(Caller caller, string id, string yaml, int? expectedVersion, string? reason, CancellationToken cancel)
    {
        var words = WrittenText.Note(reason, "The reason");
        return Closed(caller, yaml) ?? words.Refusal ?? await InForceAsync(caller, id.Trim(), yaml, expectedVersion, new PublicationGround.Emergency(words.Value ?? "", ""), cancel);
    }

    /// <summary>Asks somebody else; the text that holds goes on until then.</summary>
    public async Task<Outcome<ContractReview>> SubmitAsync(Caller caller, string id, string yaml, string? note, CancellationToken cancel)
    {
        var words = WrittenText.Note(note, "The note");
        if ((Closed(caller, yaml) ?? words.Refusal) is { } refusal)
            return refusal;
        var asked = await commands.SubmitAsync(id.Trim(), yaml, words.Value, caller.Actor, cancel);
        return asked.Value is { } review ? Of(review) : asked.Refusal!;
    }

    private static Refusal? Closed(Caller caller, string yaml) =>
        caller.Lacks(Permission.MendQuarantine) ?? (yaml.Length > LongestText ? new Refusal("too-long", "A contract has 64 KB at most.") : null);

    private async Task<Outcome<ContractVersionView>> InForceAsync(Caller caller, string id, string yaml, int? expectedVersion, PublicationGround ground, CancellationToken cancel)
    {
        var saved = await commands.SaveAsync(id, yaml, expectedVersion, ground, caller.Actor, cancel);
        if (saved.Refusal is { } refusal)
            return refusal;
        return (await VersionsAsync(caller, id, cancel)).Value!.First(version => version.Version == saved.Value!.Version);
    }

    private static async Task<Dictionary<string, ContractReview>> OpenAsync(CompanionDb db, CancellationToken cancel)
    {
        var all = await db.TextReviews.AsNoTracking().Where(row => row.Kind == ReviewKind.FeedContract && row.State != ReviewState.Void).ToListAsync(cancel);
        return all.GroupBy(row => row.SubjectId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Id, StringComparer.Ordinal)!).Where(row => row.IsOpen || row.State is ReviewState.SentBack or ReviewState.LaterReview)
            .ToDictionary(row => row.SubjectId, Of, StringComparer.Ordinal);
    }

    private static ContractBreachView Of(ContractBreach breach) => new(breach.Name, breach.Text, breach.At, breach.IsMending);

    private static ContractReview Of(TextReview review) =>
        new(review.Id, review.SubjectId, review.Name, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(review.State.ToString()), review.Yaml, review.AuthorName, review.At);
}
