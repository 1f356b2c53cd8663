using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Rules;

/// <param name="Readable">Null when the text can no longer be read; the standard holds then.</param>
public sealed record IntakeRulesView(string Id, string Service, int Version, string Yaml, string Author, DateTimeOffset At, IReadOnlyList<string> Needs, bool Readable);

/// <summary>Intake rules of services: what is needed, how urgent, by when, with whose agreement.</summary>
public sealed class IntakeRulesUseCases(CompanionStore store, IntakeRulesCommandHandler commands, TriggerCatalog catalog)
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

    public static bool MayEdit(Caller caller) => caller.May(Permission.PublishTriggers) || caller.May(Permission.Administer);

    public async Task<Outcome<IReadOnlyList<IntakeRulesView>>> ListAsync(Caller caller, CancellationToken cancel)
    {
        if (caller.Lacks(Permission.ReadTriggers) is { } refusal)
            return refusal;
        await using var db = store.Read();
        var texts = await db.IntakeRules.AsNoTracking().ToListAsync(cancel);
        return new Outcome<IReadOnlyList<IntakeRulesView>>([.. texts.GroupBy(row => row.RulesId, StringComparer.Ordinal).Select(group => View(group.MaxBy(row => row.Version)!)).OrderBy(view => view.Service, StringComparer.OrdinalIgnoreCase)], null);
    }

    /// <summary>What is wrong with a text, before it is saved.</summary>
    public Outcome<IReadOnlyList<Diagnostic>> Check(Caller caller, string id, string yaml) =>
        caller.Lacks(Permission.ReadTriggers) is { } refusal ? refusal
            : yaml.Length > LongestText ? new Refusal("too-long", "Rules have 64 KB at most.")
            : new Outcome<IReadOnlyList<Diagnostic>>(IntakeRulesReader.Read(id, yaml, 0, catalog.Vocabulary).Findings, null);

    public async Task<Outcome<IntakeRulesView>> SaveAsync(Caller caller, string id, string yaml, int? expectedVersion, CancellationToken cancel)
    {
        if (!MayEdit(caller))
            return caller.Lacks(Permission.PublishTriggers) ?? new Refusal("forbidden", "You may not do this.");
        if (yaml.Length > LongestText)
            return new Refusal("too-long", "Rules have 64 KB at most.");
        var saved = await commands.SaveAsync(id.Trim(), yaml, expectedVersion, caller.Actor, cancel);
        if (saved.Refusal is { } refusal)
            return refusal;
        await using var db = store.Read();
        return View(await db.IntakeRules.AsNoTracking().Where(row => row.RulesId == id).OrderByDescending(row => row.Version).FirstAsync(cancel));
    }

    private IntakeRulesView View(IntakeRulesVersion row)
    {
        var rules = IntakeRulesReader.Read(row.RulesId, row.Yaml, row.Version, catalog.Vocabulary).Rules;
        return new IntakeRulesView(row.RulesId, rules?.Service ?? row.RulesId, row.Version, row.Yaml, row.Author, row.At, [.. rules?.Documents.Select(Words) ?? []], rules is not null);
    }

    private static string Words(DossierItem item) => $"{item.Name}{(item.Critical ? ", without which nobody decides" : "")}{(item.Within is { } within ? $", of the last {within.TotalDays:0} days" : "")}";
}
