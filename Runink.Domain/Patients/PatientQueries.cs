namespace Runink.Domain.Patients;

/// <summary>Finding patients the way people name them.</summary>
public static class PatientQueries
{
    /// <summary>Ids of the patients behind an MRN or a <c>system|value</c>.</summary>
    public static IQueryable<string> Matching(IQueryable<PatientIdentifier> identifiers, string name) =>
        name.Split('|', 2) is [var system, var value]
            ? Naming(identifiers.Where(identifier => identifier.System == system && identifier.Value == value))
            : Naming(identifiers.Where(identifier => identifier.Value == name));

    /// <summary>A number that names one patient leads there only, though others carry it as evidence.</summary>
    private static IQueryable<string> Naming(IQueryable<PatientIdentifier> found) =>
        found.Where(identifier => identifier.Identifies || !found.Any(other => other.Identifies)).Select(identifier => identifier.PatientId).Distinct();

    /// <summary>Ids of the patients behind our id, an MRN or a <c>system|value</c>; more than one when the number is not unique.</summary>
    public static IQueryable<string> Ids(IQueryable<Patient> patients, IQueryable<PatientIdentifier> identifiers, string name)
    {
        var named = Matching(identifiers, name);
        return patients.Where(patient => patient.Id == name || named.Contains(patient.Id)).Select(patient => patient.Id);
    }
}
