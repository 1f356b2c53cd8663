using System.Text.Json;

namespace Runink.Domain.Signals;

/// <summary>What was known of a patient and the open encounter from one message on, until the next one says otherwise.</summary>
/// <param name="At">When it became known.</param>
/// <param name="Encounter">Null when none is open.</param>
/// <param name="EncounterKey">What an episode "per encounter" belongs to from then on.</param>
public sealed record PatientContext(DateTimeOffset At, string MessageId, PatientFacts Facts, EncounterFacts? Encounter, string EncounterKey)
{
    /// <summary>Open ones beside <see cref="Encounter"/>; mostly none.</summary>
    public IReadOnlyList<EncounterFacts> Others { get; init; } = [];
}

/// <summary>A <see cref="PatientContext"/> as the store keeps it: a stay changes its unit and its type, and a replay needs each as it was.</summary>
public sealed class ContextRecord
{
    public required string MessageId { get; init; }

    public required string PatientId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>JSON of facts, encounter and key.</summary>
    public required string Data { get; init; }

    public PatientContext Read()
    {
        var kept = JsonSerializer.Deserialize<Kept>(Data, JsonSerializerOptions.Web)!;
        return new(At, MessageId, kept.Facts, kept.Encounter, kept.Key) { Others = kept.Others ?? [] };
    }

    public static string Write(PatientFacts facts, EncounterFacts? encounter, IReadOnlyList<EncounterFacts> others, string key) =>
        JsonSerializer.Serialize(new Kept(facts, encounter, key, others.Count == 0 ? null : others), JsonSerializerOptions.Web);

    private sealed record Kept(PatientFacts Facts, EncounterFacts? Encounter, string Key, IReadOnlyList<EncounterFacts>? Others);
}
