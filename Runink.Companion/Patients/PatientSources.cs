using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Store;

namespace Runink.Companion.Patients;

/// <summary>Which feeds spoke of a patient, and what of it was kept and not understood.</summary>
internal static class PatientSources
{
    private const int MostMessages = 2000;
    private const int MostSentences = 5;

    public static async Task<IReadOnlyList<PatientSource>> ReadAsync(CompanionDb db, string patientId, CancellationToken cancel)
    {
        var ids = db.SignalBatches.Where(row => row.PatientId == patientId).Select(row => row.MessageId)
            .Union(db.Contexts.Where(row => row.PatientId == patientId).Select(row => row.MessageId))
            .Union(db.FhirResources.Where(row => row.PatientId == patientId).Select(row => row.MessageId));
        var messages = await db.Messages.Where(row => ids.Contains(row.Id)).OrderByDescending(row => row.Id).Take(MostMessages)
            .Select(row => new { row.Source, row.Door, row.ReceivedAt, row.Findings }).ToListAsync(cancel);
        return
        [
            .. messages.GroupBy(row => (row.Source, row.Door))
                .Select(feed => new PatientSource(
                    feed.Key.Source, feed.Key.Door, feed.Count(), feed.Min(row => row.ReceivedAt), feed.Max(row => row.ReceivedAt),
                    [.. feed.SelectMany(row => Sentences(row.Findings)).Distinct(StringComparer.Ordinal).Take(MostSentences)]))
                .OrderByDescending(source => source.Last),
        ];
    }

    private static IEnumerable<string> Sentences(string? findings) =>
        findings is null ? [] : JsonSerializer.Deserialize<List<IntakeFinding>>(findings, JsonSerializerOptions.Web)!.Select(finding => finding.Place is { } place ? $"{place}: {finding.Text}" : finding.Text);
}
