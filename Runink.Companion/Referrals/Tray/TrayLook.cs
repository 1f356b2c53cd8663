using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Patients;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Referrals.Tray;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals.Tray;

/// <summary>What is read from items when somebody looks: nothing of it is kept before a person agrees.</summary>
internal sealed class TrayLook(TriggerCatalog catalog)
{
    private const int MostPatients = 300;

    /// <summary>By what names services are asked for here.</summary>
    public async Task<IReadOnlyList<string>> ServicesAsync(CompanionDb db, CancellationToken cancel) =>
    [
        .. catalog.Intake.All.SelectMany(rules => rules.Names).Concat(await db.HealthcareServices.Select(row => row.Specialty).Distinct().ToListAsync(cancel)).Concat(await db.Referrals.Select(row => row.Service).Distinct().ToListAsync(cancel))
            .Where(name => name.Length > 2).Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    public IReadOnlyList<TraySuggestion> Suggestions(TrayItem item, IEnumerable<TrayPage> pages, IReadOnlyList<string> services)
    {
        var facts = new TrayFacts([.. pages], item.Door is "mail" or "hl7" ? item.FromName : null, services);
        var read = TrayReading.Of(facts);
        return read.FirstOrDefault(one => one.Field == TrayField.Service) is { Value.Length: > 0 } service && catalog.Intake.Find(service.Value)?.For(null, null, null).Priority is { } words && words != PriorityWords.None
            ? TrayReading.Of(facts with { Words = words })
            : read;
    }

    /// <summary>Whom of those that the caller sees the document may mean.</summary>
    public static async Task<IReadOnlyList<TrayCandidate>> CandidatesAsync(CompanionDb db, Caller caller, IReadOnlyList<TraySuggestion> suggestions, IReadOnlyList<string> birthDates, DateTimeOffset now, CancellationToken cancel)
    {
        string? Said(TrayField field) => suggestions.FirstOrDefault(one => one.Field == field)?.Value is { Length: > 0 } value ? value : null;
        var (name, mrn) = (WrittenName.Of(Said(TrayField.PatientName) ?? ""), Said(TrayField.Mrn));
        var days = birthDates.SelectMany(TrayDates.Readings).Distinct().ToList();
        if (name.Family is null && mrn is null && days.Count == 0)
            return [];
        var holders = mrn is null ? [] : await PatientQueries.Matching(db.PatientIdentifiers, mrn).ToListAsync(cancel);
        var (family, given, born) = (name.Family, name.Given, days.ConvertAll(day => (DateOnly?)day));
        var seen = db.Patients.AsNoTracking().SeenBy(db, caller, Permission.ActOnReferrals).Where(patient => patient.MergedInto == null);
        var likely = await seen.Where(patient => holders.Contains(patient.Id) || born.Contains(patient.BirthDate) || (family != null && patient.Family == family) || (family != null && patient.Family == given && patient.Given == family))
            .OrderByDescending(patient => patient.LastSeenAt).Take(MostPatients).ToListAsync(cancel);
        return TrayCandidates.Of(name, days, mrn, likely.Select(patient => (patient, holders.Contains(patient.Id))), now);
    }
}
