using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Store;
using BalpEvents = Runink.Domain.Ledger.AuditEvents;

namespace Runink.Companion.Ledger.AuditEvents;

/// <summary>Rows of the ledger as AuditEvents, with the names of those who acted and the patients whose things were meant.</summary>
public sealed class AuditEventProjection(PeopleDirectory people, SiteOptions site)
{
    public async Task<IReadOnlyList<AuditEvent>> OfAsync(CompanionDb db, IReadOnlyList<LedgerRow> rows, CancellationToken cancel)
    {
        var patients = await PatientsAsync(db, rows, cancel);
        return [.. rows.Select(row => BalpEvents.Of(
            row, BalpEvents.PatientsOf(row) is { Count: > 0 } named ? named : patients.TryGetValue(row.SubjectId, out var owner) ? [owner] : [], LedgerWords.Actor(row.Actor, people), site.Name, site.BaseUrl))];
    }

    private static async Task<Dictionary<string, string>> PatientsAsync(CompanionDb db, IReadOnlyList<LedgerRow> rows, CancellationToken cancel)
    {
        var escalations = Ids(rows, "escalation");
        var referrals = Ids(rows, "referral");
        var found = await db.Escalations.Where(row => escalations.Contains(row.Id)).Select(row => new { row.Id, row.PatientId })
            .Concat(db.Referrals.Where(row => referrals.Contains(row.Id)).Select(row => new { row.Id, row.PatientId })).ToListAsync(cancel);
        return found.ToDictionary(one => one.Id, one => one.PatientId, StringComparer.Ordinal);
    }

    private static List<string> Ids(IReadOnlyList<LedgerRow> rows, string type) => [.. rows.Where(row => row.SubjectType == type).Select(row => row.SubjectId).Distinct(StringComparer.Ordinal)];
}
