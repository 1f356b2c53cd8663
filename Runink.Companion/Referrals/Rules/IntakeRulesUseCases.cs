using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Referrals.Rules;

/// <param name="Readable">Null when the text can no longer be read; the standard holds then.</param>
public sealed record IntakeRulesView(string Id, string Service, int Version, string Yaml, string Author, DateTimeOffset At, IReadOnlyList<string> Needs, bool Readable, string? ApprovedBy, IntakeRulesReview? Review);

/// <summary>The newest review of a service's rules that is not done.</summary>
/// <param name="State">waiting, approved, scheduled, sent-back or later-review.</param>
/// <param name="Yaml">The text that is asked about.</param>
public sealed record IntakeRulesReview(string Id, string RulesId, string Name, string State, string Yaml, string Author);

/// <summary>Intake rules of services: what is needed, how urgent, by when, with whose agreement.</summary>
public sealed class IntakeRulesUseCases(CompanionStore store, IntakeRulesCommandHandler commands, ReviewCommandHandler reviews, TriggerCatalog catalog, ApprovalPolicy policy)
{
    private const int LongestText = 64 * 1024;

    public const string Example = """
        intake:
          service: Cardiology
          documents:
            - {name: Reason, weight: 3, critical: yes, any_of: [reason]}
            - {name: 12-lead ECG, weight: 3, critical: yes, within: 90d, any_of: [document 11524-6]}
            - {name: Medicines, weight: 2, any_of: [medications]}
            - {name: Troponin, weight: 1, within: 30d, any_of: [result lab.troponin_t]}
          priority:
            urgent: [syncope, chest pain at rest]
            soon: [palpitations]
          clocks:
            received: {urgent: 4h, soon: 1d, routine: 2d}
          authorization:
            required: [Northwind Health]
          chase: {first: 2d, every: 2d, at_most: 3}
          where:
            - payer: Northwind Health
              documents:
                - {name: Last visit note, weight: 2, critical: yes, within: 180d, any_of: [document 11488-4]}
          tests:
            - name: syncope is urgent, its denial is not
              reason: Syncope on exertion
              payer: Northwind Health
              expect: {priority: urgent, authorization: required, missing: [12-lead ECG]}
            - {name: no syncope, reason: Denies syncope, expect: {priority: routine}}
        """;

    public bool NeedsApproval => policy.IsRequired;

    public static bool MayEdit(Caller caller) => caller.May(Permission.PublishTriggers) || caller.May(Permission.Administer);

