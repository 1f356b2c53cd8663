namespace Runink.Domain.Patients;

/// <summary>The patient as named on a row of work.</summary>
/// <param name="Age">Completed years at the time of reading; null when the birth date is unknown.</param>
/// <param name="Sex">female, male, other or unknown.</param>
public sealed record PatientCard(string Id, string Name, string? Mrn, int? Age, string? Sex)
{
    /// <summary>True while nobody has decided who this is.</summary>
    public bool InQuestion { get; init; }

    /// <summary>For those whose work needs no names: initials, no record number.</summary>
    public PatientCard Masked() => this with { Name = Initials, Mrn = null };

    /// <summary>"M. O." for boards and wall screens, where the name is more than is needed.</summary>
    public string Initials => InitialsOf(Name);

    public static string InitialsOf(string name) =>
        string.Join(' ', name.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(word => $"{char.ToUpperInvariant(word[0])}."));

    /// <summary>"78 F".</summary>
    public string AgeSex => string.Join(' ', new[]
    {
        Age?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Sex is { Length: > 0 } sex && sex != "unknown" ? sex[..1].ToUpperInvariant() : null,
    }.OfType<string>());
}

/// <param name="Type">ED, inpatient, observation, outpatient, virtual or home; null when unknown.</param>
public sealed record EncounterCard(string Id, string? Type, string? Unit, string? Bed);
