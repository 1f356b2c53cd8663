using System.Collections.Frozen;
using System.Text.RegularExpressions;
using static Runink.Domain.Mapping.ColumnRole;

namespace Runink.Domain.Mapping;

/// <summary>What headers are called, in the languages in which hospitals call them. A header is looked up whole, without signs and capitals.</summary>
internal static partial class HeaderWords
{
    private static readonly (ColumnRole Role, string Words)[] Table =
    [
        (PatientNumber, "mrn patientid patientnumber patientno patientnr patnr patid patient pid patientidentifier medicalrecordnumber subjectid subject hospitalnumber patientennummer patientenid patientennr patientmrn nopaciente idpaciente historiaclinica nip ipp numeropatient"),
        (PatientAuthority, "assigningauthority authority patientauthority patientidsystem"),
        (FamilyName, "lastname last family familyname surname patientlastname patientfamilyname nachname familienname apellido apellidos nom nomdefamille"),
        (GivenName, "firstname first given givenname forename patientfirstname patientgivenname vorname nombre prenom"),
        (BirthDate, "birthdate dob dateofbirth born birth patientbirthdate patientdob geburtsdatum gebdatum gebdat fechanacimiento fechadenacimiento datenaissance datedenaissance"),
        (Sex, "sex gender patientsex patientgender geschlecht sexo sexe administrativesex"),
        (Visit, "visit visitid visitnumber encounter encounterid encounternumber csn hadmid admissionid account accountnumber fall fallnummer fallnr fallid episodio sejour"),
        (VisitClass, "class patientclass encounterclass visitclass fallart"),
        (Ward, "ward nursingunit station department dept location careunit abteilung unidad servicio service"),
        (Room, "room zimmer habitacion chambre"),
        (Bed, "bed bett cama lit"),
        (StayStarted, "admittime admitted admissiontime admissiondate admitdate aufnahme aufnahmedatum"),
        (StayEnded, "dischtime discharged dischargetime dischargedate entlassung entlassdatum"),
        (Code, "code test testcode analyte analytecode loinc loinccode itemid parameter observationcode resultcode labtest labcode untersuchung kuerzel analyt prueba"),
        (CodingSystem, "system codesystem codingsystem"),
        (Label, "description testname display label analytename bezeichnung descripcion libelle parametername itemname"),
        (Value, "value result resultvalue valuenum numericvalue wert ergebnis messwert valor resultado valeur resultat observationvalue"),
        (ValueUnit, "unit units uom valueuom resultunit einheit unidades unite masseinheit"),
        (ValueTime, "time date datetime timestamp takenat collected collectedat collectiontime collectiondate observedat observationtime effective effectivedatetime charttime resulttime measuredat recordedat datum zeitpunkt abnahme abnahmezeit messzeit entnahmezeit fecha fechahora heure"),
        (Changed, "updated updatedat lastupdated lastupdate modified modifiedat lastmodified changed changedat storetime geaendert aenderungsdatum"),
        (Status, "status resultstatus state zustand befundstatus estado statut"),
        (ReferenceRange, "range referencerange refrange reference normalrange normbereich referenzbereich rangoreferencia"),
        (Flag, "flag abnormal abnormalflag interpretation flags markierung"),
        (Key, "id resultid rowid observationid labeventid uuid recordid accessionnumber resultkey befundid identifier"),
    ];

    private static readonly FrozenDictionary<string, ColumnRole> Roles = Table.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Role))).DistinctBy(pair => pair.word, StringComparer.Ordinal).ToFrozenDictionary(pair => pair.word, pair => pair.Role, StringComparer.Ordinal);

    /// <summary>None where the header says nothing. Of a path of JSON the last names count: subject.identifier, subject.</summary>
    public static ColumnRole Of(string header)
    {
        if (Roles.TryGetValue(ConceptFinder.Fold(header), out var role))
            return role;
        var parts = header.Split('.');
        return parts.Length > 1 && (Roles.TryGetValue(ConceptFinder.Fold(parts[^2] + parts[^1]), out role) || Roles.TryGetValue(ConceptFinder.Fold(parts[^1]), out role)) ? role : None;
    }

    /// <summary>A whole name in one column: no part of it can be told.</summary>
    public static bool IsWholeName(string header) => ConceptFinder.Fold(header) is "name" or "patientname" or "fullname" or "patientenname" or "nombrecompleto";

    /// <summary>"Potassium (mmol/L)", "Glucose [mg/dL]", "temp, °C": the name and the unit; the unit is null where none is said.</summary>
    public static (string Name, string? Unit) Split(string header) => InBrackets().Match(header) is { Success: true } found
        ? (found.Groups["name"].Value.Trim(), found.Groups["unit"].Value.Trim())
        : (header, null);

    [GeneratedRegex(@"^(?<name>[^(\[]+)[(\[](?<unit>[^)\]]+)[)\]]\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InBrackets();
}
