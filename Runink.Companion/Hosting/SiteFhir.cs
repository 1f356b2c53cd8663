using Microsoft.EntityFrameworkCore;
using Runink.Companion.Escalations;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Pipeline.Resources;
using Runink.Domain.Store;
using Runink.Domain.Store.Archive;

namespace Runink.Companion.Hosting;

/// <summary>What the FHIR door would answer to reads now, a file for each type of resource; the worklist is among it as Tasks.</summary>
internal static class SiteFhir
{
    private const int AtOnce = 200;

    public static void Write(CompanionDb db, FhirLibrary library, SiteFolderWriter to, Action<string, long> progress)
    {
        var files = new Dictionary<string, SiteFileWriter>(StringComparer.Ordinal);
        var count = 0L;
        try
        {
            foreach (var (type, json) in library.All(db).Select(found => (found.Type, found.Json)).Concat(Tasks(db)))
            {
                if (!files.TryGetValue(type, out var file))
                    files[type] = file = to.Open($"{SiteExport.Fhir}{type}.ndjson");
                file.Line(json);
                if (++count % 10_000 == 0)
                    progress("fhir", count);
            }
        }
        finally
        {
            foreach (var file in files.Values)
                file.Dispose();
        }

        progress("fhir", count);
    }

    private static IEnumerable<(string Type, string Json)> Tasks(CompanionDb db)
    {
        for (var after = ""; ;)
        {
            var page = db.Escalations.AsNoTracking().Where(row => string.Compare(row.Id, after) > 0).OrderBy(row => row.Id).Take(AtOnce).ToList();
            foreach (var escalation in page)
                yield return ("Task", FhirWriter.ToJson(EscalationTasks.Of(escalation)));
            if (page.Count < AtOnce)
                yield break;
            after = page[^1].Id;
        }
    }
}