    public async Task<Outcome<IReadOnlyList<IntakeRulesView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var texts = await db.IntakeRules.AsNoTracking().ToListAsync(cancel);
        var open = await OpenAsync(db, cancel);
        return new Outcome<IReadOnlyList<IntakeRulesView>>([.. texts.GroupBy(row => row.RulesId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Version)!).Where(row => row.Yaml.Length > 0).Select(row => View(row, open.GetValueOrDefault(row.RulesId))).OrderBy(view => view.Service, StringComparer.OrdinalIgnoreCase)], null);
    }

    /// <summary>What is wrong with a text, before it is saved.</summary>
    public Outcome<IReadOnlyList<Diagnostic>> Check(Caller caller, string id, string yaml) =>
        caller.Lacks(Permission.ReadTriggers) is { } refusal ? refusal
            : yaml.Length > LongestText ? new Refusal("too-long", "Rules have 64 KB at most.")
            : new Outcome<IReadOnlyList<Diagnostic>>(IntakeRulesReader.Read(id, yaml, 0, catalog.Vocabulary).Findings, null);

    public async Task<Outcome<IntakeRulesView>> SaveAsync(Caller caller, string id, string yaml, int? expectedVersion, CancellationToken cancel)
    {
        return Closed(caller, yaml) ?? await PublishAsync(id.Trim(), yaml, expectedVersion, new PublicationGround.Unchecked(), caller, cancel);
    }

    /// <summary>It cannot wait: the text holds at once, and somebody else looks afterwards.</summary>
    public async Task<Outcome<IntakeRulesView>> SaveInEmergencyAsync(Caller caller, string id, string yaml, int? expectedVersion, string? reason, CancellationToken cancel)
    {
        var words = WrittenText.Note(reason, "The reason");
        return Closed(caller, yaml) ?? words.Refusal ?? await PublishAsync(id.Trim(), yaml, expectedVersion, new PublicationGround.Emergency(words.Value ?? "", ""), caller, cancel);
    }

    /// <summary>Asks somebody else; the text that holds goes on until then.</summary>
    public async Task<Outcome<IntakeRulesReview>> SubmitAsync(Caller caller, string id, string yaml, string? note, CancellationToken cancel)
    {
        var words = WrittenText.Note(note, "The note");
        if ((Closed(caller, yaml) ?? words.Refusal) is { } refusal)
            return refusal;
        var asked = await reviews.SubmitRulesAsync(id.Trim(), yaml, words.Value, caller.Actor, cancel);
        return asked.Value is { } review ? Of(review) : asked.Refusal!;
    }

    /// <summary>Reviews of rules that are not done, also of services that have none yet; the newest of each.</summary>
    public async Task<Outcome<IReadOnlyList<IntakeRulesReview>>> ReviewsAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        return new Outcome<IReadOnlyList<IntakeRulesReview>>([.. (await OpenAsync(db, cancel)).Values.OrderBy(review => review.Name, StringComparer.OrdinalIgnoreCase)], null);
    }

    private static Refusal? Closed(Caller caller, string yaml) =>
        !MayEdit(caller) ? caller.Lacks(Permission.PublishTriggers) ?? new Refusal("forbidden", "You may not do this.")
            : yaml.Length > LongestText ? new Refusal("too-long", "Rules have 64 KB at most.")
            : null;

    private async Task<Outcome<IntakeRulesView>> PublishAsync(string id, string yaml, int? expectedVersion, PublicationGround ground, Caller caller, CancellationToken cancel)
    {
        var saved = await commands.SaveAsync(id, yaml, expectedVersion, ground, caller.Actor, cancel);
        if (saved.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return View(await db.IntakeRules.AsNoTracking().Where(row => row.RulesId == id).OrderByDescending(row => row.Version).FirstAsync(cancel), (await OpenAsync(db, cancel)).GetValueOrDefault(id));
    }

    private static async Task<Dictionary<string, IntakeRulesReview>> OpenAsync(CompanionDb db, CancellationToken cancel)
    {
        var all = await db.TextReviews.AsNoTracking().Where(row => row.Kind == ReviewKind.IntakeRules && row.State != ReviewState.Void).ToListAsync(cancel);
        return all.GroupBy(row => row.SubjectId, StringComparer.Ordinal).Select(group => group.MaxBy(row => row.Id, StringComparer.Ordinal)!).Where(row => row.IsOpen || row.State is ReviewState.SentBack or ReviewState.LaterReview)
            .ToDictionary(row => row.SubjectId, Of, StringComparer.Ordinal);
    }

    private static IntakeRulesReview Of(TextReview review) =>
        new(review.Id, review.SubjectId, review.Name, System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(review.State.ToString()), review.Yaml, review.AuthorName);

    private IntakeRulesView View(IntakeRulesVersion row, IntakeRulesReview? review)
    {
        var rules = IntakeRulesReader.Read(row.RulesId, row.Yaml, row.Version, catalog.Vocabulary).Rules;
        return new IntakeRulesView(row.RulesId, rules?.Service ?? row.RulesId, row.Version, row.Yaml, row.Author, row.At, [.. rules?.Documents.Select(Words) ?? []], rules is not null, row.ApprovedBy, review);
    }

    private static string Words(DossierItem item) => $"{item.Name}{(item.Critical ? ", without which nobody decides" : "")}{(item.Within is { } within ? $", of the last {within.TotalDays:0} days" : "")}";
}
