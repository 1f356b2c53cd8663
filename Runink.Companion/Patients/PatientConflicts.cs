using Microsoft.EntityFrameworkCore;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Controls;
using Runink.Domain.Patients;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Patients;

/// <summary>What does not fit together on a patient's record: who it is, values that deny each other, values that no trigger can use.</summary>
internal static class PatientConflicts
{
    private const int MostOfAKind = 20;

    public static async Task<IReadOnlyList<PatientConflict>> ReadAsync(CompanionDb db, Caller caller, string patientId, IReadOnlyList<SeriesView> series, List<PatientMerge> merges, CancellationToken cancel)
    {
        var decides = caller.May(Permission.DecideIdentity);
        var waiting = await db.IdentityReviews.Where(row => (row.PatientId == patientId || row.CandidateId == patientId) && row.Decision == IdentityDecision.Waiting)
            .OrderByDescending(row => row.Id).Take(MostOfAKind).ToListAsync(cancel);
        return
        [
            .. waiting.Select(row => new PatientConflict(
                "identity", row.Band is null ? $"It is not certain who this is: {row.Reason}" : $"Another record may be the same person: {row.Reason}", decides ? $"/identity?open={row.Id}" : null, null)),
            .. merges.Where(merge => merge.UndoneAt is null).Select(merge => new PatientConflict("merge", $"Another record was merged into this one by {merge.By}.", decides ? "/identity" : null, merge.At)),
            .. Of(series),
        ];
    }

    /// <summary>The values alone; the newest first.</summary>
    public static IEnumerable<PatientConflict> Of(IReadOnlyList<SeriesView> series) =>
        series.Where(one => one.IsMeasured).SelectMany(Denying).Concat(series.SelectMany(Unusable)).OrderByDescending(conflict => conflict.At).Take(MostOfAKind);

    /// <summary>One measure, one instant, two numbers that nobody has corrected.</summary>
    private static IEnumerable<PatientConflict> Denying(SeriesView one) =>
        one.Points.Where(point => point.Number is not null).GroupBy(point => point.At).Where(same => same.Select(point => point.Number).Distinct().Count() > 1)
            .Select(same => new PatientConflict(
                "values", $"{one.Label}: {string.Join(" and ", same.OrderBy(point => point.Number).Select(point => $"{point.Value} {Domain.Signals.UnitText.ForPeople(point.Unit)}".TrimEnd()).Distinct(StringComparer.Ordinal))}, both measured {When.DayClock(same.Key)}.", null, same.Key));

    private static IEnumerable<PatientConflict> Unusable(SeriesView one) =>
        one.Points.Where(point => point.Fault is not null)
            .Select(point => new PatientConflict("unusable", $"{one.Label} {point.Value} {Domain.Signals.UnitText.ForPeople(point.Unit)}".TrimEnd() + $": {point.Fault}.", null, point.At));
}
