namespace Runink.Domain.Signals;

/// <summary>The facts about a patient that are not time series: what <c>patient.</c> names read.</summary>
/// <param name="Sex">FHIR administrative gender: male, female, other, unknown.</param>
public sealed record PatientFacts(string Id, DateOnly? BirthDate, string? Sex, DateTimeOffset? DeceasedAt = null)
{
    /// <summary>The instant of birth; null when only its day is known.</summary>
    public DateTimeOffset? BornAt { get; init; }
}

/// <summary>The open encounter: what <c>encounter.</c> names read.</summary>
/// <param name="Type">ED, inpatient, observation, outpatient, virtual or home; null when unknown.</param>
public sealed record EncounterFacts(
    string Id, string? Type, string? Unit, string? Bed, string? Service, DateTimeOffset? StartedAt);
