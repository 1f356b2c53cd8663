using Microsoft.EntityFrameworkCore;
using Runink.Domain.Intake;
using Runink.Domain.Patients;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Identity;

/// <summary>Where the patient is: opens, moves and closes encounters as the feeds say.</summary>
internal static class EncounterRegistry
{
    private const string Upsert = """
        INSERT INTO Encounters (Id, PatientId, Visit, Type, Unit, Bed, Service, StartedAt, EndedAt, Cancelled, MovedAt, ChangedAt, ExpectedEndAt, ExpectedSaidAt, IsDischargePending, PendingSaidAt, PrepareFrom)
        VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (Id) DO UPDATE SET PatientId = $1, Visit = $2, Type = $3, Unit = $4, Bed = $5, Service = $6, StartedAt = $7, EndedAt = $8, Cancelled = $9, MovedAt = $10, ChangedAt = $11,
            ExpectedEndAt = $12, ExpectedSaidAt = $13, IsDischargePending = $14, PendingSaidAt = $15, PrepareFrom = $16
        """;

    /// <summary>Takes in what a message says of a stay.</summary>
    /// <returns>The stay that the message belongs to, if there is one, and whether something is known now that was not before.</returns>
    public static (Encounter? Encounter, bool Changed) Learn(WriteScope scope, LoadedPatient loaded, EncounterNotice notice)
    {
        var visit = notice.Visit is { } number ? $"{number.System}|{number.Value}" : null;
        var encounter = visit is null
            ? loaded.Open
            : loaded.Encounters.Find(known => known.Visit == visit)
                ?? Stored(scope, loaded.Patient.Id, visit);
        if (encounter is null)
        {
            if (!Begins(notice, loaded))
                return (null, false);
            encounter = new Encounter { Id = scope.Ids.Next(), PatientId = loaded.Patient.Id, Visit = visit };
        }
        else if (!notice.Moves)
        {
            // Who only announces a discharge moves nobody.
            if (!encounter.LearnPlanned(notice))
                return (encounter, false);
            Write(scope, encounter);
            return (encounter, true);
        }

        if (!encounter.Learn(notice))
            return (encounter, false);
        if (!loaded.Encounters.Contains(encounter))
            loaded.Encounters.Add(encounter);
        Write(scope, encounter);
        return (encounter, true);
    }

    public static void Write(WriteScope scope, Encounter encounter) => scope.Post(
        Upsert, encounter.Id, encounter.PatientId, encounter.Visit, encounter.Type, encounter.Unit, encounter.Bed, encounter.Service,
        encounter.StartedAt.UtcTicks, encounter.EndedAt?.UtcTicks, encounter.Cancelled, encounter.MovedAt.UtcTicks, encounter.ChangedAt.UtcTicks,
        encounter.ExpectedEndAt?.UtcTicks, encounter.ExpectedSaidAt.UtcTicks, encounter.IsDischargePending, encounter.PendingSaidAt.UtcTicks, encounter.PrepareFrom?.UtcTicks);

    /// <summary>Mostly there is none: that is asked cheaply.</summary>
    public static Encounter? Stored(WriteScope scope, string patientId, string visit) =>
        scope.Scalar("SELECT 1 FROM Encounters WHERE PatientId = $0 AND Visit = $1", patientId, visit) is null
            ? null
            : scope.Db.Encounters.AsNoTracking().FirstOrDefault(row => row.PatientId == patientId && row.Visit == visit);

    /// <summary>
    /// A result that mentions a stay which nobody has admitted opens it where the patient is nowhere else; one that mentions a clinic
    /// visit opens none. A cancellation that comes before its admission is remembered.
    /// </summary>
    private static bool Begins(EncounterNotice notice, LoadedPatient loaded) => (notice.Change, notice.Moves) switch
    {
        (EncounterChange.Open or EncounterChange.Close, true) => true,
        (EncounterChange.Cancel, true) => notice.Visit is not null,
        (_, true) => notice.Type is "ED" or "inpatient" or "observation",
        (_, false) => notice.Type is "ED" or "inpatient" or "observation" && loaded.Open is null,
    };
}
