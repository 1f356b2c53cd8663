using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>Where the patient is: opens, moves and closes encounters as the feeds say.</summary>
internal static class EncounterRegistry
{
    private const string Upsert = """
        INSERT INTO Encounters (Id, PatientId, Visit, Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (Id) DO UPDATE SET Type = $3, Unit = $4, Bed = $5, Service = $6, StartedAt = $7, EndedAt = $8, Cancelled = $9
        """;

    /// <returns>True when the encounter changed.</returns>
    public static bool Learn(WriteScope scope, LoadedPatient loaded, EncounterNotice notice)
    {
        var visit = notice.Visit is { } number ? $"{number.System}|{number.Value}" : null;
        var encounter = visit is null
            ? loaded.Open
            : loaded.Encounters.Find(known => known.Visit == visit)
                ?? Stored(scope, loaded.Patient.Id, visit);
        if (encounter is null)
        {
            if (!Begins(notice))
                return false;
            encounter = new Encounter { Id = scope.Ids.Next(), PatientId = loaded.Patient.Id, Visit = visit };
        }

        if (!encounter.Learn(notice))
            return false;
        if (!loaded.Encounters.Contains(encounter))
            loaded.Encounters.Add(encounter);
        scope.Post(
            Upsert, encounter.Id, encounter.PatientId, encounter.Visit, encounter.Type, encounter.Unit, encounter.Bed, encounter.Service,
            encounter.StartedAt.UtcTicks, encounter.EndedAt?.UtcTicks, encounter.Cancelled);
        return true;
    }

    /// <summary>Mostly there is none: that is asked cheaply.</summary>
    private static Encounter? Stored(WriteScope scope, string patientId, string visit) =>
        scope.Scalar("SELECT 1 FROM Encounters WHERE PatientId = $0 AND Visit = $1", patientId, visit) is null
            ? null
            : scope.Db.Encounters.AsNoTracking().FirstOrDefault(row => row.PatientId == patientId && row.Visit == visit);

    /// <summary>A result that mentions a stay which nobody has admitted opens it; one that mentions a clinic visit does not.</summary>
    private static bool Begins(EncounterNotice notice) => notice.Change switch
    {
        EncounterChange.Open or EncounterChange.Close => true,
        EncounterChange.Update => notice.Type is "ED" or "inpatient" or "observation",
        EncounterChange.Cancel => false,
    };
}
