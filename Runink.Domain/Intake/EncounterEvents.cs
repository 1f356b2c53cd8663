namespace Runink.Domain.Intake;

/// <summary>The events of a stay that triggers wait for: admission, arrival in the emergency department, discharge.</summary>
internal static class EncounterEvents
{
    private const string Admission = "ADMISSION";
    private const string Discharge = "DISCHARGE";
    private const string EmergencyVisit = "ED_VISIT";
    private const string Arrival = "ARRIVAL";
    private const string AdmitDecision = "ADMIT_DECISION";

    /// <param name="key">What the stay is called, so that a cancellation finds its events; null when it has no number, and then nothing of it can be taken back.</param>
    public static IEnumerable<ObservationNotice> Begun(EncounterNotice stay, string? key, DateTimeOffset versionAt) => stay.Type switch
    {
        "inpatient" => [Event(Admission, stay.StartedAt ?? stay.At, key, versionAt)],
        "ED" => [Event(EmergencyVisit, stay.StartedAt ?? stay.At, key, versionAt), Event(Arrival, stay.StartedAt ?? stay.At, key, versionAt)],
        _ => [],
    };

    /// <summary>Who was seen and went home the same day was not discharged.</summary>
    public static IEnumerable<ObservationNotice> Ended(EncounterNotice stay, string? key, DateTimeOffset versionAt) =>
        stay.Type is "inpatient" or "observation" or null ? [Event(Discharge, stay.EndedAt ?? stay.At, key, versionAt)] : [];

    /// <summary>The decision to admit, which a pending admission announces (ADT A14), or its cancellation (A27).</summary>
    public static IEnumerable<ObservationNotice> AdmitDecided(DateTimeOffset at, string? key, DateTimeOffset versionAt, bool cancelled) =>
        cancelled && key is null ? [] : [Event(AdmitDecision, at, key, versionAt) with { Status = cancelled ? "entered-in-error" : "final" }];

    public static IEnumerable<ObservationNotice> BeginningCancelled(string? key, DateTimeOffset at) =>
        key is null ? [] : [.. new[] { Admission, EmergencyVisit, Arrival }.Select(code => Event(code, at, key, at) with { Status = "entered-in-error" })];

    public static IEnumerable<ObservationNotice> EndCancelled(string? key, DateTimeOffset at) =>
        key is null ? [] : [Event(Discharge, at, key, at) with { Status = "entered-in-error" }];

    private static ObservationNotice Event(string code, DateTimeOffset at, string? key, DateTimeOffset versionAt) =>
        new([new Coding("local", code, null)], "true", null, at, "final") { Key = key is null ? null : $"{key}|{code}", VersionAt = versionAt, IsDerived = true };
}
