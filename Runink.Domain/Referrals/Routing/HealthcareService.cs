namespace Runink.Domain.Referrals.Routing;

/// <summary>
/// Somebody who takes referrals of one specialty at one place: an entry of the directory, as FHIR's HealthcareService has it. Lists are kept as words
/// between commas, since that is how people write and compare them.
/// </summary>
public sealed class HealthcareService
{
    public const int LongestText = 200;

    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The service line, by the name with which it is asked for: "Cardiology".</summary>
    public required string Specialty { get; set; }

    public string? Address { get; set; }

    /// <summary>Beginnings of the postcodes from which patients come; empty when from everywhere.</summary>
    public string Postcodes { get; set; } = "";

    /// <summary>Payers with whom it has a contract; empty when that is not known.</summary>
    public string Payers { get; set; } = "";

    /// <summary>Languages spoken there, as ISO 639-1 codes.</summary>
    public string Languages { get; set; } = "";

    /// <summary>New patients a week; null when that is not known.</summary>
    public int? WeeklyCapacity { get; set; }

    /// <summary>The first free date, as it was last told.</summary>
    public DateOnly? NextOpening { get; set; }

    /// <summary>When capacity and first date were last told.</summary>
    public DateTimeOffset? CapacityAt { get; set; }

    public int? AgeFrom { get; set; }

    public int? AgeTo { get; set; }

    /// <summary>How it wants referrals: link, fhir, hl7, mail, fax or telephone.</summary>
    public string Channel { get; set; } = "link";

    /// <summary>Number or address for the channel.</summary>
    public string? Contact { get; set; }

    /// <summary>Its calendar, where it has none elsewhere: see <see cref="Scheduling.OpeningTimes"/>.</summary>
    public string OpeningTimes { get; set; } = "";

    /// <summary>Until when slots were made of the calendar; null while that is to be done.</summary>
    public DateOnly? SlotsUntil { get; set; }

    /// <summary>What schedules of other systems call it: references like HealthcareService/12, or identifiers as system|value.</summary>
    public string Schedules { get; set; } = "";

    /// <summary>When patients are reminded: see <see cref="Scheduling.VisitReminderPolicy"/>; empty: as everywhere.</summary>
    public string Reminders { get; set; } = "";

    public bool Active { get; set; } = true;

    public int Version { get; set; } = 1;

    public static IReadOnlyList<string> Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
