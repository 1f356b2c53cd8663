namespace Runink.Domain.Patients;

/// <summary>Finding patients the way people name them.</summary>
public static class PatientQueries
{
    /// <summary>Ids of the patients behind an MRN or a <c>system|value</c>.</summary>
    public static IQueryable<string> Matching(IQueryable<PatientIdentifier> identifiers, string name) =>
        name.Split('|', 2) is [var system, var value]
            ? identifiers.Where(identifier => identifier.System == system && identifier.Value == value).Select(identifier => identifier.PatientId)
            : identifiers.Where(identifier => identifier.Value == name).Select(identifier => identifier.PatientId);
}
