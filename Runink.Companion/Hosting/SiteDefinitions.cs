using System.Globalization;
using System.Text.Json;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Store.Archive;

namespace Runink.Companion.Hosting;

/// <summary>What a hospital wrote for itself, as it wrote it: texts that another program, or a person, can go on with.</summary>
internal sealed class SiteDefinitions(CompanionDb db, SiteFolderWriter to)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private readonly List<string[]> index = [];

    public void Write(SiteOptions site)
    {
        // Names stand in a file name as they are where that is possible; which text is which says the index.
        foreach (var trigger in db.TriggerVersions.OrderBy(row => row.TriggerId).ThenBy(row => row.Version).ToList())
            Text("triggers", trigger.TriggerId, $"v{Number(trigger.Version)}-{trigger.Status.ToString().ToLowerInvariant()}", trigger.Yaml, trigger.Version, trigger.Status.ToString().ToLowerInvariant(), trigger.Author, trigger.At, trigger.Ground, trigger.ApprovedBy);
        foreach (var draft in db.TriggerDrafts.OrderBy(row => row.TriggerId).ToList())
            Text("triggers", draft.TriggerId, "draft", draft.Yaml, null, "draft", draft.Author, draft.At, "", null);
        foreach (var group in db.PolicyVersions.OrderBy(row => row.PolicyId).ThenBy(row => row.Version).ToList().GroupBy(row => row.PolicyId, StringComparer.Ordinal))
        {
            foreach (var policy in group)
                Text("policies", policy.PolicyId, $"v{Number(policy.Version)}", policy.Yaml, policy.Version, policy == group.Last() ? "published" : "superseded", policy.Author, policy.At, "", null);
        }

        foreach (var group in db.IntakeRules.OrderBy(row => row.RulesId).ThenBy(row => row.Version).ToList().GroupBy(row => row.RulesId, StringComparer.Ordinal))
        {
            foreach (var rules in group)
                Text("intake-rules", rules.RulesId, $"v{Number(rules.Version)}", rules.Yaml, rules.Version, rules == group.Last() ? "published" : "superseded", rules.Author, rules.At, rules.Ground, rules.ApprovedBy);
        }

        foreach (var group in db.FeedProfiles.OrderBy(row => row.ProfileId).ThenBy(row => row.Version).ToList().GroupBy(row => row.ProfileId, StringComparer.Ordinal))
        {
            foreach (var profile in group)
                Text("feed-profiles", profile.ProfileId, $"v{Number(profile.Version)}", profile.Yaml, profile.Version, profile == group.Last() ? "published" : "superseded", profile.Author, profile.At, profile.Ground, profile.ApprovedBy);
        }

        foreach (var group in db.FeedContracts.OrderBy(row => row.ContractId).ThenBy(row => row.Version).ToList().GroupBy(row => row.ContractId, StringComparer.Ordinal))
        {
            foreach (var contract in group)
                Text("feed-contracts", contract.ContractId, $"v{Number(contract.Version)}", contract.Yaml, contract.Version, contract == group.Last() ? "published" : "superseded", contract.Author, contract.At, contract.Ground, contract.ApprovedBy);
        }

        foreach (var rota in db.Rotas.OrderBy(row => row.Name).ToList())
            Put("rotas", rota.Id, ".json", Pretty(rota.Definition), rota.Name, rota.Version, rota.ClosedAt is null ? "in force" : "closed", "", rota.CreatedAt, "", null);
        foreach (var checklist in db.DischargeChecklists.OrderBy(row => row.Unit).ToList())
            Put("checklists", checklist.Unit.Length > 0 ? checklist.Unit : "every-unit", ".json", JsonSerializer.Serialize(checklist.Texts, Json) + "\n", checklist.Unit, checklist.Version, "in force", checklist.ChangedBy, checklist.ChangedAt, "", null);
        Directory();
        Files(site);
        to.Put($"{SiteExport.Definitions}index.csv", CsvText.Of(["file", "kind", "name", "version", "state", "author", "at", "ground", "approved_by"], index));
    }

    /// <summary>In the form in which it is imported.</summary>
    private void Directory() => to.Put($"{SiteExport.Definitions}directory.csv", CsvText.Of(
        Referrals.Recipients.HealthcareServiceUseCases.Columns,
        db.HealthcareServices.OrderBy(row => row.Specialty).ThenBy(row => row.Name).ToList().Select(row => (IEnumerable<string>)
        [
            row.Name, row.Specialty, row.Address ?? "", row.Postcodes, row.Payers, row.Languages, Number(row.WeeklyCapacity), row.NextOpening?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
            Number(row.AgeFrom), Number(row.AgeTo), row.Channel ?? "", row.Contact ?? "", row.Active ? "yes" : "no",
        ])));

    /// <summary>What stands in files beside the settings.</summary>
    private void Files(SiteOptions site)
    {
        if (!string.IsNullOrEmpty(site.Vocabulary))
            File(site.Vocabulary, "vocabulary.yaml", "vocabulary");
        foreach (var profile in string.IsNullOrEmpty(site.FeedProfiles) ? [] : SiteFeedProfiles.Files(site.FeedProfiles))
            File(profile, $"feeds/{Safe(Path.GetFileName(profile))}", "feed profile");
    }

    private void File(string path, string name, string kind)
    {
        to.Put(SiteExport.Definitions + name, System.IO.File.ReadAllText(path));
        index.Add([name, kind, Path.GetFileName(path), "", "in force", "", "", "settings", ""]);
    }

    private void Text(string kind, string id, string what, string yaml, int? version, string state, string author, DateTimeOffset at, string ground, string? approvedBy) =>
        Put($"{kind}/{Safe(id)}", what, ".yaml", yaml, id, version, state, author, at, ground, approvedBy);

    private void Put(string folder, string file, string ending, string text, string name, int? version, string state, string author, DateTimeOffset at, string ground, string? approvedBy)
    {
        var path = $"{folder}/{Safe(file)}{ending}";
        to.Put(SiteExport.Definitions + path, text);
        index.Add([path, folder.Split('/')[0], name, Number(version), state, author, at.ToString("O", CultureInfo.InvariantCulture), ground, approvedBy ?? ""]);
    }

    private static string Pretty(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(parsed.RootElement, Json) + "\n";
    }

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>No name leads out of the folder, and none means something to a file system.</summary>
    private static string Safe(string name) => Uri.EscapeDataString(name) is var safe && safe.StartsWith('.') ? "%2E" + safe[1..] : safe;
}
