namespace Runink.Domain.Referrals.Scheduling;

/// <summary>What whoever keeps the calendar says of a slot; who has it by a booking made here is not in it.</summary>
public enum SlotStatus
{
    Free,
    Busy,

    /// <summary>It is not offered any more, or never should have been.</summary>
    Withdrawn,
}

/// <summary>A stretch of time in which a service of the directory can see one patient, as FHIR's Slot has it.</summary>
public sealed class Slot
{
    public const int LongestPlace = 120;

    public const string FromFhir = "fhir";

    public const string FromFile = "file";

    public const string FromCalendar = "calendar";

    public required string Id { get; init; }

    /// <summary>fhir, file or calendar.</summary>
    public required string Source { get; init; }

    /// <summary>What the source calls it; once for each source.</summary>
    public required string SourceKey { get; init; }

    /// <summary>The FHIR Schedule that it is of.</summary>
    public string? ScheduleId { get; set; }

    /// <summary>Id of the entry in the directory; null while the directory knows nobody by what its schedule names.</summary>
    public string? ServiceId { get; set; }

    public required DateTimeOffset StartsAt { get; set; }

    public required DateTimeOffset EndsAt { get; set; }

    public SlotStatus Status { get; set; }

    /// <summary>What is done then: "Echo".</summary>
    public string? ServiceType { get; set; }

    /// <summary>Room or clinic, where it is said.</summary>
    public string? Place { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }
}
