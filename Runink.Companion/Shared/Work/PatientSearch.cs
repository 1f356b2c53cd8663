using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Patients;
using Runink.Domain.Store.Dialects;

namespace Runink.Companion.Shared.Work;

/// <summary>How people look for a patient: by name in either order, by number, by birth date as in 1958-03-14.</summary>
internal static class PatientSearch
{
    /// <param name="search">Null or empty finds all.</param>
    public static IQueryable<Patient> Found(this IQueryable<Patient> patients, string? search)
    {
        var standing = patients.Where(patient => patient.MergedInto == null);
        if (search is null || PlainText.Line(search).Trim() is not { Length: > 0 } text)
            return standing;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born))
            return standing.Where(patient => patient.BirthDate == born);
        var like = TextSearch.Containing(text);
        return standing.Where(patient =>
            TextSearch.Like(patient.Family + " " + patient.Given, like) || TextSearch.Like(patient.Given + " " + patient.Family, like)
            || TextSearch.Like(patient.Mrn, like));
    }
}
