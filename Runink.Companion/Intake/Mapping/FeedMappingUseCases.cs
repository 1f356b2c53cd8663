using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Mapping;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Intake.Mapping;

/// <summary>What feeds mean, made by people without YAML: drafts with their samples, versions, and the way into force.</summary>
public sealed class FeedMappingUseCases(
    CompanionStore store, StoreWriter writer, FeedProfileCommandHandler commands, FeedProfileDrafts drafts, TriggerCatalog catalog, SiteOptions site, ApprovalPolicy policy, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Of one message of an open page.</summary>
    public const int LongestText = 40_000;

    private const int MostAuthorities = 20;

    /// <summary>Samples are rows of patients: in the store they can be read only with a key that is not in it.</summary>
    private readonly IDataProtector seal = protection.CreateProtector("Runink.Companion.FeedSample");

    public bool NeedsApproval => policy.IsRequired;

    /// <summary>Whoever looks after feeds, and may read what they send.</summary>
    public static bool MayEdit(Caller caller) => caller.May(Permission.MendQuarantine);

    public async Task<Outcome<IReadOnlyList<FeedProfileView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var newest = (await db.FeedProfiles.AsNoTracking().ToListAsync(cancel)).GroupBy(row => row.ProfileId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Version)!, StringComparer.Ordinal);
        var works = await db.FeedProfileDrafts.AsNoTracking().Select(row => new { row.ProfileId, row.Yaml, row.Author, row.At, row.Revision }).ToDictionaryAsync(row => row.ProfileId, StringComparer.Ordinal, cancel);
        var asked = (await db.TextReviews.AsNoTracking().Where(row => row.Kind == ReviewKind.FeedProfile && row.State != ReviewState.Void).ToListAsync(cancel)).GroupBy(row => row.SubjectId, StringComparer.Ordinal)
            .Select(group => group.MaxBy(row => row.Id, StringComparer.Ordinal)!).Where(row => row.IsOpen || row.State is ReviewState.SentBack or ReviewState.LaterReview).ToDictionary(row => row.SubjectId, StringComparer.Ordinal);
        var views = newest.Where(pair => pair.Value.Yaml.Length > 0).Select(pair => pair.Key).Union(works.Keys, StringComparer.Ordinal).Union(asked.Keys, StringComparer.Ordinal).Select(id =>
        {
            var version = newest.GetValueOrDefault(id);
            var draft = works.GetValueOrDefault(id);
            var profile = Draft(version is { Yaml.Length: > 0 } ? version.Yaml : draft?.Yaml ?? asked[id].Yaml);
            return new FeedProfileView(
                id, profile?.Name is { Length: > 0 } name ? name : id, profile?.Feeds ?? [], version?.Yaml.Length > 0 ? version.Version : 0, version?.Yaml ?? "", version?.Author, version?.At, version?.ApprovedBy,
                draft is null ? null : new FeedProfileDraftRef(draft.Author, draft.At, draft.Revision),
                asked.GetValueOrDefault(id) is { } review ? new FeedProfileReview(review.Id, JsonNamingPolicy.KebabCaseLower.ConvertName(review.State.ToString()), review.AuthorName) : null);
        });
        return new Outcome<IReadOnlyList<FeedProfileView>>([.. views.OrderBy(view => view.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    public async Task<Outcome<IReadOnlyList<FeedProfileVersionView>>> VersionsAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var rows = await db.FeedProfiles.AsNoTracking().Where(row => row.ProfileId == id).OrderByDescending(row => row.Version).ToListAsync(cancel);
        return new Outcome<IReadOnlyList<FeedProfileVersionView>>([.. rows.Select(row => new FeedProfileVersionView(row.Version, row.Yaml, row.Author, row.At, row.Ground, row.ApprovedBy, row.Reason))], null);
    }

    /// <summary>The draft, or the text in force to begin with. To read its sample is to look at patients: a fact.</summary>
    public async Task<Outcome<FeedMapping>> OpenAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var version = await db.FeedProfiles.AsNoTracking().Where(row => row.ProfileId == id).OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancel);
        if (await db.FeedProfileDrafts.AsNoTracking().FirstOrDefaultAsync(row => row.ProfileId == id, cancel) is not { } draft)
        {
            var asked = await db.TextReviews.AsNoTracking().Where(row => row.Kind == ReviewKind.FeedProfile && row.SubjectId == id && row.State != ReviewState.Published).OrderByDescending(row => row.Id).Select(row => row.Yaml).FirstOrDefaultAsync(cancel);
            return version is null && asked is null ? new Refusal("not-found", "There is no such mapping.") : new FeedMapping(id, asked ?? version!.Yaml, 0, 0, null, null, version?.Version ?? 0);
        }

        if (draft.Sample is not null)
            await NoteAsync(caller, "feed_sample_read", id, cancel);
        return Opened(draft, version?.Version ?? 0);
    }

    /// <param name="sample">Null leaves the one that is there.</param>
    /// <param name="expected">The revision that the person saw; 0 for a new draft.</param>
    public async Task<Outcome<FeedMapping>> SaveDraftAsync(Caller caller, string id, string yaml, SampleText? sample, int expected, CancellationToken cancel)
    {
        if (Closed(caller, yaml) is { } refusal)
            return refusal;
        if (!FeedProfileCommandHandler.IsId(id))
            return new Refusal("invalid", "A mapping is named by small letters, digits and hyphens, like ward-monitors.");
        if (sample?.Read().Refusal is { } unread)
            return unread;
        var saved = await drafts.SaveAsync(id, yaml, sample is null ? null : seal.Protect(JsonSerializer.SerializeToUtf8Bytes(sample)), expected, caller.Actor, cancel);
        return saved.Value is { } draft ? await AfterAsync(draft, cancel) : saved.Refusal!;
    }

    public async Task<Outcome<FeedMapping>> UndoAsync(Caller caller, string id, int expected, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.MendQuarantine) is { } refusal)
            return refusal;
        var undone = await drafts.UndoAsync(id, expected, caller.Actor, cancel);
        return undone.Value is { } draft ? await AfterAsync(draft, cancel) : undone.Refusal!;
    }

    public async Task<Outcome<string>> DiscardAsync(Caller caller, string id, CancellationToken cancel) =>
        caller.Lacks(Permission.MendQuarantine) is { } refusal ? refusal : await drafts.DiscardAsync(id, caller.Actor, cancel);

    /// <summary>Reads text and sample together. Nothing is stored.</summary>
    public Outcome<MappingLook> Look(Caller caller, string id, string yaml, SampleText? given)
    {
        if (Closed(caller, yaml) is { } refusal)
            return refusal;
        var (profile, problem) = Read(yaml);
        var read = given?.Read();
        var sample = read?.Value;
        var guesses = sample is null ? [] : ColumnGuesser.Guess(sample, catalog.Vocabulary);
        var preview = sample is not null && profile?.Rows is not null ? SamplePreview.Of(profile, sample, catalog.Vocabulary, site.Zone, time.GetUtcNow()) : null;
        var failed = profile is null || Strict(yaml) is null ? [] : ProfileCheck.Run(profile, site.Zone);
        return new MappingLook(
            profile, problem, commands.Check(id, yaml).Refusal?.Message, sample, read?.Refusal?.Message, guesses, preview,
            [.. profile?.Tests.Select(test => new TriggerTestResult(id, test.Name, failed.All(one => one.Line != test.Line), string.Join("; ", test.Says), failed.FirstOrDefault(one => one.Line == test.Line).Problem ?? "")) ?? []]);
    }

    /// <summary>What the triggers in force would have said of the sample. It needs what a back-test needs, and the patients are those whom the caller brought; that it was asked is a fact.</summary>
    public async Task<Outcome<SampleFirings>> FireAsync(Caller caller, string id, string yaml, SampleText? given, CancellationToken cancel)
    {
        if ((Closed(caller, yaml) ?? caller.Lacks(Permission.ReadTriggers)) is { } refusal)
            return refusal;
        if (Look(caller, id, yaml, given).Value is not { Preview: { } preview })
            return new Refusal("not-allowed-now", "There is no sample, or the text cannot be read yet.");
        await NoteAsync(caller, "feed_sample_replayed", id, cancel);
        return await Task.Run(() => SampleFirings.Of(preview, catalog.Current.All, site.Zone, cancel), cancel);
    }

    public async Task<Outcome<FeedProfileVersionView>> PublishAsync(Caller caller, string id, string yaml, int? expectedVersion, CancellationToken cancel) =>
        Closed(caller, yaml) ?? await InForceAsync(caller, id, yaml, expectedVersion, new PublicationGround.Unchecked(), cancel);

    /// <summary>It cannot wait: the text holds at once, and somebody else looks afterwards.</summary>
    public async Task<Outcome<FeedProfileVersionView>> PublishInEmergencyAsync(Caller caller, string id, string yaml, int? expectedVersion, string? reason, CancellationToken cancel)
    {
        var words = WrittenText.Note(reason, "The reason");
        return Closed(caller, yaml) ?? words.Refusal ?? await InForceAsync(caller, id, yaml, expectedVersion, new PublicationGround.Emergency(words.Value ?? "", ""), cancel);
    }

    /// <summary>Asks somebody else; the text that holds goes on until then.</summary>
    public async Task<Outcome<FeedProfileReview>> SubmitAsync(Caller caller, string id, string yaml, string? note, CancellationToken cancel)
    {
        var words = WrittenText.Note(note, "The note");
        if ((Closed(caller, yaml) ?? words.Refusal) is { } refusal)
            return refusal;
        var asked = await commands.SubmitAsync(id, yaml, words.Value, caller.Actor, cancel);
        return asked.Value is { } review ? new FeedProfileReview(review.Id, JsonNamingPolicy.KebabCaseLower.ConvertName(review.State.ToString()), review.AuthorName) : asked.Refusal!;
    }

    /// <summary>Whose numbers this hospital knows already, the most frequent first.</summary>
    public async Task<IReadOnlyList<string>> AuthoritiesAsync(Caller caller, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return [];
        await using var db = store.Read();
        return await db.PatientIdentifiers.GroupBy(row => row.System).OrderByDescending(group => group.Count()).Select(group => group.Key).Take(MostAuthorities).ToListAsync(cancel);
    }

    private static Refusal? Closed(Caller caller, string yaml) =>
        caller.Lacks(Permission.MendQuarantine) ?? (yaml.Length > LongestText ? new Refusal("too-long", "A profile has 40,000 characters at most.") : null);

    private async Task<Outcome<FeedProfileVersionView>> InForceAsync(Caller caller, string id, string yaml, int? expectedVersion, PublicationGround ground, CancellationToken cancel)
    {
        var saved = await commands.SaveAsync(id, yaml, expectedVersion, ground, caller.Actor, cancel);
        return saved.Value is { } row ? new FeedProfileVersionView(row.Version, row.Yaml, row.Author, row.At, row.Ground, row.ApprovedBy, row.Reason) : saved.Refusal!;
    }

    private async Task<FeedMapping> AfterAsync(FeedProfileDraft draft, CancellationToken cancel)
    {
        await using var db = store.Read();
        return Opened(draft, await db.FeedProfiles.Where(row => row.ProfileId == draft.ProfileId).MaxAsync(row => (int?)row.Version, cancel) ?? 0);
    }

    private FeedMapping Opened(FeedProfileDraft draft, int version)
    {
        SampleText? sample = null;
        try
        {
            sample = draft.Sample is { } sealedRows ? JsonSerializer.Deserialize<SampleText>(Encoding.UTF8.GetString(seal.Unprotect(sealedRows))) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Its key is gone, as after a move: the text is there, the rows are given again.
        }

        return new FeedMapping(draft.ProfileId, draft.Yaml, draft.Revision, FeedProfileDrafts.Steps(draft).Count, draft.Author, sample, version);
    }

    private Task<bool> NoteAsync(Caller caller, string kind, string id, CancellationToken cancel) => writer.WriteAsync(scope =>
    {
        scope.Record(kind, new Subject("feed-profile", id), caller.Actor);
        return true;
    }, cancel);

    private static FeedProfile? Draft(string yaml) => Read(yaml).Profile;

    private static FeedProfile? Strict(string yaml)
    {
        try
        {
            return FeedProfileReader.Read(yaml);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static (FeedProfile? Profile, string? Problem) Read(string yaml)
    {
        try
        {
            return (FeedProfileReader.ReadDraft(yaml), null);
        }
        catch (FormatException wrong)
        {
            return (null, $"{char.ToUpperInvariant(wrong.Message[0])}{wrong.Message[1..]}");
        }
    }
}
