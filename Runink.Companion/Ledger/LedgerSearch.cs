using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Foundation;
using Runink.Domain.Ledger;
using Runink.Domain.Patients;
using Runink.Domain.Store;
using Runink.Domain.Store.Dialects;

namespace Runink.Companion.Ledger;

/// <summary>What was asked, as a query that the ledger's indexes can answer.</summary>
internal static class LedgerSearch
{
    /// <summary>A clock that was set back writes rows out of order by at most this.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromHours(2);

    /// <summary>Kinds whose detail says which patient, or which; every other row of a patient is about the patient's own things.</summary>
    private static readonly string[] NameAPatient =
    [
        "escalation_suppressed", "parameter_set", "parameter_ended", "fhir_read", "fhir_search", LedgerUseCases.Exported,
        "worklist_read", "board_read", "discharges_read", "patients_listed", "recent_listed", "identity_reviews_listed", "patient_merges_listed",
    ];

    /// <returns>The rows, and the ids of the patients that were asked for.</returns>
    public static async Task<Outcome<(IQueryable<LedgerRow> Rows, IReadOnlyList<string> Patients)>> NarrowAsync(
        CompanionDb db, LedgerQuery query, LedgerFacet facet, CancellationToken cancel)
    {
        if (!TryDay(query.From, 0, out var from) || !TryDay(query.To, 1, out var to))
            return new Refusal("invalid", "A day is written as 2026-12-24.");
        if (from >= to)
            return new Refusal("invalid", "The period ends before it begins.");
        IQueryable<LedgerRow> rows = db.Ledger;
        if (query.Kind == LedgerQuery.Looks)
        {
            var looks = facet.Kinds.Where(LedgerKinds.IsLook).ToList();
            rows = rows.Where(row => looks.Contains(row.Kind));
        }
        else if (!string.IsNullOrEmpty(query.Kind))
        {
            rows = rows.Where(row => row.Kind == query.Kind);
        }

        if (query.Subject?.Split('/', 2) is [var type, var id])
            rows = rows.Where(row => row.SubjectType == type && row.SubjectId == id);
        if (!string.IsNullOrEmpty(query.Actor))
            rows = rows.Where(row => row.Actor == query.Actor);
        if (from is { } begin)
        {
            var first = await FirstSinceAsync(db, begin - ClockStep, cancel);
            rows = rows.Where(row => row.Seq >= first && row.At >= begin);
        }

        if (to is { } end)
        {
            var last = await FirstSinceAsync(db, end + ClockStep, cancel);
            rows = rows.Where(row => row.Seq < last && row.At < end);
        }

        if (string.IsNullOrWhiteSpace(query.Patient))
            return (rows, []);
        var ids = await PatientQueries.Ids(db.Patients, db.PatientIdentifiers, query.Patient.Trim()).Take(2).ToListAsync(cancel);
        return ids switch
        {
            [] => new Refusal("not-found", $"No patient here has the number {query.Patient.Trim()}."),
            [var patient] => (rows.Where(About(db, patient, facet)), ids),
            _ => new Refusal("ambiguous", "More than one patient has this number. Say system|value, or our own id."),
        };
    }

    private static System.Linq.Expressions.Expression<Func<LedgerRow, bool>> About(CompanionDb db, string patient, LedgerFacet facet)
    {
        // Ids are unique over all types; naming the types lets the index on type and id be used.
        var types = facet.SubjectTypes;
        var escalations = db.Escalations.Where(row => row.PatientId == patient).Select(row => row.Id);
        var referrals = db.Referrals.Where(row => row.PatientId == patient).Select(row => row.Id);
        var sent = db.Outbox.Where(row => (row.EscalationId != null && escalations.Contains(row.EscalationId)) || (row.ReferralId != null && referrals.Contains(row.ReferralId))).Select(row => row.Id);
        var records = db.FhirResources.Where(row => row.PatientId == patient).Select(row => row.Id);
        var named = TextSearch.Containing(patient);
        return row => (types.Contains(row.SubjectType)
                && (row.SubjectId == patient || escalations.Contains(row.SubjectId) || referrals.Contains(row.SubjectId)
                    || sent.Contains(row.SubjectId) || records.Contains(row.SubjectId)))
            || (NameAPatient.Contains(row.Kind) && TextSearch.Like(row.Detail, named));
    }

    /// <summary>The number of the first row of an instant or later, by halving: the table has no index on time and needs none.</summary>
    internal static async Task<long> FirstSinceAsync(CompanionDb db, DateTimeOffset at, CancellationToken cancel)
    {
        long low = 1, high = 1 + await db.Ledger.OrderByDescending(row => row.Seq).Select(row => row.Seq).FirstOrDefaultAsync(cancel);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var there = await db.Ledger.Where(row => row.Seq >= middle).OrderBy(row => row.Seq).Select(row => row.At).FirstOrDefaultAsync(cancel);
            (low, high) = there < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <returns>False when it is no day; an empty text is no limit.</returns>
    private static bool TryDay(string? text, int later, out DateTimeOffset? at)
    {
        at = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day == DateOnly.MaxValue || day.Year < 2)
            return false;
        at = When.StartOf(day.AddDays(later));
        return true;
    }
}
