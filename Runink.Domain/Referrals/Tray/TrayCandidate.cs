using System.Globalization;
using Runink.Domain.Patients;
using Runink.Domain.Patients.Matching;

namespace Runink.Domain.Referrals.Tray;

public enum TrayAgreement { Agrees, Nearly, Differs, NotSaid }

/// <param name="What">name, birth date or record number.</param>
/// <param name="Known">What the register has; null when it has nothing.</param>
public sealed record TrayComparison(string What, TrayAgreement Agreement, string? Known);

/// <summary>Somebody of the register whom the document may mean. A person decides.</summary>
/// <param name="Weight">Bits of evidence by name and birth date, as the register compares its own.</param>
public sealed record TrayCandidate(PatientCard Patient, DateOnly? BirthDate, IReadOnlyList<TrayComparison> Comparisons, double Weight, bool IsByNumber)
{
    public bool Differs => Comparisons.Any(one => one.Agreement == TrayAgreement.Differs);

    /// <summary>How it looks, in words.</summary>
    public string Words => (Comparisons.Count(one => one.Agreement == TrayAgreement.Agrees), Differs) switch
    {
        (3, _) => "Everything that is said agrees",
        ( > 0, false) => "What is said agrees",
        ( > 0, true) => "Agrees in part, and differs",
        _ => "Alike",
    };
}

/// <summary>Compares what a document says of its patient with the register.</summary>
public static class TrayCandidates
{
    public const int Most = 5;

    /// <param name="birthDates">Every day that the document may mean.</param>
    /// <param name="mrn">Null when it says none.</param>
    public static IReadOnlyList<TrayCandidate> Of(WrittenName name, IReadOnlyList<DateOnly> birthDates, string? mrn, IEnumerable<(Patient Patient, bool HasNumber)> patients, DateTimeOffset now)
    {
        var weights = FellegiSunter.TypicalWeights(5000);
        var said = (birthDates.Count == 0 ? [null] : birthDates.Select(day => (DateOnly?)day))
            .Select(day => MatchRecord.Of("document", name.Given, name.Family, day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture), null, null, null, null, null, null, null)).ToList();
        return
        [
            .. patients.Select(one => Compare(one.Patient, one.HasNumber)).Where(one => one.IsByNumber || one.Weight >= 0 || IsNameAndDay(one)).OrderByDescending(one => one.IsByNumber && !one.Differs).ThenByDescending(one => one.Weight)
                .ThenBy(one => one.Patient.Id, StringComparer.Ordinal).Take(Most),
        ];

        TrayCandidate Compare(Patient patient, bool hasNumber)
        {
            var known = MatchRecord.Of(patient);
            var (weight, vector) = said.Select(record => ComparisonVector.Of(record, known) is var vector ? (weights.Of(record, known, vector), vector) : default).MaxBy(pair => pair.Item1);
            return new TrayCandidate(
                patient.Card(now), patient.BirthDate,
                [
                    new("name", Name(vector), patient.Name),
                    new("birth date", vector[MatchField.BirthDate] switch { null => TrayAgreement.NotSaid, 0 => TrayAgreement.Agrees, 1 or 2 => TrayAgreement.Nearly, _ => TrayAgreement.Differs }, patient.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    new("record number", mrn is null ? TrayAgreement.NotSaid : hasNumber ? TrayAgreement.Agrees : patient.Mrn is null ? TrayAgreement.NotSaid : TrayAgreement.Differs, patient.Mrn),
                ],
                weight, hasNumber);
        }
    }

    private static bool IsNameAndDay(TrayCandidate candidate) =>
        candidate.Comparisons[0].Agreement is TrayAgreement.Agrees or TrayAgreement.Nearly && candidate.Comparisons[1].Agreement is TrayAgreement.Agrees or TrayAgreement.Nearly;

    private static TrayAgreement Name(ComparisonVector vector) => (vector[MatchField.Given], vector[MatchField.Family]) switch
    {
        (null, null) => TrayAgreement.NotSaid,
        (0 or null, 0) => TrayAgreement.Agrees,
        (3, _) or (_, 3) => TrayAgreement.Differs,
        _ => TrayAgreement.Nearly,
    };
}
