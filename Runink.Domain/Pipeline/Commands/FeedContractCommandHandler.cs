using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Signals;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>A feed's contract comes into force here, and nowhere else. It holds for the hours from then on.</summary>
public sealed partial class FeedContractCommandHandler(StoreWriter writer, FeedContracts contracts, Vocabulary vocabulary, ApprovalPolicy policy)
{
    /// <returns>Ids of those that can no longer be read; they are not in force.</returns>
    public async Task<IReadOnlyList<string>> LoadAsync(CompanionStore store, CancellationToken cancel)
    {
        await using var db = store.Read();
        var broken = new List<string>();
        foreach (var newest in (await db.FeedContracts.ToListAsync(cancel)).GroupBy(row => row.ContractId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!).Where(row => row.Yaml.Length > 0))
        {
            if (FeedContractReader.Read(newest.ContractId, newest.Yaml, newest.Version, vocabulary).Contract is { } contract)
                contracts.Set(newest.ContractId, contract, newest.At);
            else
                broken.Add(newest.ContractId);
        }

        return broken;
    }

    /// <param name="expectedVersion">The version that the person saw; 0 for a new contract; null when it does not matter.</param>
    /// <param name="ground">By what right.</param>
    public async Task<Outcome<FeedContractVersion>> SaveAsync(string id, string yaml, int? expectedVersion, PublicationGround ground, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText.Refusal!;
        var saved = await writer.WriteAsync<Outcome<FeedContractVersion>>(scope =>
        {
            var last = Last(scope, id);
            if (expectedVersion is { } expected && expected != (last?.Version ?? 0))
                return new Refusal("stale-version", "Somebody saved this contract meanwhile. Look again, then decide.");
            var reviews = scope.Db.TextReviews.Where(one => one.Kind == ReviewKind.FeedContract && one.SubjectId == id).ToList();
            if (ground is PublicationGround.Emergency emergency)
                ground = emergency with { Editors = TextReviews.Writers(reviews, last, actor) };
            var review = ground is PublicationGround.Approved approval ? reviews.Find(one => one.Id == approval.ReviewId) : null;
            var decided = PublicationDecision.Decide(policy, ground, TextReview.HashOf(yaml), actor, review, null, ReviewKind.FeedContract);
            if (decided.Value is not { } decision)
                return decided.Refusal!;
            var version = Add(scope, id, yaml, last, ground, review?.AuthorName ?? actor.Name, actor);
            var later = TextReviews.FollowPublication(scope, new PublishedText(ReviewKind.FeedContract, id, version.Version, Name(read), yaml, version.Reason), review, decision, ground, actor);
            (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (later ?? decision.ReviewId, decision.ApprovedById, decision.ApprovedBy);
            return version;
        }, cancel);
        if (saved.Value is { } now)
            contracts.Set(id, read with { Version = now.Version }, now.At);
        return saved;
    }

    /// <summary>Asks somebody else to look at a text; the one in force goes on until then.</summary>
    public async Task<Outcome<TextReview>> SubmitAsync(string id, string yaml, string? note, Actor actor, CancellationToken cancel)
    {
        var checkedText = Check(id, yaml);
        if (checkedText.Value is not { } read)
            return checkedText.Refusal!;
        return await writer.WriteAsync(scope => TextReviews.Submit(scope, ReviewKind.FeedContract, id, Name(read), yaml, Last(scope, id), note, actor), cancel);
    }

    /// <summary>What was put in force in an emergency ends: the text before it holds again, or none. What came later is left alone.</summary>
    internal async Task<Outcome<string>> TakeBackAsync(string id, int published, string reason, Actor actor, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("reason-required", "Say why, so that others can learn from it.");
        var restored = await writer.WriteAsync(scope =>
        {
            if (Last(scope, id) is not { } last || last.Version != published)
                return null;
            var before = scope.Db.FeedContracts.Where(row => row.ContractId == id && row.Version < published).OrderByDescending(row => row.Version).FirstOrDefault();
            var version = Add(scope, id, before?.Yaml ?? "", last, new PublicationGround.Restored(before?.Version ?? 0, reason), actor.Name, actor);
            (version.ReviewId, version.ApprovedById, version.ApprovedBy) = (before?.ReviewId, before?.ApprovedById, before?.ApprovedBy);
            return version;
        }, cancel);
        if (restored is not null)
            contracts.Set(id, FeedContractReader.Read(id, restored.Yaml, restored.Version, vocabulary).Contract, restored.At);
        return id;
    }

    /// <summary>Why a text could not come into force as it stands; the contract when it could.</summary>
    public Outcome<FeedContract> Check(string id, string yaml)
    {
        if (!Id().IsMatch(id))
            return new Refusal("invalid", "Contracts are named by small letters, digits and hyphens, like main-laboratory.");
        var (read, findings) = FeedContractReader.Read(id, yaml, 0, vocabulary);
        if (read is null)
            return new Refusal("invalid", string.Join(' ', findings.Select(finding => $"Line {finding.Span.Line}: {finding.Message}")));
        return contracts.Find(read.Feed) is { } other && other.Id != id ? new Refusal("invalid", $"{read.Feed} has a contract already: {other.Id}.") : read;
    }

    public static string Name(FeedContract contract) => $"Contract of {contract.Feed}";

    private static FeedContractVersion? Last(WriteScope scope, string id) => scope.Db.FeedContracts.Where(row => row.ContractId == id).OrderByDescending(row => row.Version).FirstOrDefault();

    private static FeedContractVersion Add(WriteScope scope, string id, string yaml, FeedContractVersion? last, PublicationGround ground, string author, Actor actor)
    {
        var version = new FeedContractVersion
        {
            ContractId = id, Version = (last?.Version ?? 0) + 1, Yaml = yaml, Author = author, At = scope.Now, Ground = ground.Word,
            Reason = ground.Why,
        };
        scope.Db.FeedContracts.Add(version);
        scope.Record("feed_contract_saved", new Subject("feed-contract", id), actor, Detail.Of(("version", version.Version), ("ground", ground.Word), ("textHash", Detail.HashOf(yaml)), ("reasonHash", Detail.HashOf(version.Reason))));
        scope.Announce(new Change("feed-contract", id));
        return version;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
