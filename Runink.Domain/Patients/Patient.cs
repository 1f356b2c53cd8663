using Runink.Domain.Intake;

namespace Runink.Domain.Patients;

/// <summary>A person in our care, as the feeds describe them. What a message does not say stays as it was.</summary>
public sealed class Patient
{
    public required string Id { get; init; }

    public string? Family { get; private set; }

    public string? Given { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    public string? Sex { get; private set; }

    public DateTimeOffset? DeceasedAt { get; private set; }

    /// <summary>The medical record number shown to people: the first identifier of type MR.</summary>
    public string? Mrn { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    public string Name => (Given, Family) switch
    {
        (null, null) => "Unnamed patient",
        (null, var family) => family,
        (var given, null) => given,
        var (given, family) => $"{given} {family}",
    };

    public PatientCard Card(DateTimeOffset now) => new(Id, Name, Mrn, Age(BirthDate, now), Sex);

    /// <summary>Completed years. A child born today east of UTC is not yet born by the UTC date: that is 0, not -1.</summary>
    public static int? Age(DateOnly? birthDate, DateTimeOffset now)
    {
        if (birthDate is not { } born)
            return null;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var years = today.Year - born.Year;
        return Math.Max(0, born.AddYears(years) > today ? years - 1 : years);
    }

    /// <returns>True when something changed.</returns>
    public bool Learn(Demographics said)
    {
        var before = (Family, Given, BirthDate, Sex, DeceasedAt);
        Family = said.Family ?? Family;
        Given = said.Given ?? Given;
        BirthDate = said.BirthDate ?? BirthDate;
        Sex = said.Sex ?? Sex;
        DeceasedAt = said.DeceasedAt ?? DeceasedAt;
        return before != (Family, Given, BirthDate, Sex, DeceasedAt);
    }
}
