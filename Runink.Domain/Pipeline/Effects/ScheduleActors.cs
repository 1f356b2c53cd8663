using Hl7.Fhir.Model;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Store.Writing;
using HealthcareService = Runink.Domain.Referrals.Routing.HealthcareService;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Whose a FHIR Schedule is: the entry of the directory that goes by one of its actors' references or identifiers.</summary>
internal static class ScheduleActors
{
    /// <param name="beside">Identifiers (system, value) of a resource that comes in the same submission, by type and id; null when it does not.</param>
    /// <returns>Id of the entry; null when there is none, or more than one.</returns>
    public static string? ServiceOf(WriteScope scope, Schedule schedule, Func<string, string, IReadOnlyList<(string System, string Value)>?>? beside = null)
    {
        var names = schedule.Actor.SelectMany(actor => Names(scope, actor, beside)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = scope.Db.HealthcareServices.Where(row => row.Schedules != "").AsEnumerable().Concat(scope.Db.HealthcareServices.Local).Distinct()
            .Where(row => HealthcareService.Words(row.Schedules).Any(names.Contains)).Take(2).ToList();
        return found is [var only] ? only.Id : null;
    }

    /// <summary>The directory names somebody otherwise: slots of all schedules go to whom they are by now.</summary>
    public static void Map(WriteScope scope)
    {
        foreach (var row in scope.Db.FhirResources.AsNoTracking().Where(row => row.Type == "Schedule" && !row.Deleted).ToList())
        {
            if (FhirParser.Stored(row.Json) is not Schedule schedule)
                continue;
            var service = ServiceOf(scope, schedule);
            foreach (var slot in scope.Db.Slots.Where(slot => slot.ScheduleId == row.Id && slot.ServiceId != service).ToList())
                slot.ServiceId = service;
        }
    }

    private static IEnumerable<string> Names(WriteScope scope, ResourceReference actor, Func<string, string, IReadOnlyList<(string System, string Value)>?>? beside)
    {
        var identifiers = new List<(string System, string Value)>();
        if (actor.Identifier is { Value: { } number } own)
            identifiers.Add((own.System ?? "", number));
        if (actor.Reference is { } reference)
        {
            yield return reference;
            if (reference.Split('/') is [var type, var id])
            {
                identifiers.AddRange(beside?.Invoke(type, id) ?? [.. scope.Db.FhirIndex.AsNoTracking().Where(row => row.Type == type && row.ResourceId == id && row.Parameter == "identifier")
                    .Select(row => new { row.System, row.Text }).AsEnumerable().Select(row => (row.System, row.Text))]);
            }
        }

        foreach (var (system, value) in identifiers)
        {
            yield return value;
            if (system.Length > 0)
                yield return $"{system}|{value}";
        }
    }
}
