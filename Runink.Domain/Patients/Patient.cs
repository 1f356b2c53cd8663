using Runink.Domain.Intake;

namespace Runink.Domain.Patients;

/// <summary>A person in our care, as the feeds describe them. What a message does not say stays as it was.</summary>
public sealed class Patient
{
    public required string Id { get; init; }

    public string? Family { get; private set; }

    public string? Given { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    /// <summary>The instant of birth; null when only its day is known.</summary>
    public DateTimeOffset? BornAt { get; private set; }

    public string? Sex { get; private set; }

    public DateTimeOffset? DeceasedAt { get; private set; }

    /// <summary>First line of the home address; this and what follows only tells who may be one person, and is compared for nothing else.</summary>
    public string? Street { get; private set; }

    public string? City { get; private set; }

    public string? State { get; private set; }

    public string? Postcode { get; private set; }

    public string? Phone { get; private set; }

    /// <summary>The last four digits of the social security number.</summary>
    public string? SsnEnding { get; private set; }

    /// <summary>The medical record number shown to people: the first identifier of type MR.</summary>
    public string? Mrn { get; set; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The record that this one was merged into; null while it stands for itself.</summary>
    public string? MergedInto { get; set; }

    /// <summary>True while nobody has decided who this is: a result that could not be told from two people's.</summary>
    public bool InQuestion { get; set; }

    public string Name => (Given, Family) switch
    {
        (null, null) => "Unnamed patient",
        (null, var family) => family,
        (var given, null) => given,
        var (given, family) => $"{given} {family}",
    };

    public PatientCard Card(DateTimeOffset now) => new(Id, Name, Mrn, Age(BirthDate, now), Sex) { InQuestion = InQuestion };

    /// <summary>Completed years. A child born today east of UTC is not yet born by the UTC date: that is 0, not -1.</summary>
    public static int? Age(DateOnly? birthDate, DateTimeOffset now)
    {
        if (birthDate is not { } born)
            return null;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var years = today.Year - born.Year;
        return Math.Max(0, born.AddYears(years) > today ? years - 1 : years);
    }

    /// <param name="replaces">Said by those who keep the register: known names give way. Anybody else only adds what is missing.</param>
    /// <returns>True when something changed.</returns>
    public bool Learn(Demographics said, bool replaces = true)
    {
        var before = (Family, Given, BirthDate, BornAt, Sex, DeceasedAt, Street, City, State, Postcode, Phone);
        Family = Said(said.Family, Family, nameof(Family));
        Given = Said(said.Given, Given, nameof(Given));
        var born = Said(said.BirthDate, BirthDate, nameof(BirthDate));
        // A time belongs to its day: it comes with it and goes with it.
        BornAt = said.BornAt is { } at && said.BirthDate == born && (replaces || BornAt is null) ? at : born == BirthDate ? BornAt : null;
        BirthDate = born;
        Sex = Said(said.Sex, Sex, nameof(Sex));
        DeceasedAt = Said(said.DeceasedAt, DeceasedAt, nameof(DeceasedAt));
        LearnContact(said, replaces);
        return before != (Family, Given, BirthDate, BornAt, Sex, DeceasedAt, Street, City, State, Postcode, Phone);

        T? Said<T>(T? now, T? known, string property) => replaces
            ? said.Cleared.Contains(property) ? default : now ?? known
            : known ?? now;
    }

    /// <returns>True when something changed.</returns>
    public bool LearnSsn(IEnumerable<Identifier> identifiers)
    {
        var number = identifiers.FirstOrDefault(identifier => (identifier.Type == "SS" || identifier.System == "http://hl7.org/fhir/sid/us-ssn") && !Placeholders.IsSsn(identifier.Value))?.Value;
        if (number is null || string.Concat(number.Where(char.IsAsciiDigit))[^4..] is var ending && ending == SsnEnding)
            return false;
        SsnEnding = ending;
        return true;
    }

    /// <summary>An address is taken over as a whole: who moved to another town does not keep the old street.</summary>
    private void LearnContact(Demographics said, bool replaces)
    {
        if (said.Home != default && (replaces || (Street, City, State, Postcode) == default))
            (Street, City, State, Postcode) = (said.Home.Street, said.Home.City, said.Home.State, said.Home.Postcode);
        Phone = replaces ? said.Phone ?? Phone : Phone ?? said.Phone;
        if (!replaces)
            return;
        if (said.Cleared.Contains(nameof(Street)))
            Street = null;
        if (said.Cleared.Contains(nameof(City)))
            City = null;
        if (said.Cleared.Contains(nameof(State)))
            State = null;
        if (said.Cleared.Contains(nameof(Postcode)))
            Postcode = null;
        if (said.Cleared.Contains(nameof(Phone)))
            Phone = null;
    }

    /// <summary>
    /// Whether somebody else may be meant: birth date, sex or given name differ. A family name changes with a marriage; placeholders,
    /// initials and what is not known say nothing.
    /// </summary>
    public bool Contradicts(Demographics said) =>
        BirthDatesDiffer(BirthDate, said.BirthDate)
        || (Sex is "male" or "female" && said.Sex is "male" or "female" && Sex != said.Sex)
        || GivenNamesDiffer(Given, said.Given);

    /// <summary>The first of January stands for a year of which no more is known.</summary>
    private static bool BirthDatesDiffer(DateOnly? known, DateOnly? said)
    {
        if (known is not { } a || said is not { } b || a == b || Placeholders.IsBirthDate(a) || Placeholders.IsBirthDate(b))
            return false;
        var onlyYear = a is { Month: 1, Day: 1 } || b is { Month: 1, Day: 1 };
        return !onlyYear || a.Year != b.Year;
    }

    private static bool GivenNamesDiffer(string? known, string? said)
    {
        if (Placeholders.IsName(known) || Placeholders.IsName(said))
            return false;
        var (a, b) = (Letters(known!.Split(' ', 2)[0]), Letters(said!.Split(' ', 2)[0]));
        return !a.StartsWith(b, StringComparison.OrdinalIgnoreCase) && !b.StartsWith(a, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>O'Brien and OBRIEN, Müller and MULLER are written by different programs.</summary>
    private static string Letters(string name) => string.Concat(name.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsLetterOrDigit));
}
